//! What the plan has for the post.

use contract::{MailWay, StepKind};
use serde::{Deserialize, Serialize};
use storage::invitations::StepRow;

use crate::pipeline::step::PlanInput;
use crate::stored::{CorruptRow, from_json};

/// What the form and the settings said of Microsoft's mail, and of the guest, when the form was accepted.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Intent {
    /// Microsoft writes to nobody: we do, or the inviter.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) suppressed: bool,
    /// Who gets a copy of its mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cc: Option<String>,
    /// The object id of who answers for a new guest; the inviter where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sponsor: Option<String>,
}

impl Intent {
    pub(super) fn of(input: &PlanInput<'_>) -> Self {
        let suppressed = input.mail_way() != MailWay::Microsoft;
        // Of a guest who is there already nobody knows what Microsoft makes of it.
        let sponsor = input.options.sponsor().filter(|_| input.is_new);
        Self {
            suppressed,
            cc: input.copy().filter(|_| !suppressed),
            sponsor: sponsor.map(|sponsor| sponsor.as_str().to_owned()),
        }
    }
}

/// Whether Microsoft writes to nobody.
pub(in super::super) fn is_suppressed(steps: &[StepRow]) -> Result<bool, CorruptRow> {
    let step = steps.iter().find(|step| step.kind == StepKind::SendInvitation);
    let intent = step.and_then(|step| step.intent.as_deref());
    Ok(intent.map(|intent| from_json::<Intent>("step", intent)).transpose()?.unwrap_or_default().suppressed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        for stored in [
            "{}",
            r#"{"suppressed":true}"#,
            r#"{"cc":"office@contoso.example"}"#,
            r#"{"suppressed":true,"sponsor":"3e9a0000-0004-4a57-8c11-5c0e10f0c004"}"#,
        ] {
            let intent: Intent = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&intent).unwrap(), stored);
        }
    }
}
