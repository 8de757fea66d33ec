//! A committed sample of each JSON shape that is kept in a column: what the first release stored must stay readable, and is stored the same.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{HistoryEvent, JudgedRecipient, Light, PersonMatch, Problem, RecipientKind, StepKind, ToastKind};

/// Reads each sample and writes it again: the same, but for members that came later.
fn samples_stay<T: Serialize + DeserializeOwned + Debug>(samples: &str) -> Vec<T> {
    let mut values = Vec::new();
    for line in samples.lines().filter(|line| !line.trim().is_empty()) {
        let value: T = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let (was, is): (Value, Value) =
            (serde_json::from_str(line).unwrap(), serde_json::to_value(&value).unwrap());
        match was {
            Value::Object(members) => {
                for (name, member) in members {
                    assert_eq!(is[&name], member, "{name} of {line}");
                }
            }
            was => assert_eq!(is, was),
        }
        values.push(value);
    }
    values
}

#[test]
fn toasts() {
    let toasts: Vec<ToastKind> = samples_stay(
        r#"
{"kind":"invited","person":"Ana Novak","item_title":"Harbour line tender"}
{"kind":"shared","person":"Ana Novak","item_title":"Harbour line tender"}
{"kind":"shared","person":"Ana Novak","item_title":"Harbour line tender","awaits_guest":true}
{"kind":"kept","person":"Ana Novak","item_title":"Harbour line tender","role":"contributor"}
{"kind":"accepted","person":"Ana Novak","item_title":"Harbour line tender"}
{"kind":"link-replaced","person":"Ana Novak","item_title":"Harbour line tender","by":"Diego Siciliani"}
{"kind":"undone","person":"Ana Novak","item_title":"Harbour line tender","by":"Megan Bowen"}
{"kind":"access-ended","person":"Ana Novak","item_title":"Harbour line tender","change":"c1"}
{"kind":"access-ended","person":"Ana Novak","item_title":"Harbour line tender","by":"Megan Bowen"}
{"kind":"role-changed","person":"Ana Novak","item_title":"Harbour line tender","role":"reader","change":"c2"}
{"kind":"last-day-changed","person":"Ana Novak","item_title":"Harbour line tender","until":"2027-01-01T00:00:00Z","change":"c3"}
{"kind":"last-day-changed","person":"Ana Novak","item_title":"Harbour line tender","by":"Megan Bowen"}
{"kind":"access-ran-out","person":"Ana Novak","item_title":"Harbour line tender"}
{"kind":"mail-problem","person":"Ana Novak","item_title":"Harbour line tender","problem":{"code":"mail-refused","fields":[],"reference":null,"retry_at":null,"role":null}}
{"kind":"trouble","person":"Ana Novak","item_title":"Harbour line tender","problem":{"code":"domain-blocked","fields":[{"field":"address","code":"domain-blocked"}],"reference":"7H2KQ4M9XB","retry_at":null,"role":null}}
"#,
    );
    assert_eq!(toasts.len(), 15);
}

#[test]
fn lines_of_the_timeline() {
    let events: Vec<HistoryEvent> = samples_stay(
        r#"
{"event":"asked"}
{"event":"step-done","step":"find-person"}
{"event":"step-waiting","step":"send-invitation"}
{"event":"step-stopped","step":"send-invitation"}
{"event":"step-failed","step":"record-access"}
{"event":"tried-again"}
{"event":"block-probed"}
{"event":"block-lifted"}
{"event":"link-copied"}
{"event":"sponsor-left-out"}
{"event":"link-replaced"}
{"event":"access-taken-over"}
{"event":"accepted"}
{"event":"signed-up"}
{"event":"sign-up-confirmed"}
{"event":"sign-up-denied"}
{"event":"step-waiting","step":"await-sign-up"}
{"event":"undo-requested"}
{"event":"undo-requested-by-administrator"}
{"event":"access-ended"}
{"event":"role-changed"}
{"event":"last-day-changed"}
{"event":"access-ran-out"}
{"event":"undo-waiting","step":"request-access-package"}
{"event":"step-undone","step":"record-access"}
{"event":"step-remains","step":"send-invitation"}
"#,
    );
    assert_eq!(events.len(), 26);
    assert_eq!(events[1], HistoryEvent::StepDone(StepKind::FindPerson));
}

#[test]
fn problems() {
    let problems: Vec<Problem> = samples_stay(
        r#"
{"code":"internal"}
{"code":"choose-person","fields":[{"field":"address","code":"choose-person"}],"reference":null,"retry_at":null}
{"code":"already-shared","fields":[{"field":"address","code":"already-shared"}],"reference":"7H2KQ4M9XB","retry_at":null,"role":"reader"}
{"code":"directory-busy","fields":[],"reference":"7H2KQ4M9XB","retry_at":"2027-01-15T08:00:00.5Z","role":null}
"#,
    );
    assert!(problems[3].retry_at.is_some());
}

#[test]
fn matches() {
    let people: Vec<PersonMatch> = samples_stay(
        r#"
{"id":"00000000-0000-4000-8000-000000000001","name":"Joni Sherman","address":"joni@northwind.example","company":null,"standing":"pending"}
{"id":"00000000-0000-4000-8000-000000000002","name":"Alex Wilber","address":"alex@contoso.example","company":"Contoso","standing":"member"}
"#,
    );
    assert_eq!(people.len(), 2);
}

/// Beside a share form that came back.
#[test]
fn judged_recipients() {
    let judged: Vec<JudgedRecipient> = samples_stay(
        r#"
{"typed":{"text":"pat@northwind.example"},"key":"pat@northwind.example","kind":"new","light":"green","person":null,"candidates":[],"problem":null,"repeats":null,"outside":true,"company":"","existing_role":null,"starts_at":null}
{"typed":{"text":"joni.sherman@northwind.example","person":"joni","name":"Joni","resend":true},"key":"joni","kind":"pending","light":"amber","person":{"id":"joni","name":"Joni Sherman","address":"joni.sherman@northwind.example","company":null,"standing":"pending"},"candidates":[],"problem":null,"repeats":null,"outside":true,"company":"Northwind","existing_role":"reader","starts_at":"2026-12-01T12:00:00Z"}
{"typed":{"text":"grady.archie@fabrikam.example"},"key":"grady.archie@fabrikam.example","kind":"ambiguous","light":"red","person":null,"candidates":[{"id":"grady","name":"Grady Archie","address":"grady.archie@fabrikam.example","company":"Fabrikam","standing":"guest"}],"problem":{"code":"choose-person","fields":[{"field":"person","code":"choose-person"}],"reference":null,"retry_at":null,"role":null},"repeats":2,"outside":true,"company":"fabrikam.example","existing_role":null,"starts_at":null}
"#,
    );
    assert_eq!(judged.len(), 3);
    assert_eq!((judged[0].kind, judged[2].light), (RecipientKind::New, Light::Red));
}
