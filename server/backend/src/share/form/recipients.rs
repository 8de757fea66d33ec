//! The recipients of a share form: one in the fields that earlier versions had for it, several in a line each.

use contract::{ListedMailbox, Mailbox, ShareForm, TypedRecipient, parse_address_list};

/// The form with what was pasted put where it belongs: each address alone, as it will be shown and invited, and the name that stood beside it. What is no
/// address stays as it is. The only recipient is in `address`, `person`, `name` and `resend`, whichever way it came; of several, each has a line in
/// `recipients`, and those fields are empty but for `name`.
pub(crate) fn normalised(form: ShareForm) -> ShareForm {
    let mut all: Vec<_> = form.recipients.iter().map(|line| TypedRecipient::parse(line)).collect();
    all.extend(in_field(&form));
    all.retain(|typed| !is_blank(typed));
    let all: Vec<_> = all.into_iter().map(cleaned).collect();
    match all.as_slice() {
        [] => ShareForm { recipients: Vec::new(), ..form },
        // Not even space around a name is another form.
        [_] if form.recipients.is_empty() && Mailbox::parse(&form.address).is_err() => form,
        [only] => {
            let typed = Some(&form.name).filter(|name| !name.trim().is_empty());
            let name = typed.unwrap_or(&only.name).clone();
            let resend = resend(&form, only);
            let (address, person) = (only.text.clone(), only.person.clone());
            ShareForm { recipients: Vec::new(), address, person, name, resend, ..form }
        }
        many => ShareForm {
            recipients: many.iter().map(TypedRecipient::line).collect(),
            address: String::new(),
            person: String::new(),
            resend: String::new(),
            ..form
        },
    }
}

/// All recipients of a [`normalised`] form, in its order.
pub(crate) fn recipients(form: &ShareForm) -> Vec<TypedRecipient> {
    if !form.recipients.is_empty() {
        return form.recipients.iter().map(|line| TypedRecipient::parse(line)).collect();
    }
    Some(only(form)).filter(|typed| !is_blank(typed)).into_iter().collect()
}

/// The [`normalised`] form with its recipients as they are from now on: what was chosen, and turned away from, is in it. The name stays the form's.
pub(crate) fn with_recipients(form: ShareForm, recipients: &[TypedRecipient]) -> ShareForm {
    match recipients {
        [only] if form.recipients.is_empty() => {
            let resend = resend(&form, only);
            ShareForm { address: only.text.clone(), person: only.person.clone(), resend, ..form }
        }
        all => ShareForm { recipients: all.iter().map(TypedRecipient::line).collect(), ..form },
    }
}

/// Whom the fields of one recipient name.
fn only(form: &ShareForm) -> TypedRecipient {
    TypedRecipient {
        text: form.address.clone(),
        person: form.person.clone(),
        name: form.name.clone(),
        resend: !form.resend.is_empty(),
    }
}

/// What stands in the people field: one recipient, or a list of them.
fn in_field(form: &ShareForm) -> Vec<TypedRecipient> {
    // The name of the form is that of a recipient only where there are no others.
    let one = || vec![TypedRecipient { name: String::new(), ..only(form) }];
    if Mailbox::parse(&form.address).is_ok() {
        return one();
    }
    let listed = parse_address_list(&form.address);
    let addresses = listed.iter().filter(|entry| entry.mailbox.is_ok() && entry.repeats.is_none()).count();
    // Whoever was chosen was chosen for one address: a list that took its place means others. What is no list is somebody's address, as it is.
    let least = if form.person.trim().is_empty() { 1 } else { 2 };
    if listed.len() < 2 || addresses < least {
        return one();
    }
    let typed = |entry: ListedMailbox| match entry.mailbox {
        Ok(Mailbox { address, name }) => {
            TypedRecipient { name: name.unwrap_or_default(), ..TypedRecipient::of_text(address.as_str()) }
        }
        Err(_) => TypedRecipient::of_text(&entry.text),
    };
    listed.into_iter().map(typed).collect()
}

fn is_blank(typed: &TypedRecipient) -> bool {
    typed.text.trim().is_empty() && typed.person.trim().is_empty()
}

/// The address alone, and the name that stood beside it, if none was known.
fn cleaned(typed: TypedRecipient) -> TypedRecipient {
    let Ok(Mailbox { address, name }) = Mailbox::parse(&typed.text) else { return typed };
    let known = Some(typed.name).filter(|name| !name.trim().is_empty());
    TypedRecipient { text: address.into(), name: known.or(name).unwrap_or_default(), ..typed }
}

/// As it was sent, where it was: the text counts when forms are told apart.
fn resend(form: &ShareForm, only: &TypedRecipient) -> String {
    let sent = Some(&form.resend).filter(|sent| !sent.is_empty());
    if only.resend { sent.map_or_else(|| "1".to_owned(), Clone::clone) } else { String::new() }
}
