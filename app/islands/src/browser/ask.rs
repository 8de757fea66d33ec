//! Posting to a server function as a form would, and reading JSON.

use super::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, HtmlFormElement, RequestInit, Response, UrlSearchParams};

use crate::answers::{ProblemBody, Reply};
use crate::wire::Read;

/// Not what was asked for.
pub enum Failure {
    /// Nothing came back: offline, or the server is away.
    Unreachable,
    /// The session is over; the plain form knows the way.
    SignedOut,
    /// The server says why.
    Problem(ProblemBody),
}

/// Longer than the server takes for its slowest answer, in milliseconds.
const PATIENCE_MS: u32 = 35_000;

/// Posts fields; a name may come several times.
pub async fn ask<T: Read>(url: &str, fields: &[(&str, &str)]) -> Result<T, Failure> {
    let body = UrlSearchParams::new().map_err(|_| Failure::Unreachable)?;
    for (name, value) in fields {
        body.append(name, value);
    }
    send(url, &body).await
}

/// Posts a whole form, to where it would go by itself.
pub async fn ask_with<T: Read>(form: &HtmlFormElement) -> Result<T, Failure> {
    let data = web_sys::FormData::new_with_form(form).map_err(|_| Failure::Unreachable)?;
    let body = UrlSearchParams::new_with_record_from_str_to_str(data.unchecked_ref::<js_sys::Object>())
        .or_else(|_| UrlSearchParams::new_with_str_sequence_sequence(data.as_ref()))
        .map_err(|_| Failure::Unreachable)?;
    send(&form.action(), &body).await
}

async fn send<T: Read>(url: &str, body: &UrlSearchParams) -> Result<T, Failure> {
    let (status, json) = request(url, body).await.map_err(|_| Failure::Unreachable)?;
    if status == 401 {
        return Err(Failure::SignedOut);
    }
    match Reply::read(&json) {
        Reply::Answer(answer) if (200..300).contains(&status) => Ok(answer),
        // A request that the server could not read, or something between us that answers for it.
        Reply::Answer(_) => Err(Failure::Unreachable),
        Reply::Trouble { trouble } => Err(Failure::Problem(trouble)),
    }
}

async fn request(url: &str, body: &UrlSearchParams) -> Result<(u16, JsValue), JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(body);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?.dyn_into()?;
    let json = JsFuture::from(response.json()?).await?;
    Ok((response.status(), json))
}
