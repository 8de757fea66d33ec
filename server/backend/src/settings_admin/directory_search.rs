//! What the directory has for a text that an administrator searches for.

use contract::{PickFound, PickMatch, Problem, ProblemCode};
use graph::{AppRole, Graph, GraphError, Group, NO_APP_ROLE, ServicePrincipal};
use serde_json::json;

use crate::app_state::AppState;
use crate::directory::graph_errors::{lookup_problem, lookup_timed_out};
use crate::directory::usable_groups::why_unusable;
use crate::settings::PickKind;
use crate::settings::form::OpenPick;
use crate::settings::picked::{ids, name_of};

/// How many matches are shown.
const MAX_MATCHES: usize = 20;
/// One more is asked for, to know whether there are more.
const ASKED_FOR: u8 = 21;

/// Searches for what was typed. Whatever stands in the way is said there: the form has more than this field.
pub(super) async fn find(app: &AppState, pick: &OpenPick) -> PickFound {
    let graph = app.directory.as_application();
    let matches = async {
        match pick.of {
            PickKind::Group => groups(&graph, pick).await,
            PickKind::AppRole => app_roles(&graph, pick).await,
        }
    };
    let problem = |problem: Problem| PickFound { problem: Some(problem), ..PickFound::default() };
    match tokio::time::timeout(app.patience, matches).await {
        Ok(Ok(mut matches)) => {
            let has_more = matches.len() > MAX_MATCHES;
            matches.truncate(MAX_MATCHES);
            PickFound { matches, has_more, problem: None }
        }
        Ok(Err(error)) => problem(lookup_problem(app, &error)),
        Err(_) => problem(lookup_timed_out(app)),
    }
}

async fn groups(graph: &Graph, pick: &OpenPick) -> Result<Vec<PickMatch>, GraphError> {
    let found = match ids(&pick.search).as_slice() {
        [id, ..] => there(graph.group(id).await)?,
        [] => graph.find_groups(&pick.search, ASKED_FOR).await?,
    };
    Ok(found.iter().map(|group| group_match(group, pick.by_rule)).collect())
}

fn group_match(group: &Group, by_rule: bool) -> PickMatch {
    let name = group.display_name.clone().unwrap_or_else(|| group.id.clone());
    PickMatch {
        value: json!({ "id": group.id, "name": name }).to_string(),
        name,
        detail: group.description.clone().unwrap_or_default(),
        refused: why_unusable(group, by_rule),
    }
}

async fn app_roles(graph: &Graph, pick: &OpenPick) -> Result<Vec<PickMatch>, GraphError> {
    let found = match ids(&pick.search).as_slice() {
        [application, ..] => there(graph.service_principal(application).await)?,
        [] => graph.find_service_principals(&pick.search, ASKED_FOR).await?,
    };
    Ok(found.iter().flat_map(roles_of).collect())
}

/// What is not there is found by nobody.
fn there<T>(asked: Result<T, GraphError>) -> Result<Vec<T>, GraphError> {
    match asked {
        Ok(found) => Ok(vec![found]),
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The roles of an application that people can have. One without such roles is had as a whole.
fn roles_of(application: &ServicePrincipal) -> Vec<PickMatch> {
    let own = application.display_name.clone().unwrap_or_else(|| application.id.clone());
    let chosen = |role: &str, name: &str, detail: Option<String>| {
        let value =
            json!({ "application": application.id, "application_name": own, "role": role, "name": name });
        PickMatch {
            name: name_of(PickKind::AppRole, &value).unwrap_or_else(|| name.to_owned()),
            value: value.to_string(),
            detail: detail.unwrap_or_default(),
            refused: None,
        }
    };
    let roles: Vec<_> = application.app_roles.iter().filter(|role| role.is_for_users()).collect();
    if roles.is_empty() {
        return vec![chosen(NO_APP_ROLE, &own, None)];
    }
    roles.into_iter().map(|role| chosen(&role.id, &role_name(role), role.value.clone())).collect()
}

pub(super) fn role_name(role: &AppRole) -> String {
    role.display_name.clone().or_else(|| role.value.clone()).unwrap_or_else(|| role.id.clone())
}

/// Whether the application may not read this of the directory.
pub(super) fn is_unreadable(code: ProblemCode) -> bool {
    code == ProblemCode::PermissionMissing
}
