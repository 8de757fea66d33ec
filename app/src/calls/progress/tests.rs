use super::*;

#[test]
fn what_stopped_or_failed_needs_somebody() {
    for state in InvitationState::ALL {
        let expected = matches!(state, InvitationState::Stopped | InvitationState::Failed);
        assert_eq!(needs_somebody(state), expected, "{state}");
    }
}
