//! The state of the share form: empty, or with the values of a draft.

use std::hash::{DefaultHasher, Hash, Hasher};

use contract::{
    AskedAttribute, Draft, FieldPath, FormDefaults, FormOptions, Item, ItemView, JudgedRecipient, Language,
    Light, MailWay, Problem, ProblemCode, RECIPIENTS_LIMIT, RoleName, ShareForm, TypedRecipient,
};
use islands::responses::{ChipResponse, ProblemBody};
use islands::share::ShareStart;

use super::texts::texts;
use crate::calls::recipients::{chips, repeated, unjudged_chip, written};
use crate::calls::response::problem_body;
use crate::document::sprite;
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
    /// The values typed before. Its recipients are in `chips`, but for the one who stands in the people field.
    pub typed: ShareForm,
    /// Why the form was rejected.
    pub problem: Option<Problem>,
    /// The recipients of a form that came back, each once.
    pub chips: Vec<ChipResponse>,
    /// What is said of those who stood there twice; empty if nobody did.
    pub repeated: String,
    /// Who writes to the person, unless another way is chosen.
    pub mail_way: MailWay,
    /// What the form offers besides, by the settings.
    pub options: FormOptions,
    /// The attributes that somebody new is asked for.
    pub asked: Vec<AskedAttribute>,
    /// The roles that let no new guest in.
    pub unassigned_roles: Vec<RoleName>,
    /// Whether the inviter has no mail address, so that a mail of Microsoft's will lack the message.
    pub lacks_mailbox: bool,
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
        let (mut typed, problem, judged) = draft.map_or_else(
            || (first(), None, Vec::new()),
            |(form, draft)| (form, draft.problem, draft.recipients),
        );
        let repeated = repeated(context, &judged);
        let chips = take_recipients(context, &mut typed, &judged);
        view.item.id.as_str().clone_into(&mut typed.item);
        settle_texts(&mut typed, defaults, context.lang);
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
            chips,
            repeated,
            mail_way: defaults.mail_way,
            options: defaults.options.clone(),
            asked: defaults.asked.clone(),
            unassigned_roles: defaults.unassigned_roles.clone(),
            lacks_mailbox: context.signed_in.as_ref().is_some_and(|caller| !caller.has_mail),
        }
    }

    /// The start data of the island.
    pub fn start(&self) -> ShareStart {
        ShareStart {
            open: self.open,
            problem: self.start_problem(),
            chips: self.chips.clone(),
            sprite: sprite(),
            keep: self.keep(),
            texts: texts(&self.context),
        }
    }

    /// The problem without what the chips say themselves.
    fn start_problem(&self) -> Option<ProblemBody> {
        let problem = self.problem.as_ref()?;
        let mut body = problem_body(self.context.lang, problem);
        if !self.chips.is_empty() {
            body.fields.retain(|about| !is_of_recipient(&about.field));
        }
        (self.form_problem().is_some() || !body.fields.is_empty()).then_some(body)
    }

    /// Another name for each person and item. It tells nobody whose it is.
    fn keep(&self) -> String {
        let mut hasher = DefaultHasher::new();
        if let Some(caller) = &self.context.signed_in {
            caller.tenant.hash(&mut hasher);
            caller.user.hash(&mut hasher);
        }
        self.item.id.hash(&mut hasher);
        format!("share-{:016x}", hasher.finish())
    }

    /// How many of the recipients come from outside, as far as that is known.
    pub fn outside_count(&self) -> u64 {
        let outside = self.chips.iter().filter(|chip| chip.outside);
        u64::try_from(outside.count()).unwrap_or(u64::MAX)
    }

    /// The item's page.
    pub fn item_href(&self) -> String {
        format!("/items/{}", self.item.id)
    }

    /// The error of a field; empty if there is none, or if it is said of a recipient in the list.
    pub fn field_problem(&self, field: &FieldPath) -> String {
        if !self.chips.is_empty() && is_of_recipient(field.as_str()) {
            return String::new();
        }
        let localized = self.problem.as_ref().map(|problem| words::localize(self.context.lang, problem));
        let fields = localized.map(|localized| localized.fields).unwrap_or_default();
        fields.into_iter().find(|(about, _)| *about == *field).map(|(_, text)| text).unwrap_or_default()
    }

    /// The reference id of the problem.
    pub fn reference(&self) -> Option<String> {
        self.problem.as_ref().and_then(|problem| problem.reference.as_ref()).map(ToString::to_string)
    }

    /// The problem, if it is about no field, or about more recipients than one.
    pub fn form_problem(&self) -> Option<&Problem> {
        let is_of_form =
            |problem: &&Problem| problem.fields.is_empty() || problem.code == ProblemCode::CheckRecipients;
        self.problem.as_ref().filter(is_of_form)
    }
}

