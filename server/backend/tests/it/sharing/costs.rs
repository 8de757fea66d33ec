//! What one share costs: transactions, statements, calls to the directory. More than this fails.

use backend::rules::limits::RateLimits;
use contract::{InvitationState, ShareForm};
use testing::names::{GRADY, user_id};

use super::app::{TestApp, adele, form};

/// Write transactions, reading statements outside of them, and calls to the directory, from the form to the settled invitation; then one look
/// at its progress.
async fn cost_of(app: &TestApp, form: ShareForm, ends: InvitationState) -> (u64, u64, u32) {
    app.count_calls();
    let before = app.storage.usage();
    let id = app.accepted(&adele(), form).await;
    // One turn for the job, and no look for another: that is the runner's, and not the share's.
    app.run_due().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, ends);
    let after = app.storage.usage();
    // The look that found nothing more to do is a transaction of the runner's own.
    let transactions = after.transactions - before.transactions - 1;
    (transactions, after.reads - before.reads, app.calls())
}

#[tokio::test]
async fn of_a_share_with_a_new_guest() {
    let app = TestApp::new().await.with_limits(RateLimits::default());
    let (transactions, reads, calls) =
        cost_of(&app, form("ana@fabrikam.example"), InvitationState::Sent).await;
    assert!(transactions <= 4, "{transactions} transactions: the form, the claim, before the post, after it");
    assert!(reads <= 10, "{reads} reading statements");
    assert_eq!(calls, 2, "one look-up and one post");
}

#[tokio::test]
async fn of_a_share_with_somebody_known() {
    let app = TestApp::new().await.with_limits(RateLimits::default());
    let chosen = ShareForm { person: user_id("grady"), ..form(GRADY) };
    let (transactions, reads, calls) = cost_of(&app, chosen, InvitationState::Shared).await;
    assert!(transactions <= 3, "{transactions} transactions: the form, the claim, everything else");
    assert!(reads <= 11, "{reads} reading statements");
    assert!(calls <= 1, "{calls} calls");
}
