//! What a refusal means. Pure.
//!
//! Status, codes and the property that it is about decide. Messages are hints only, for "Create invitation" has no codes of its own: the
//! wordings are those that were observed.

use contract::{FieldPath, Problem, ProblemCode};
use graph::Refusal;

/// The longest reason that is shown.
const LONGEST_REASON: usize = 80;

/// Parts of the messages of refused invitations, in small letters. The first that fits decides.
const MESSAGES: [(&str, ProblemCode); 12] = [
    ("invitations not allowed", ProblemCode::PolicyForbids),
    ("not allowed to invite", ProblemCode::PolicyForbids),
    ("cross-tenant access", ProblemCode::CrossTenantBlocked),
    ("is a verified domain of this directory", ProblemCode::OwnDomain),
    ("blocked from signing in", ProblemCode::PersonBlocked),
    ("already exists in the directory", ProblemCode::AlreadyInside),
    ("group email address", ProblemCode::AddressOfGroup),
    ("non-external user already exists", ProblemCode::AddressTaken),
    ("insufficient privileges", ProblemCode::PermissionMissing),
    ("generic authorization exception", ProblemCode::PermissionMissing),
    ("domain", ProblemCode::DomainBlocked),
    ("address", ProblemCode::AddressRefused),
];
/// Names of properties that are also words of the language: they count only where the message calls them a property.
const ALSO_WORDS: [&str; 3] = ["mail", "identities", "surname"];

/// What a property of Graph is to the person at the form.
#[derive(Clone, Copy)]
enum Property {
    /// An address of the person.
    Address,
    /// The account behind the address.
    Account,
    Name,
    Message,
    Language,
    /// Where the guest lands.
    Landing,
}

/// The names of properties, in small letters ("invitation resource type", "user resource type"; `netId` and the rest of an account's keys
/// stand in no documentation, and in refusals).
const PROPERTIES: [(&str, Property); 25] = [
    ("inviteduseremailaddress", Property::Address),
    ("mail", Property::Address),
    ("proxyaddresses", Property::Address),
    ("othermails", Property::Address),
    ("userprincipalname", Property::Address),
    ("mailnickname", Property::Address),
    ("signinnames", Property::Address),
    ("primary smtp address", Property::Address),
    ("netid", Property::Account),
    ("livenetid", Property::Account),
    ("identities", Property::Account),
    ("useridentities", Property::Account),
    ("alternativesecurityids", Property::Account),
    ("alternativesecurityid", Property::Account),
    ("inviteduserdisplayname", Property::Name),
    ("displayname", Property::Name),
    ("givenname", Property::Name),
    ("surname", Property::Name),
    ("customizedmessagebody", Property::Message),
    ("invitedusermessageinfo", Property::Message),
    ("ccrecipients", Property::Message),
    ("messagelanguage", Property::Language),
    ("preferredlanguage", Property::Language),
    ("inviteredirecturl", Property::Landing),
    ("redirecturl", Property::Landing),
];

/// What the refusal means, beside the field that it is about.
pub(super) fn problem_of(refusal: &Refusal) -> Problem {
    if refusal.claims.is_some() {
        return Problem::new(ProblemCode::SignInAgain);
    }
    if refusal.says_itself("suspicious") {
        return Problem::new(ProblemCode::SuspiciousActivity);
    }
    if refusal.is_throttled() {
        return Problem::new(ProblemCode::DirectoryBusy);
    }
    match refusal.status {
        501 => unknown(refusal),
        408 | 500.. => Problem::new(ProblemCode::DirectoryTrouble),
        401 if refusal.says_itself("insufficient privileges") => Problem::new(ProblemCode::PermissionMissing),
        401 => Problem::new(ProblemCode::SignInAgain),
        _ => by_code(refusal)
            .map(Problem::new)
            .or_else(|| by_property(refusal))
            .or_else(|| by_message(refusal))
            .unwrap_or_else(|| unknown(refusal)),
    }
}

/// The code of the whole refusal ("Error codes and error handling" of the directory service). Conflicts are told by the property.
fn by_code(refusal: &Refusal) -> Option<ProblemCode> {
    let code = refusal.code.to_ascii_lowercase();
    let code = match code.as_str() {
        "authorization_identitynotfound" | "authorization_identitydisabled" => ProblemCode::NotAllowed,
        "directory_concurrencyviolation" | "directory_replicaunavailable" | "directory_objectnotfound" => {
            ProblemCode::DirectoryTrouble
        }
        code if code.starts_with("directory_bindingredirection") => ProblemCode::DirectoryTrouble,
        code if code.starts_with("authorization_") && refusal.status == 403 => ProblemCode::PermissionMissing,
        code if code.contains("quota") => whose_quota(refusal),
        _ if refusal.says_itself("quota") => whose_quota(refusal),
        _ => return None,
    };
    Some(code)
}

