//! The access packages that we are to assign, looked up before they are stored: whether each is there, and has the policy.

use std::time::Duration;

use contract::{FieldPath, FieldProblem, ProblemCode};
use graph::Graph;
use serde::Deserialize as _;
use serde_json::Value;

use super::directory_search::is_unreadable;
use crate::directory::graph_errors::lookup_code;
use crate::settings::sections::{AssignedPackage, Ways};

/// What there is to say of the ways in.
#[derive(Default)]
pub(super) struct LookedUpPackages {
    /// What cannot be stored, with the paths of its form.
    pub(super) wrong: Vec<FieldProblem>,
    /// What the directory gave no answer about, with its paths, and why.
    pub(super) unanswered: Vec<FieldProblem>,
}

/// Looks up the packages of `section`, the ways in. What is stored already is not asked about again. `patience` is for each question.
pub(super) async fn look_up_packages(
    (graph, patience): (Option<&Graph>, Duration),
    before: &Value,
    section: &Value,
) -> LookedUpPackages {
    let mut looked = LookedUpPackages::default();
    let (Ok(before), Ok(new)) = (Ways::deserialize(before), Ways::deserialize(section)) else {
        return looked;
    };
    let known: Vec<_> = before.all().into_iter().filter_map(|(_, own)| own.assigned_package()).collect();
    for (place, own) in new.all() {
        let Some(package) = own.assigned_package().filter(|package| !known.contains(package)) else {
            continue;
        };
        let found = match graph {
            Some(graph) => look_up(graph, patience, &package).await,
            None => Found::Unanswered(ProblemCode::DirectoryUnreachable),
        };
        let at = |field| place.join(&FieldPath::known(field));
        match found {
            Found::Usable => {}
            Found::Gone(field) => {
                looked.wrong.push(FieldProblem { field: at(field), code: ProblemCode::PackageGone });
            }
            Found::Unanswered(code) => {
                looked.unanswered.push(FieldProblem { field: at("package_link"), code });
            }
        }
    }
    looked
}

/// What the directory says of a package.
enum Found {
    /// It is there, with the policy; or it may not be read: then what was typed stands.
    Usable,
    /// What this field names is not there.
    Gone(&'static str),
    /// Nothing, because of this.
    Unanswered(ProblemCode),
}

async fn look_up(graph: &Graph, patience: Duration, package: &AssignedPackage) -> Found {
    let question = graph.access_package(package.package.as_str());
    let code = match tokio::time::timeout(patience, question).await {
        Ok(Ok(found)) => {
            let is_it = |id: &str| id.eq_ignore_ascii_case(package.policy.as_str());
            let has_policy = found.policies.iter().any(|policy| is_it(&policy.id));
            return if has_policy { Found::Usable } else { Found::Gone("policy") };
        }
        Ok(Err(error)) if error.is_not_found() => return Found::Gone("package_link"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "an access package of the settings was not looked up");
            lookup_code(&error)
        }
        Err(_) => {
            tracing::warn!("an access package of the settings was not looked up: no answer in time");
            ProblemCode::DirectoryUnreachable
        }
    };
    if is_unreadable(code) { Found::Usable } else { Found::Unanswered(code) }
}
