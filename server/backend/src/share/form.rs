//! The share form: from what was typed to what we can work with.

use std::collections::BTreeMap;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{
    EmailAddress, EntraUserId, FieldPath, FieldProblem, IdempotencyKey, Language, MESSAGE_LIMIT, Mailbox,
    NAME_LIMIT, Problem, ProblemCode, RoleName, ShareForm,
};
use graph::AttributeName;

use super::attributes::{self, AskedAttributes};

/// A share form that can be worked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValidatedShare {
    /// `None` only if a person was chosen: the directory may have people without one.
    pub(crate) address: Option<EmailAddress>,
    pub(crate) person: Option<EntraUserId>,
    pub(crate) role: RoleName,
    pub(crate) name: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) language: Language,
    pub(crate) key: IdempotencyKey,
    /// A guest who has not accepted yet gets a new invitation.
    pub(crate) resend: bool,
    /// What was typed of the attributes that the form asks for.
    pub(crate) attributes: BTreeMap<AttributeName, String>,
}

/// The form with what was pasted put where it belongs: the address alone, as it will be shown and invited, and the name that stood beside it, if
/// none was typed. What is no address stays as it is.
pub(crate) fn normalised(form: ShareForm) -> ShareForm {
    let Ok(Mailbox { address, name }) = Mailbox::parse(&form.address) else { return form };
    let typed = Some(form.name).filter(|name| !name.trim().is_empty());
    ShareForm { address: address.into(), name: typed.or(name).unwrap_or_default(), ..form }
}

/// Parses the form for an item with these roles; says everything that is wrong at once. `own` is the inviter's language.
pub(super) fn parse(
    form: &ShareForm,
    roles: &[RoleName],
    own: Language,
    asked: &AskedAttributes<'_>,
) -> Result<ValidatedShare, Problem> {
    let mut wrong = Vec::new();
    let mut refuse = |field, code| wrong.push(FieldProblem { field, code });
    // Who was chosen is bound by the object id: nothing about the address stops that.
    let person = EntraUserId::parse(form.person.trim()).ok();
    let address = EmailAddress::parse(&form.address);
    if let (Err(reason), None) = (&address, &person) {
        refuse(FieldPath::ADDRESS, (*reason).into());
    }
    let address = address.ok();
    let role = role(&form.role, roles).map_err(|code| refuse(FieldPath::ROLE, code)).ok();
    let name = text(&form.name, NAME_LIMIT, "", ProblemCode::NameTooLong);
    let name = name.map_err(|code| refuse(FieldPath::NAME, code)).ok();
    let message = text(&form.message, MESSAGE_LIMIT, "\n\t", ProblemCode::MessageTooLong);
    let message = message.map_err(|code| refuse(FieldPath::MESSAGE, code)).ok();
    let language = language(&form.language, own).map_err(|code| refuse(FieldPath::LANGUAGE, code)).ok();
    let (attributes, wrong_attributes) = attributes::parse(form, asked);
    // The fields are not shown once somebody of the directory is chosen.
    if person.is_none() {
        wrong.extend(wrong_attributes);
    }
    if let Some(first) = wrong.first().map(|first| first.code) {
        return Err(Problem { fields: wrong, ..Problem::new(first) });
    }
    let key = IdempotencyKey::parse(&form.key).ok();
    let resend = !form.resend.is_empty();
    let validated = || {
        let (name, message, key) = (name?, message?, key?);
        let (role, language) = (role?, language?);
        Some(ValidatedShare { address, person, role, name, message, language, key, resend, attributes })
    };
    validated().ok_or(Problem::new(ProblemCode::BadForm))
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

/// Tells forms apart: equal for equal contents. Each part has its length before it.
pub(crate) fn hash(form: &ShareForm) -> String {
    let parts =
        [&form.item, &form.address, &form.person, &form.role, &form.name, &form.message, &form.language];
    let mut context = digest::Context::new(&digest::SHA256);
    let resend = Some(&form.resend).filter(|resend| !resend.is_empty());
    // What nobody filled in was not asked for when earlier forms were stored.
    let filled = form.attributes.iter().filter(|typed| !typed.value.is_empty());
    let attributes = filled.flat_map(|typed| [&typed.name, &typed.value]);
    for part in parts.into_iter().chain(resend).chain(attributes) {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(context.finish())
}

#[cfg(test)]
mod tests;
