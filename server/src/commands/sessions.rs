//! `vestibule sessions end`.

use backend::clock::SystemClock;
use backend::config::Config;
use contract::EntraUserId;

use super::CommandError;
use crate::{console, logging};

/// Ends all sessions of whoever has this object id.
pub async fn end(config: &Config, user: &str) -> Result<(), CommandError> {
    logging::start(&config.log);
    let user = EntraUserId::parse(user).map_err(|error| format!("{user:?} is no object id: {error}"))?;
    let ended = backend::end_sessions(config, &SystemClock::default(), &user).await?;
    console::line(&match ended {
        0 => format!("{user} has no session."),
        1 => format!("1 session of {user} was ended."),
        many => format!("{many} sessions of {user} were ended."),
    });
    Ok(())
}
