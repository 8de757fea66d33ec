//! Posting to a server function as a form would, and reading JSON.

use super::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, HtmlFormElement, RequestInit, Response, UrlSearchParams};

use super::Answer;

/// No answer that could be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nothing came back: offline, or the server is away.
    Unreachable,
    /// The session is over; the plain form knows the way.
    SignedOut,
}

/// Longer than the server takes for its slowest answer, in milliseconds.
const PATIENCE_MS: u32 = 35_000;

/// Posts one or more fields.
pub async fn ask(url: &str, fields: &[(&str, &str)]) -> Result<Answer, Failure> {
    let body = UrlSearchParams::new().map_err(|_| Failure::Unreachable)?;
    for (name, value) in fields {
        body.append(name, value);
    }
    send(url, &body).await
}

/// Posts a whole form, to where it would go by itself.
pub async fn ask_with(form: &HtmlFormElement) -> Result<Answer, Failure> {
    let data = web_sys::FormData::new_with_form(form).map_err(|_| Failure::Unreachable)?;
    let body = UrlSearchParams::new_with_record_from_str_to_str(data.unchecked_ref::<js_sys::Object>())
        .or_else(|_| UrlSearchParams::new_with_str_sequence_sequence(data.as_ref()))
        .map_err(|_| Failure::Unreachable)?;
    send(&form.action(), &body).await
}

async fn send(url: &str, body: &UrlSearchParams) -> Result<Answer, Failure> {
    request(url, body)
        .await
        .map_err(|_| Failure::Unreachable)
        .and_then(|(status, answer)| if status == 401 { Err(Failure::SignedOut) } else { Ok(answer) })
}

async fn request(url: &str, body: &UrlSearchParams) -> Result<(u16, Answer), JsValue> {
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
    Ok((response.status(), Answer::new(json)))
}
