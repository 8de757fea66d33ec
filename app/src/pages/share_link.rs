//! The way to the share dialog from another application: `/share?item=...&to=...`.

use contract::{ItemId, Problem, ProblemCode};
use leptos::prelude::*;

use super::item::share_with;
use crate::request::{RequestContext, query, query_all};

/// The item's page with the dialog open, and whoever `to` names in the people field as if somebody had typed them. Nothing is looked up, kept or sent until
/// somebody does so.
pub(crate) async fn share_link(context: RequestContext) -> Result<AnyView, Problem> {
    // First, so that whoever signs in comes back here.
    context.caller()?;
    let id = query("item").and_then(|id| ItemId::parse(&id).ok());
    let id = id.ok_or(Problem::new(ProblemCode::NotFound))?;
    share_with(&context, &id, people_field(&query_all("to"))).await
}

/// What stands in the people field: a field of one line, whose browser would join what stands on two.
fn people_field(to: &[String]) -> String {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let lines = to.iter().flat_map(|each| each.split(char::is_control));
    let named: Vec<_> = lines.map(|line| line.trim_matches(ends)).filter(|line| !line.is_empty()).collect();
    named.join(", ")
}

#[cfg(test)]
mod tests {
    use super::people_field;

    #[test]
    fn everybody_who_is_named_stands_on_one_line() {
        let field = |to: &[&str]| people_field(&to.iter().map(|to| (*to).to_owned()).collect::<Vec<_>>());
        for (to, typed) in [
            (&[][..], ""),
            (&["", " ; "], ""),
            (&["pat@northwind.example"], "pat@northwind.example"),
            (
                &["pat@northwind.example;", " Kim <kim@woodgrove.example>"],
                "pat@northwind.example, Kim <kim@woodgrove.example>",
            ),
            (&["a@x.example\r\nb@x.example,c@x.example"], "a@x.example, b@x.example,c@x.example"),
        ] {
            assert_eq!(field(to), typed);
        }
    }
}
