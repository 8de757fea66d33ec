//! Waits until somebody has signed in through the link in our mail, and sees whether they are the person ("Self-service sign-up for External ID").
//! They have become a guest there, or by an access package that the link led to.
//!
//! Nobody gets access by a mail alone: links are passed on, and a token says what it likes. The directory has to say that whoever came is a guest, made
//! since the mail went out, who has the address; else the inviter is asked. Undone by: nothing, it only reads, and whoever signed up keeps their own
//! account. Safe to repeat for the same reason.

use async_trait::async_trait;
use contract::{EntraUserId, PersonMatch, Problem, ProblemCode, SafeUrl, StepKind, UndoEffect, UserStatus};
use graph::User;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Tx;
use storage::invitations::StepRow;

use super::send_mail;
use crate::clock::to_ms;
use crate::directory::CLOCK_SKEW;
use crate::people::{DirectoryPerson, has_address, person_match};
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::facts;
use crate::pipeline::event::Undo;
use crate::pipeline::step::{Permission, PlanInput, Step};
use crate::pipeline::step_error::{CommitError, Retry, StepError};
use crate::pipeline::step_facts::facts_of;
use crate::rules::sharing::{self, Recipient};
use crate::settings::sections::WayIn;
use crate::stored::{CorruptRow, from_json};

/// Waits until somebody has signed up, and sees whether they are the person.
pub(crate) struct AwaitSignUp;

/// Where they become a guest, if not at our own sign-in.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Intent {
    /// An access package in My Access.
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<SafeUrl>,
}

/// The access package that whoever got the mail asks for first, if it is by one.
pub(crate) fn package(steps: &[StepRow]) -> Result<Option<SafeUrl>, CorruptRow> {
    let step = steps.iter().find(|step| step.kind == StepKind::AwaitSignUp);
    let intent = step.and_then(|step| step.intent.as_deref());
    Ok(intent.map(|intent| from_json::<Intent>("step", intent)).transpose()?.unwrap_or_default().package)
}

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Facts {
    /// Who said last that the link is for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    came: Option<Came>,
    /// As the directory showed them, where it does not say that they are the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<Shown>,
    /// Whom the inviter has said to be the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<EntraUserId>,
    /// Whom the inviter has said to be somebody else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    denied: Vec<EntraUserId>,
}

/// Somebody who has signed in, and said that the link is for them.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Came {
    user: EntraUserId,
    /// In unix milliseconds.
    at: i64,
}

/// Somebody about whom the inviter is asked, as the directory shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub(crate) id: EntraUserId,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) is_guest: bool,
    /// Since when they are there, in unix milliseconds.
    pub(crate) since: Option<i64>,
}

impl Facts {
    /// Somebody has come; whoever came before is asked about no more.
    pub(crate) fn with_somebody(self, user: EntraUserId, at: i64) -> Self {
        Self { came: Some(Came { user, at }), asked: None, ..self }
    }

    /// The inviter has said whether this is the person.
    pub(crate) fn answered(mut self, person: EntraUserId, is_them: bool) -> Self {
        self.asked = None;
        if is_them {
            self.confirmed = Some(person);
        } else {
            self.came = None;
            self.denied.push(person);
        }
        self
    }

    /// Whether this is who came last.
    pub(crate) fn has_come(&self, user: &EntraUserId) -> bool {
        self.came.as_ref().is_some_and(|came| came.user == *user)
    }

    /// When that was, in unix milliseconds.
    pub(crate) fn came_at(&self) -> Option<i64> {
        self.came.as_ref().map(|came| came.at)
    }

    /// Whether the inviter has said that this is somebody else.
    pub(crate) fn is_denied(&self, user: &EntraUserId) -> bool {
        self.denied.contains(user)
    }

    /// About whom the inviter is asked.
    pub(crate) const fn asked(&self) -> Option<&Shown> {
        self.asked.as_ref()
    }
}

#[async_trait]
impl Step for AwaitSignUp {
    fn kind(&self) -> StepKind {
        StepKind::AwaitSignUp
    }

    fn is_planned(&self, input: &PlanInput<'_>) -> bool {
        matches!(input.way_in().way, WayIn::SignUp | WayIn::PackageByMail)
    }

    fn intent(&self, input: &PlanInput<'_>) -> Option<Value> {
        input.way_in().asked_package().map(|package| json!(Intent { package: Some(package) }))
    }

    /// The settings have no other name of the package than its link.
    fn subjects(&self, input: &PlanInput<'_>) -> Vec<String> {
        input.way_in().asked_package().into_iter().map(String::from).collect()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn permissions(&self) -> &'static [Permission] {
        &[Permission::Application("User.Read.All")]
    }

