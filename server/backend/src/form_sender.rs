//! For whom a form was rendered: sealed, inside the form. A form that is sent from the page of one person is never taken as another's who has signed in
//! meanwhile in the same browser. And where nobody is signed in any more, what was typed is kept as the person's own, and as nobody else's: whoever
//! was never shown a form cannot make us keep one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{Caller, EntraUserId, Problem, ProblemCode, TenantId};
use serde::{Deserialize, Serialize};

use crate::seal::Sealer;

/// What is sealed for.
const PURPOSE: &str = "form-sender";
/// A page may stand open for a while: 30 days, in milliseconds.
const LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The person for whom a form was rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sender {
    #[serde(rename = "t")]
    pub(crate) tenant: TenantId,
    #[serde(rename = "u")]
    pub(crate) user: EntraUserId,
    /// When, in unix milliseconds.
    #[serde(rename = "a")]
    at: i64,
}

/// The text for a form of this person, rendered now, in unix milliseconds. Empty if it cannot be made.
pub(crate) fn seal(sealer: &Sealer, caller: &Caller, now: i64) -> String {
    let sender = Sender { tenant: caller.tenant.clone(), user: caller.user.clone(), at: now };
    let plain = serde_json::to_vec(&sender).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(sealer.seal(PURPOSE, "", &plain))
}

/// Whom such a text names; `None` where there is none, where it is not ours, and where it is too old.
pub(crate) fn open(sealer: &Sealer, text: &str, now: i64) -> Option<Sender> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let plain = sealer.open(PURPOSE, "", &bytes).ok()?;
    let sender: Sender = serde_json::from_slice(&plain).ok()?;
    (now - sender.at < LIFE_MS).then_some(sender)
}

/// Refuses a form that was rendered for somebody else than the caller, as its field `sender` says. One that names nobody, of a page from before an update, is the caller's.
pub(crate) fn require_own(sealer: &Sealer, caller: &Caller, sender: &str, now: i64) -> Result<(), Problem> {
    match open(sealer, sender, now) {
        Some(sender) if (&sender.tenant, &sender.user) != (&caller.tenant, &caller.user) => {
            Err(Problem::new(ProblemCode::SomebodyElse))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{SessionKey, Via};
    use secrecy::SecretString;

    use super::*;

    fn caller(user: &str) -> Caller {
        Caller {
            tenant: TenantId::parse("t").unwrap(),
            user: EntraUserId::parse(user).unwrap(),
            name: "Somebody".to_owned(),
            address: None,
            has_mail: true,
            is_admin: false,
            is_guest: false,
            via: Via::Session { key: SessionKey::parse("k").unwrap() },
        }
    }

    fn sealer(secret: &str) -> Sealer {
        Sealer::new(&SecretString::from(secret))
    }

    #[test]
    fn a_form_is_of_whoever_it_was_rendered_for() {
        let own = sealer("k1");
        let text = seal(&own, &caller("adele"), 1_000);
        assert_eq!(open(&own, &text, 2_000).unwrap().user.as_str(), "adele");
        require_own(&own, &caller("adele"), &text, 2_000).unwrap();
        let refused = require_own(&own, &caller("diego"), &text, 2_000).unwrap_err();
        assert_eq!(refused.code, ProblemCode::SomebodyElse);
        assert!(open(&own, &text, 1_000 + LIFE_MS).is_none(), "a page that is a month old");
    }

    #[test]
    fn nobody_can_make_one() {
        let (own, other) = (sealer("k1"), sealer("k2"));
        let foreign = seal(&other, &caller("adele"), 1_000);
        for text in ["", "made-up", foreign.as_str()] {
            assert!(open(&own, text, 1_000).is_none(), "{text}");
            require_own(&own, &caller("diego"), text, 1_000).unwrap();
        }
    }
}
