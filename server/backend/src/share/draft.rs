//! A share form that was put aside.

use std::time::Duration;

use contract::{Caller, Draft, FieldPath, GuestsAhead, JudgedRecipient, Light, Problem, RoleName, ShareForm};

use super::judge::{self, About, Question};
use super::judgement::Judgement;
use super::{form, options};
use crate::access;
use crate::app_state::AppState;

/// How long the directory may take: the page shows what was typed without it.
const TIMEOUT: Duration = Duration::from_secs(3);

/// With its recipients judged, if they are not yet: it was put aside before anybody was looked up, or comes from an earlier version. Any other draft as it
/// is.
pub(super) async fn judged(app: &AppState, caller: &Caller, draft: Draft) -> Draft {
    if !draft.recipients.is_empty() {
        return draft;
    }
    let Some(form) = draft.form.read::<ShareForm>() else { return draft };
    let Ok(recipients) = tokio::time::timeout(TIMEOUT, recipients(app, caller, form)).await else {
        tracing::warn!("the recipients of a draft are not judged: the directory takes too long");
        return draft;
    };
    let recipients = with_reason(recipients.unwrap_or_default(), draft.problem.as_ref());
    Draft { recipients, ..draft }
}

/// The only recipient with what was wrong with them when they were sent to: Microsoft may have refused what no look-up shows.
fn with_reason(mut recipients: Vec<JudgedRecipient>, reason: Option<&Problem>) -> Vec<JudgedRecipient> {
    let is_of_recipient = |reason: &&Problem| {
        reason.about(&FieldPath::ADDRESS).is_some() || reason.about(&FieldPath::PERSON).is_some()
    };
    if let ([only], Some(reason)) = (recipients.as_mut_slice(), reason.filter(is_of_recipient))
        && only.problem.is_none()
        && only.candidates.is_empty()
    {
        (only.problem, only.light) = (Some(reason.clone()), Light::Red);
    }
    recipients
}

/// `None` if there is nobody, or they cannot be judged: when the form is sent, that is said.
async fn recipients(app: &AppState, caller: &Caller, form: ShareForm) -> Option<Vec<JudgedRecipient>> {
    let form = form::normalised(form);
    let typed = form::recipients(&form);
    if typed.is_empty() {
        return None;
    }
    let seen = access::require_visible(app, caller, &form.item).await.ok()?;
    let snapshot = app.settings.current().await.ok()?;
    let roles = snapshot.settings.roles.hierarchy_of_kind(&seen.item.kind);
    // A role that is not offered is said to be none when the form is sent.
    let chosen = RoleName::parse(form.role.trim()).ok().filter(|role| roles.offered().contains(role));
    let role = chosen.or_else(|| roles.offered().first().cloned())?;
    let (options, _) = options::parse(&form, &snapshot.settings, app.now());
    let question = Question { item: &seen.item.id, role: &role, roles: &roles, until: options.until };
    // From the quota of look-ups: whoever opens one draft after the other is not to read the whole directory by that.
    let about = About { question: &question, kind: &seen.item.kind, ahead: GuestsAhead::default() };
    match judge::preview(app, caller, &snapshot.settings, about, &typed).await {
        Ok(judged) => Some(judged.iter().map(Judgement::view).collect()),
        Err(problem) => {
            tracing::warn!(code = problem.code.as_str(), "the recipients of a draft are not judged");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::{ProblemCode, RecipientKind, TypedRecipient};

    use super::*;

    fn new_guest() -> JudgedRecipient {
        JudgedRecipient {
            typed: TypedRecipient::of_text("pat@contoso.example"),
            key: "pat@contoso.example".to_owned(),
            kind: RecipientKind::New,
            light: Light::Green,
            person: None,
            candidates: Vec::new(),
            problem: None,
            repeats: None,
            outside: true,
            company: String::new(),
            existing_role: None,
            starts_at: None,
        }
    }

    #[test]
    fn what_microsoft_refused_is_said_of_the_only_recipient() {
        let refused = Problem::of_field(FieldPath::ADDRESS, ProblemCode::OwnDomain);
        let said = with_reason(vec![new_guest()], Some(&refused));
        assert_eq!((said[0].light, said[0].problem.as_ref()), (Light::Red, Some(&refused)));
        // Of several, each is judged by itself; and what is about another field stands there.
        let two = vec![new_guest(), new_guest()];
        assert_eq!(with_reason(two.clone(), Some(&refused)), two);
        let message = Problem::of_field(FieldPath::MESSAGE, ProblemCode::MessageTooLong);
        assert_eq!(with_reason(vec![new_guest()], Some(&message)), [new_guest()]);
        assert_eq!(with_reason(vec![new_guest()], None), [new_guest()]);
    }
}
