//! Who looks people up while somebody shares: the application, or that person, as the settings say.

use contract::{EntraUserId, Problem, TenantId};
use graph::{Graph, GraphError};

use super::graph_errors::{lookup_problem, person_lookup_problem};
use crate::app_state::AppState;
use crate::settings::Settings;

/// Graph for the look-ups of one share, or of the picker before it.
pub(crate) struct Reader {
    graph: Graph,
    is_person: bool,
}

impl Reader {
    /// The one whom these settings name, for this person.
    pub(crate) fn of(app: &AppState, settings: &Settings, (tenant, user): (&TenantId, &EntraUserId)) -> Self {
        let is_person = settings.permissions.looks_up_as_person();
        let graph =
            if is_person { app.directory.as_reader(tenant, user) } else { app.directory.as_application() };
        Self { graph, is_person }
    }

    /// The application: for what is looked up although nobody waits for it.
    pub(crate) fn application(app: &AppState) -> Self {
        Self { graph: app.directory.as_application(), is_person: false }
    }

    /// Graph as the reader.
    pub(crate) const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What an error of a look-up means: a person can sign in again, the application cannot. Logged.
    pub(crate) fn problem(&self, app: &AppState, error: &GraphError) -> Problem {
        if self.is_person { person_lookup_problem(app, error) } else { lookup_problem(app, error) }
    }
}
