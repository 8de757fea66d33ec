//! The share form: from what was typed to what we can work with.

mod hash;
mod recipients;

use std::collections::BTreeMap;

use contract::{
    EmailAddress, EntraUserId, FieldPath, FieldProblem, IdempotencyKey, Language, MESSAGE_LIMIT, NAME_LIMIT,
    Problem, ProblemCode, RECIPIENTS_LIMIT, RoleName, ShareForm, TypedRecipient,
};
use graph::AttributeName;

use super::attributes::{self, AskedAttributes};
use super::options::ShareOptions;

pub(crate) use hash::hash;
pub(crate) use recipients::{normalised, recipients, with_recipients};

/// A share form that can be worked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValidatedShare {
    /// At least one, in the order of the form. An object id that is none is left out: the address is meant then.
    pub(crate) recipients: Vec<TypedRecipient>,
    pub(crate) role: RoleName,
    /// The name of the one new guest beside whose address none stands.
    pub(crate) name: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) language: Language,
    pub(crate) key: IdempotencyKey,
    /// What was typed of the attributes that the form asks for.
    pub(crate) attributes: BTreeMap<AttributeName, String>,
    /// Recipients who may not be sent to do not keep the others back.
    pub(crate) leave_out: bool,
    pub(crate) options: ShareOptions,
}

/// Parses a [`normalised`] form for an item with these roles; says everything that is wrong at once. `own` is the inviter's language, `options` what
/// [`options::parse`](super::options::parse) has said. Of several recipients, each is judged by itself, also whether its address is one.
pub(super) fn parse(
    form: &ShareForm,
    roles: &[RoleName],
    own: Language,
    asked: &AskedAttributes<'_>,
    (options, wrong_options): (ShareOptions, Vec<FieldProblem>),
) -> Result<ValidatedShare, Problem> {
    let mut wrong = Vec::new();
    let mut refuse = |field, code| wrong.push(FieldProblem { field, code });
    let (recipients, wrong_recipients) = parsed_recipients(form);
    for FieldProblem { field, code } in wrong_recipients {
        refuse(field, code);
    }
    let role = role(&form.role, roles).map_err(|code| refuse(FieldPath::ROLE, code)).ok();
    let name = guest_name(&form.name).map_err(|code| refuse(FieldPath::NAME, code)).ok();
    let message = text(&form.message, MESSAGE_LIMIT, "\n\t", ProblemCode::MessageTooLong);
    let message = message.map_err(|code| refuse(FieldPath::MESSAGE, code)).ok();
    let language = language(&form.language, own).map_err(|code| refuse(FieldPath::LANGUAGE, code)).ok();
    let (attributes, wrong_attributes) = attributes::parse(form, asked);
    // The fields are not shown once all recipients are people of the directory.
    if recipients.iter().any(|typed| typed.person.is_empty()) {
        wrong.extend(wrong_attributes);
    }
    wrong.extend(wrong_options);
    if let Some(first) = wrong.first().map(|first| first.code) {
        return Err(Problem { fields: wrong, ..Problem::new(first) });
    }
    let key = IdempotencyKey::parse(&form.key).ok();
    let leave_out = !form.leave_out.is_empty();
    let validated = || {
        let (name, message, key) = (name?, message?, key?);
        let (role, language) = (role?, language?);
        Some(ValidatedShare {
            recipients: named(recipients, form, name.as_deref()),
            role,
            name,
            message,
            language,
            key,
            attributes,
            leave_out,
            options,
        })
    };
    validated().ok_or(Problem::new(ProblemCode::BadForm))
}

/// The recipients, and what is wrong with all of them, with the only one, or with a name.
fn parsed_recipients(form: &ShareForm) -> (Vec<TypedRecipient>, Vec<FieldProblem>) {
    let mut typed = recipients(form);
    for typed in &mut typed {
        // Who was chosen is bound by the object id: nothing about the address stops that.
        let person = EntraUserId::parse(typed.person.trim()).ok();
        typed.person = person.map(String::from).unwrap_or_default();
    }
    let mut wrong = Vec::new();
    let mut refuse = |field, code| wrong.push(FieldProblem { field, code });
    match typed.as_slice() {
        [] => refuse(FieldPath::ADDRESS, ProblemCode::AddressMissing),
        [only] => {
            if let (Err(reason), true) = (EmailAddress::parse(&only.text), only.person.is_empty()) {
                refuse(FieldPath::ADDRESS, reason.into());
            }
        }
        many if many.len() > RECIPIENTS_LIMIT => {
            refuse(FieldPath::RECIPIENTS, ProblemCode::TooManyRecipients);
        }
        many => {
            for (at, typed) in many.iter().enumerate() {
                if let Err(code) = guest_name(&typed.name) {
                    refuse(FieldPath::RECIPIENTS.at(at).join(&FieldPath::NAME), code);
                }
            }
        }
    }
    (typed, wrong)
}

/// Each with its name as it can be stored: that of the only one is the form's.
fn named(recipients: Vec<TypedRecipient>, form: &ShareForm, name: Option<&str>) -> Vec<TypedRecipient> {
    let is_one = form.recipients.is_empty();
    let named = |typed: TypedRecipient| {
        let own = if is_one { name.map(str::to_owned) } else { guest_name(&typed.name).ok().flatten() };
        TypedRecipient { name: own.unwrap_or_default(), ..typed }
    };
    recipients.into_iter().map(named).collect()
}

fn guest_name(typed: &str) -> Result<Option<String>, ProblemCode> {
    text(typed, NAME_LIMIT, "", ProblemCode::NameTooLong)
}

fn role(text: &str, roles: &[RoleName]) -> Result<RoleName, ProblemCode> {
    let role = RoleName::parse(text.trim()).ok().filter(|role| roles.contains(role));
    role.ok_or(ProblemCode::RoleUnknown)
}

fn language(tag: &str, own: Language) -> Result<Language, ProblemCode> {
    if tag.trim().is_empty() {
        return Ok(own);
    }
    Language::from_tag(tag).ok_or(ProblemCode::BadForm)
}

/// The text, if there is any, without space around it and without control characters but `allowed` ones. A line end counts as one character,
/// as browsers count it, although they send two.
fn text(
    typed: &str,
    limit: usize,
    allowed: &str,
    too_long: ProblemCode,
) -> Result<Option<String>, ProblemCode> {
    let typed = typed.replace("\r\n", "\n");
    let kept: String = typed.chars().filter(|c| !c.is_control() || allowed.contains(*c)).collect();
    let text = kept.trim();
    if text.chars().count() > limit {
        return Err(too_long);
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests;
