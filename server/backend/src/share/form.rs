//! The share form: from what was typed to what we can work with.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{
    EmailAddress, EntraUserId, FieldPath, FieldProblem, IdempotencyKey, Language, MESSAGE_LIMIT, NAME_LIMIT,
    ParseEmailError, Problem, ProblemCode, RoleName, ShareForm,
};

/// A share form that can be worked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValidatedShare {
    pub(crate) address: EmailAddress,
    pub(crate) person: Option<EntraUserId>,
    pub(crate) role: RoleName,
    pub(crate) name: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) language: Language,
    pub(crate) key: IdempotencyKey,
}

/// Parses the form for an item with these roles; says everything that is wrong at once. `own` is the inviter's language.
pub(crate) fn parse(form: &ShareForm, roles: &[RoleName], own: Language) -> Result<ValidatedShare, Problem> {
    let mut wrong = Vec::new();
    let mut refuse = |field, code| wrong.push(FieldProblem { field, code });
    let address = address(&form.address).map_err(|code| refuse(FieldPath::ADDRESS, code)).ok();
    let person = person(&form.person).map_err(|code| refuse(FieldPath::PERSON, code)).ok();
    let role = role(&form.role, roles).map_err(|code| refuse(FieldPath::ROLE, code)).ok();
    let name = text(&form.name, NAME_LIMIT, "", ProblemCode::NameTooLong);
    let name = name.map_err(|code| refuse(FieldPath::NAME, code)).ok();
    let message = text(&form.message, MESSAGE_LIMIT, "\n\t", ProblemCode::MessageTooLong);
    let message = message.map_err(|code| refuse(FieldPath::MESSAGE, code)).ok();
    let language = language(&form.language, own).map_err(|code| refuse(FieldPath::LANGUAGE, code)).ok();
    if let Some(first) = wrong.first().map(|first| first.code) {
        return Err(Problem { fields: wrong, ..Problem::new(first) });
    }
    let key = IdempotencyKey::parse(&form.key).ok();
    let validated = || {
        let (address, person, role, language) = (address?, person?, role?, language?);
        Some(ValidatedShare { address, person, role, name: name?, message: message?, language, key: key? })
    };
    validated().ok_or(Problem::new(ProblemCode::BadForm))
}

fn address(text: &str) -> Result<EmailAddress, ProblemCode> {
    EmailAddress::parse(text).map_err(|refusal| match refusal {
        ParseEmailError::Missing => ProblemCode::AddressMissing,
        ParseEmailError::Malformed => ProblemCode::AddressMalformed,
    })
}

fn person(text: &str) -> Result<Option<EntraUserId>, ProblemCode> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    EntraUserId::parse(text).map(Some).map_err(|_| ProblemCode::PersonGone)
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
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(context.finish())
}

#[cfg(test)]
mod tests;
