//! The access packages that we are to assign, looked up before they are stored: whether each is there, and has the policy.

use contract::{FieldPath, FieldProblem, ProblemCode};
use serde::Deserialize as _;
use serde_json::Value;

use super::directory_search::is_unreadable;
use crate::app_state::AppState;
use crate::directory::graph_errors::{lookup_problem, lookup_timed_out};
use crate::settings::Section as _;
use crate::settings::any_section::AnySection;
use crate::settings::sections::{AssignedPackage, Ways};

/// What cannot be stored of the section. What is stored already is not asked about again.
pub(super) async fn missing_packages(
    app: &AppState,
    of: &dyn AnySection,
    before: &Value,
    section: &Value,
) -> Vec<FieldProblem> {
    let (Ok(before), Ok(new)) = (Ways::deserialize(before), Ways::deserialize(section)) else {
        return Vec::new();
    };
    if of.name() != Ways::NAME {
        return Vec::new();
    }
    let known: Vec<_> = before.all().into_iter().filter_map(|(_, own)| own.assigned_package()).collect();
    let mut wrong = Vec::new();
    for (place, own) in new.all() {
        let Some(package) = own.assigned_package().filter(|package| !known.contains(package)) else {
            continue;
        };
        if let Some((field, code)) = look_up(app, &package).await {
            wrong.push(FieldProblem { field: place.join(&FieldPath::known(field)), code });
        }
    }
    wrong
}

/// What is wrong with a package, and with which field. Where the directory may not be read, what was typed stands.
async fn look_up(app: &AppState, package: &AssignedPackage) -> Option<(&'static str, ProblemCode)> {
    let graph = app.directory.as_application();
    let question = graph.access_package(package.package.as_str());
    match tokio::time::timeout(app.patience, question).await {
        Ok(Ok(found)) => {
            let is_it = |id: &str| id.eq_ignore_ascii_case(package.policy.as_str());
            let has_policy = found.policies.iter().any(|policy| is_it(&policy.id));
            (!has_policy).then_some(("policy", ProblemCode::PackageGone))
        }
        Ok(Err(error)) if error.is_not_found() => Some(("package_link", ProblemCode::PackageGone)),
        Ok(Err(error)) => {
            let code = lookup_problem(app, &error).code;
            (!is_unreadable(code)).then_some(("package_link", code))
        }
        Err(_) => Some(("package_link", lookup_timed_out(app).code)),
    }
}
