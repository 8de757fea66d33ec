//! What the faults that are set do at a stage of a session. A stage is a request to them: its verb is the method, `/smtp` the path, what the
//! client said the body.

use std::time::Duration;

use super::reply::Reply;
use crate::{
    app_state::AppState,
    faults::{Extension, FaultEffect, request_facts::RequestFacts},
    listen::tls::BadCertificate,
};

/// The path of every stage.
const PATH: &str = "/smtp";

/// What the faults do, but for waiting, which is over.
#[derive(Debug, Default)]
pub(super) struct Struck {
    /// A reply in place of the server's own.
    pub(super) reply: Option<Reply>,
    /// When the connection is cut.
    pub(super) cut: Option<Cut>,
    /// Whether the client never hears of it.
    pub(super) hangs: bool,
    pub(super) withheld: Vec<Extension>,
    pub(super) certificate: Option<BadCertificate>,
    /// Whether the stage is left out.
    pub(super) prevented: bool,
}

/// When a connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Before the stage has any effect.
    Before,
    /// After it, without a reply.
    After,
}

/// Lets the faults meet a stage, and waits as long as they say.
pub(super) async fn strike(state: &AppState, verb: &str, said: &[u8]) -> Struck {
    let mut struck = Struck::default();
    if state.faults.needed_facts().is_none() {
        return struck;
    }
    let mut facts = RequestFacts::new(state.clock.now(), verb, PATH);
    facts.read(None, said);
    let effects = state.read(|world| state.faults.on(world, &facts));
    state.faults.removed(&effects.holds).await;
    let mut delay = 0;
    for effect in effects.list {
        match effect {
            FaultEffect::Answer { status, code, message, perform, .. } if struck.reply.is_none() => {
                let message = message.unwrap_or_else(|| "A fault was set for this command.".to_owned());
                let text = code.map_or_else(|| message.clone(), |code| format!("{code} {message}"));
                struck.reply = Some(Reply::new(status, text));
                struck.prevented = !perform;
            }
            FaultEffect::Delay { delay_ms } => delay += delay_ms,
            FaultEffect::Drop { drop: true } => struck.cut = Some(Cut::Before),
            FaultEffect::DropAfter { drop_after: true } if struck.cut.is_none() => {
                struck.cut = Some(Cut::After);
            }
            FaultEffect::Hang { hang: true } => struck.hangs = true,
            FaultEffect::Withhold { withhold } => struck.withheld.push(withhold),
            FaultEffect::Certificate { certificate } => struck.certificate = Some(certificate),
            _ => {}
        }
    }
    tokio::time::sleep(Duration::from_millis(delay)).await;
    struck
}
