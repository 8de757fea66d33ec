//! What tells share forms apart.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::ShareForm;

/// Tells forms apart: equal for equal contents. Each part has its length before it.
///
/// Browsers end the lines of a text otherwise when they send a form themselves than when a script does: that makes no other form.
///
/// Hashes are stored. So what forms of earlier versions did not have comes in only where it is filled in: their hashes stay what they were.
pub(crate) fn hash(form: &ShareForm) -> String {
    let message = form.message.replace("\r\n", "\n");
    let first = [&form.item, &form.address, &form.person, &form.role, &form.name, &message, &form.language];
    let mut parts: Vec<&str> = first.into_iter().map(String::as_str).collect();
    parts.extend(Some(form.resend.as_str()).filter(|resend| !resend.is_empty()));
    let filled = form.attributes.iter().filter(|typed| !typed.value.is_empty());
    parts.extend(filled.flat_map(|typed| [typed.name.as_str(), typed.value.as_str()]));
    // Each has its name before it: a copy is no sponsor.
    if !form.recipients.is_empty() {
        parts.push("form.recipients");
        parts.extend(form.recipients.iter().map(String::as_str));
    }
    for (name, value) in [
        ("form.leave_out", &form.leave_out),
        ("form.copy", &form.copy),
        ("form.mail_way", &form.mail_way),
        ("form.sponsor", &form.sponsor),
        ("form.until", &form.until),
    ] {
        if !value.is_empty() {
            parts.extend([name, value.as_str()]);
        }
    }
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(context.finish())
}