/// The language that the form begins with, where it has none; and the administrator's own message and language in the place of any other: nobody has typed
/// them, so a form that was kept for its sender has neither. `own` is the language of the inviter's pages.
fn settle_texts(typed: &mut ShareForm, defaults: &FormDefaults, own: Language) {
    if defaults.options.fixed_message {
        typed.message = defaults.message.clone().unwrap_or_default();
    }
    if defaults.options.fixed_language || typed.language.is_empty() {
        defaults.language.unwrap_or(own).tag().clone_into(&mut typed.language);
    }
}

/// Whether a field is one of a recipient: by itself where the form has but one, else by its place.
fn is_of_recipient(field: &str) -> bool {
    field == FieldPath::ADDRESS.as_str()
        || field == FieldPath::PERSON.as_str()
        || field.starts_with("recipients[")
}

/// Takes the recipients out of a form that came back, as chips. A single one whom nobody can be sent to as typed stays in the field, where it is mended.
fn take_recipients(
    context: &RequestContext,
    typed: &mut ShareForm,
    judged: &[JudgedRecipient],
) -> Vec<ChipResponse> {
    let lines = std::mem::take(&mut typed.recipients);
    match judged {
        [] => {
            let mut all: Vec<TypedRecipient> = lines.iter().map(|line| TypedRecipient::parse(line)).collect();
            all.extend(chosen_in_field(typed));
            leave_in_field(typed, &mut all);
            all.iter().map(unjudged_chip).collect()
        }
        [only] if stays_in_field(only) => {
            put_into_field(typed, &only.typed);
            Vec::new()
        }
        _ => {
            typed.address.clear();
            typed.person.clear();
            chips(context, judged)
        }
    }
}

/// The address of the only recipient of a form, with the name that stood beside it, unless the field has what was typed.
fn put_into_field(typed: &mut ShareForm, only: &TypedRecipient) {
    if !typed.address.is_empty() {
        return;
    }
    typed.address.clone_from(&only.text);
    if typed.name.is_empty() {
        typed.name.clone_from(&only.name);
    }
}

/// Whoever was chosen for the address in the field.
fn chosen_in_field(typed: &mut ShareForm) -> Option<TypedRecipient> {
    if typed.person.is_empty() {
        return None;
    }
    let resend = !typed.resend.is_empty();
    let (text, person) = (std::mem::take(&mut typed.address), std::mem::take(&mut typed.person));
    Some(TypedRecipient { text, person, name: String::new(), resend })
}

/// Whoever has no place in one form stays in the field, for a second one: a list may have more entries than a page can draw.
fn leave_in_field(typed: &mut ShareForm, all: &mut Vec<TypedRecipient>) {
    let beyond = all.split_off(all.len().min(RECIPIENTS_LIMIT));
    if beyond.is_empty() {
        return;
    }
    let field = Some(std::mem::take(&mut typed.address)).filter(|text| !text.trim().is_empty());
    let beyond = beyond.iter().map(|typed| written(&typed.name, &typed.text));
    typed.address = field.into_iter().chain(beyond).collect::<Vec<_>>().join(", ");
}

/// Whether nothing but typing it otherwise helps.
fn stays_in_field(judged: &JudgedRecipient) -> bool {
    judged.light == Light::Red && judged.candidates.is_empty() && judged.person.is_none()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
