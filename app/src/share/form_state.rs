//! The state of the share form: empty, or with the values of a draft.

use contract::{
    AskedAttribute, Draft, FieldPath, Item, ItemView, MailWay, PersonMatch, Problem, RoleName, ShareForm,
};
use islands::share::ShareStart;

use crate::calls::people::{match_response, standing_of};
use crate::calls::response::problem_body;
use crate::request::RequestContext;

/// The state of the share form.
#[derive(Clone)]
pub(crate) struct ShareFormState {
    /// The request.
    pub context: RequestContext,
    /// The item.
    pub item: Item,
    /// The roles of its kind, weakest first.
    pub roles: Vec<RoleName>,
    /// Whether the dialog is rendered open, as on the share page.
    pub open: bool,
    /// The values typed before.
    pub typed: ShareForm,
    /// Why the form was rejected.
    pub problem: Option<Problem>,
    /// The people who may be meant.
    pub matches: Vec<PersonMatch>,
    /// The person who was chosen before.
    pub chosen: Option<PersonMatch>,
    /// Who writes to the person.
    pub mail_way: MailWay,
    /// The attributes that somebody new is asked for.
    pub asked: Vec<AskedAttribute>,
    /// The roles that let no new guest in.
    pub unassigned_roles: Vec<RoleName>,
    /// Whether Microsoft's mail will lack the message, because the inviter has no mail address.
    pub drops_message: bool,
}

impl ShareFormState {
    /// The form of an item, with the values of a draft.
    pub fn new(
        context: &RequestContext,
        view: &ItemView,
        draft: Option<(ShareForm, Draft)>,
        open: bool,
    ) -> Self {
        let defaults = &view.form_defaults;
        let first =
            || ShareForm { message: defaults.message.clone().unwrap_or_default(), ..ShareForm::default() };
        let (mut typed, problem, matches, chosen) = draft.map_or_else(
            || (first(), None, Vec::new(), None),
            |(form, draft)| (form, draft.problem, draft.matches, draft.chosen),
        );
        view.item.id.as_str().clone_into(&mut typed.item);
        if typed.language.is_empty() {
            defaults.language.unwrap_or(context.lang).tag().clone_into(&mut typed.language);
        }
        if let Some(person) = &chosen {
            person.address.clone_into(&mut typed.address);
        }
        typed.key = (context.ports.new_key)();
        let sender = context.signed_in.as_ref().map(|caller| context.ports.account.form_sender(caller));
        typed.sender = sender.unwrap_or_default();
        Self {
            context: context.clone(),
            item: view.item.clone(),
            roles: view.roles.clone(),
            open,
            typed,
            problem,
            matches,
            chosen,
            mail_way: defaults.mail_way,
            asked: defaults.asked.clone(),
            unassigned_roles: defaults.unassigned_roles.clone(),
            drops_message: defaults.mail_way == MailWay::Microsoft
                && context.signed_in.as_ref().is_some_and(|caller| !caller.has_mail),
        }
    }

    /// The start data of the island.
    pub fn start(&self) -> ShareStart {
        let (lang, product) = (self.context.lang, self.context.product_name());
        ShareStart {
            open: self.open,
            problem: self.problem.as_ref().map(|problem| problem_body(lang, problem)),
            chosen: self.chosen.clone().map(|chosen| match_response(lang, chosen)),
            candidates: self.matches.iter().cloned().map(|found| match_response(lang, found)).collect(),
            unreachable: words::share::unreachable(lang, product),
            unanswered: words::share::progress_unreachable(lang, product),
        }
    }

    /// Whether the form asks who of the directory is meant: then no mail goes out.
    pub fn asks_who(&self) -> bool {
        !self.matches.is_empty()
    }

    /// For whom the form is.
    pub fn audience(&self) -> &'static str {
        let people = self.chosen.iter().chain(&self.matches);
        islands::share::audience(people.map(standing_of))
    }

    /// The item's page.
    pub fn item_href(&self) -> String {
        format!("/items/{}", self.item.id)
    }

    /// The error of a field; empty if there is none.
    pub fn field_problem(&self, field: &FieldPath) -> String {
        let localized = self.problem.as_ref().map(|problem| words::localize(self.context.lang, problem));
        let fields = localized.map(|localized| localized.fields).unwrap_or_default();
        fields.into_iter().find(|(about, _)| *about == *field).map(|(_, text)| text).unwrap_or_default()
    }

    /// The reference id of the problem.
    pub fn reference(&self) -> Option<String> {
        self.problem.as_ref().and_then(|problem| problem.reference.as_ref()).map(ToString::to_string)
    }

    /// The problem, if it is about no field.
    pub fn form_problem(&self) -> Option<&Problem> {
        self.problem.as_ref().filter(|problem| problem.fields.is_empty())
    }
}