/// A person who is no administrator may make a number of objects; the tenant holds a number of them ("Microsoft Entra service limits").
fn whose_quota(refusal: &Refusal) -> ProblemCode {
    if refusal.says_itself("principal") { ProblemCode::OwnQuotaExceeded } else { ProblemCode::QuotaExceeded }
}

/// The property that the refusal is about: either its value cannot be, or somebody else has it.
fn by_property(refusal: &Refusal) -> Option<Problem> {
    let mut named = refusal.details.iter().map(|detail| detail.target.to_ascii_lowercase());
    let known = named.find_map(|name| known_property(&name));
    let property = known.or_else(|| property_in_message(&refusal.message));
    let problem = match property {
        None if is_conflict(refusal) => Problem::of_field(FieldPath::ADDRESS, ProblemCode::AddressTaken),
        None => return None,
        Some(Property::Account) => Problem::of_field(FieldPath::ADDRESS, ProblemCode::AccountTaken),
        Some(Property::Address) if is_conflict(refusal) => {
            Problem::of_field(FieldPath::ADDRESS, ProblemCode::AddressTaken)
        }
        Some(Property::Address) => Problem::of_field(FieldPath::ADDRESS, ProblemCode::AddressRefused),
        Some(Property::Name) => Problem::of_field(FieldPath::NAME, ProblemCode::ValueRefused),
        Some(Property::Message) => Problem::of_field(FieldPath::MESSAGE, ProblemCode::ValueRefused),
        Some(Property::Language) => Problem::of_field(FieldPath::LANGUAGE, ProblemCode::ValueRefused),
        Some(Property::Landing) => Problem::new(ProblemCode::ItemRefused),
    };
    Some(problem)
}

fn is_conflict(refusal: &Refusal) -> bool {
    let code = |code: &str| {
        matches!(code, "ObjectConflict" | "ConflictingObjects" | "Request_MultipleObjectsWithSameKeyValue")
    };
    code(&refusal.code)
        || refusal.details.iter().any(|detail| code(&detail.code))
        || ["conflicting object", "same value for property"].iter().any(|words| refusal.says_itself(words))
}

fn known_property(name: &str) -> Option<Property> {
    let name = name.rsplit(['/', '.']).next().unwrap_or(name);
    PROPERTIES.iter().find(|(known, _)| *known == name).map(|(_, property)| *property)
}

/// The name that stands behind the word "property", in quotation marks or not; else a word of the message that is the name of a property
/// and no word of the language.
fn property_in_message(message: &str) -> Option<Property> {
    let message = message.to_ascii_lowercase();
    let trimmed = |word: &str| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    let words: Vec<String> = message.split_whitespace().map(trimmed).collect();
    let after = words.iter().zip(words.iter().skip(1));
    let mut named =
        after.filter(|(word, _)| matches!(word.as_str(), "property" | "properties" | "parameter"));
    let named = named.find_map(|(_, name)| known_property(name));
    let alone = || {
        let mut terms = words.iter().filter(|word| !ALSO_WORDS.contains(&word.as_str()));
        terms.find_map(|word| known_property(word))
    };
    let phrase = || message.contains("primary smtp address").then_some(Property::Address);
    named.or_else(alone).or_else(phrase)
}

fn by_message(refusal: &Refusal) -> Option<Problem> {
    let message = refusal.message.to_ascii_lowercase();
    let code = MESSAGES.iter().find(|(part, _)| message.contains(part)).map(|(_, code)| *code)?;
    Some(beside_address(code))
}

/// The problem with this code: beside the address where it is about that.
fn beside_address(code: ProblemCode) -> Problem {
    match code {
        ProblemCode::AddressRefused
        | ProblemCode::AccountTaken
        | ProblemCode::AddressOfGroup
        | ProblemCode::AddressTaken
        | ProblemCode::OwnDomain
        | ProblemCode::PersonBlocked
        | ProblemCode::AlreadyInside
        | ProblemCode::DomainBlocked
        | ProblemCode::CrossTenantBlocked => Problem::of_field(FieldPath::ADDRESS, code),
        _ => Problem::new(code),
    }
}

/// What is known is shown: status, code and property. A message may name people.
fn unknown(refusal: &Refusal) -> Problem {
    let targets =
        refusal.details.iter().map(|detail| detail.target.as_str()).filter(|target| is_name(target));
    let about: Vec<&str> = targets.take(2).collect();
    let code = if is_name(&refusal.code) { refusal.code.as_str() } else { "" };
    let mut reason = format!("{} {code}", refusal.status).trim_end().to_owned();
    if !about.is_empty() {
        reason = format!("{reason} ({})", about.join(", "));
    }
    let reason = Some(reason).filter(|reason| reason.len() <= LONGEST_REASON);
    Problem { reason, ..Problem::new(ProblemCode::DirectoryRefused) }
}

/// Whether the text is a name that a program gave, and so holds nothing of anybody.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 60
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}
