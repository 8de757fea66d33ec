//! What the share form starts with: empty, or as it was typed.

use contract::{Draft, FieldPath, Item, ItemView, PersonMatch, Problem, RoleName, ShareForm};
use islands::share::ShareStart;

use crate::calls::people::match_reply;
use crate::calls::reply::problem_body;
use crate::scope::Scope;

/// Everything that the form shows.
#[derive(Clone)]
pub(crate) struct Setup {
    /// The request.
    pub scope: Scope,
    /// The item.
    pub item: Item,
    /// The roles of its kind, weakest first.
    pub roles: Vec<RoleName>,
    /// Drawn open, as the share page does.
    pub open: bool,
    /// What was typed before.
    pub typed: ShareForm,
    /// Why the form came back.
    pub problem: Option<Problem>,
    /// Who may be meant.
    pub matches: Vec<PersonMatch>,
}

/// The form of an item, with what was typed before.
pub(crate) fn setup(scope: &Scope, view: &ItemView, draft: Option<(ShareForm, Draft)>, open: bool) -> Setup {
    let (mut typed, problem, matches) = draft.map_or_else(
        || (ShareForm::default(), None, Vec::new()),
        |(form, draft)| (form, draft.problem, draft.matches),
    );
    view.item.id.as_str().clone_into(&mut typed.item);
    if typed.language.is_empty() {
        scope.lang.tag().clone_into(&mut typed.language);
    }
    typed.key = (scope.ports.new_key)();
    Setup {
        scope: scope.clone(),
        item: view.item.clone(),
        roles: view.roles.clone(),
        open,
        typed,
        problem,
        matches,
    }
}

impl Setup {
    /// The same for the island: what the dialog shows as it is drawn.
    pub fn start(&self) -> ShareStart {
        let lang = self.scope.lang;
        ShareStart {
            open: self.open,
            problem: self.problem.as_ref().map(|problem| problem_body(lang, problem)),
            candidates: self.matches.iter().cloned().map(match_reply).collect(),
            unreachable: words::share::unreachable(lang).to_owned(),
            unanswered: words::share::progress_unreachable(lang).to_owned(),
        }
    }

    /// The item's page.
    pub fn item_href(&self) -> String {
        format!("/items/{}", self.item.id)
    }

    /// What stands beside a field; empty when nothing does.
    pub fn about(&self, field: &FieldPath) -> String {
        let said = self.problem.as_ref().map(|problem| words::localize(self.scope.lang, problem));
        let fields = said.map(|said| said.fields).unwrap_or_default();
        fields.into_iter().find(|(about, _)| *about == *field).map(|(_, text)| text).unwrap_or_default()
    }

    /// What joins the problem to the log.
    pub fn reference(&self) -> Option<String> {
        self.problem.as_ref().and_then(|problem| problem.reference.as_ref()).map(ToString::to_string)
    }

    /// The problem, when it is about no field.
    pub fn of_no_field(&self) -> Option<&Problem> {
        self.problem.as_ref().filter(|problem| problem.fields.is_empty())
    }
}