    fn acts_outside(&self, context: &StepContext<'_>) -> bool {
        context.facts::<Facts>().is_ok_and(|facts| facts.came.is_some())
    }

    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        let known: Facts = facts(context)?;
        let Some(came) = known.came.clone() else { return Ok(()) };
        let user = match context.app.directory.as_application().user(came.user.as_str()).await {
            Ok(user) => user,
            Err(error) if error.is_not_found() => return Err(not_shown(context, &came, known)?),
            Err(error) => return Err(StepError::of_lookup(context.app, &error)),
        };
        let found = person_match(&user, Some(&context.invitation.address));
        let found = found.filter(|found| found.id == came.user).ok_or_else(|| context.corrupt("person"))?;
        let is_confirmed = known.confirmed.as_ref() == Some(&found.id);
        let is_new = is_the_person(context, &user)?;
        if !is_confirmed && !is_new {
            context.learn(&Facts { asked: Some(shown(&user, found)), ..known })?;
            return Err(StepError::await_user(Problem::new(ProblemCode::SignUpUnconfirmed)));
        }
        let recipient = Recipient { user: &found.id, blocked: found.blocked, existing_role: None };
        if let Some(problem) = sharing::may_receive(&context.invitation.inviter, &recipient).denial() {
            return Err(StepError::permanent(problem));
        }
        go_on_with(context, found);
        context.invitation.pipeline.made_since = is_new;
        Ok(())
    }

    /// As long as nobody has come, nothing is to be done: the invitation rests, and whoever comes wakes it.
    async fn commit(&self, context: &mut StepContext<'_>, _tx: &mut Tx) -> Result<(), CommitError> {
        if context.invitation.pipeline.person.is_some() {
            return Ok(());
        }
        let has_mail = mail_since(context).map_err(CommitError::Step)?.is_some();
        Err(CommitError::Step(if has_mail { nobody_yet() } else { nobody_was_told() }))
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        context.invitation.pipeline.signed_up.then_some(UndoEffect::Remains)
    }

    async fn undo(&self, _context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        Ok(Undo::Nothing)
    }
}

fn nobody_yet() -> StepError {
    StepError::await_guest(Problem::new(ProblemCode::SignUpPending))
}

fn nobody_was_told() -> StepError {
    StepError::permanent(Problem::new(ProblemCode::SignUpUnsent))
}

/// When the first mail with a link went out, or may have; none if none did.
fn mail_since(context: &StepContext<'_>) -> Result<Option<i64>, StepError> {
    let mail: Result<send_mail::Facts, _> = facts_of(context.steps(), StepKind::SendMail);
    Ok(mail.map_err(|_| context.corrupt("step"))?.gone_since())
}

/// Whether the directory says that this is the person: nobody else can have been made a guest of this address since we wrote to it.
fn is_the_person(context: &StepContext<'_>, user: &User) -> Result<bool, StepError> {
    let Some(since) = mail_since(context)? else { return Ok(false) };
    let is_new = user.created_at.is_some_and(|at| to_ms(at) >= since - CLOCK_SKEW);
    Ok(user.is_guest() && is_new && has_address(user, &context.invitation.address))
}

/// A new guest is not visible everywhere at once. Whoever is not there after that was taken away: then nobody has come.
fn not_shown(context: &mut StepContext<'_>, came: &Came, known: Facts) -> Result<StepError, StepError> {
    let end = came.at + context.settings.visibility_budget_ms();
    if context.app.now() < end {
        let problem = Problem::new(ProblemCode::NotVisibleYet);
        return Ok(StepError::Transient { retry: Retry::Until(end), problem });
    }
    context.learn(&Facts { came: None, ..known })?;
    Ok(nobody_yet())
}

fn shown(user: &User, found: PersonMatch) -> Shown {
    Shown {
        id: found.id,
        name: found.name,
        address: found.address,
        is_guest: user.is_guest(),
        since: user.created_at.map(to_ms),
    }
}

/// From here on the invitation is theirs. They have signed in, so a guest has come, whatever the directory says of that yet.
fn go_on_with(context: &mut StepContext<'_>, found: PersonMatch) {
    let standing = match found.standing {
        UserStatus::Member => UserStatus::Member,
        UserStatus::Guest | UserStatus::Pending => UserStatus::Guest,
    };
    let invitation = &mut context.invitation;
    invitation.guest = Some(found.id.clone());
    invitation.pipeline.person = Some(DirectoryPerson { standing, ..DirectoryPerson::from(found) });
    invitation.pipeline.signed_up = true;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn user(id: &str) -> EntraUserId {
        EntraUserId::parse(id).unwrap()
    }

    #[test]
    fn what_is_stored_stays_readable() {
        for stored in [
            "{}",
            r#"{"came":{"user":"ana","at":5}}"#,
            r#"{"came":{"user":"eve","at":5},"asked":{"id":"eve","name":"Eve","address":"eve@evil.example","is_guest":true,"since":4}}"#,
            r#"{"came":{"user":"ana","at":5},"confirmed":"ana","denied":["eve"]}"#,
        ] {
            let facts: Facts = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
        for stored in
            ["{}", r#"{"package":"https://myaccess.microsoft.com/@contoso.com#/access-packages/a"}"#]
        {
            let intent: Intent = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&intent).unwrap(), stored);
        }
    }

    #[test]
    fn whoever_is_said_to_be_somebody_else_stays_so_and_the_next_is_asked_about_anew() {
        let asked = Facts {
            asked: Some(Shown {
                id: user("eve"),
                name: String::new(),
                address: String::new(),
                is_guest: true,
                since: None,
            }),
            ..Facts::default().with_somebody(user("eve"), 1)
        };
        let denied = asked.answered(user("eve"), false);
        assert!(denied.is_denied(&user("eve")) && !denied.has_come(&user("eve")) && denied.asked().is_none());
        let next = denied.with_somebody(user("ana"), 2);
        assert!(next.has_come(&user("ana")) && next.is_denied(&user("eve")));
        assert_eq!(next.answered(user("ana"), true).confirmed, Some(user("ana")));
    }
}
