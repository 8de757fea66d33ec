//! 6: an entry that says that somebody became a sponsor, or is one no more, stands for an effect.

use serde_json::Value;
use storage::audit;

use super::directory::requests_in;
use super::evidence::{Effect, EffectFact, Invariant, Seen, Violation, broken};

/// Entries without an effect of their own. Where somebody else has changed the same guest's sponsors, a lost answer may have been about nothing.
pub(super) async fn without_effect(seen: &Seen<'_>) -> Vec<Violation> {
    let emulator = &seen.evidence.emulator;
    let mut found = Vec::new();
    for row in &seen.rows {
        for entry in audit::of_subject(seen.storage, row.id.as_str()).await.unwrap() {
            if !matches!(entry.action.as_str(), "sponsor-added" | "sponsor-removed") {
                continue;
            }
            let detail: Value = serde_json::from_str(&entry.detail).unwrap();
            let (person, requests) = (detail["person"].as_str().unwrap(), requests_in(&detail));
            let had = |effect: &EffectFact| {
                matches!(&effect.what, Effect::Patched { user, .. } if user == person)
                    && requests.contains(&effect.request)
            };
            if !emulator.sponsored_by_others.contains(person) && !emulator.effects.iter().any(had) {
                let what = format!("entry {} says {} of nobody", entry.seq, entry.action);
                found.push(broken(Invariant::Audit, what));
            }
        }
    }
    found
}
