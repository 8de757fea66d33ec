//! Posts to server functions as a form does, and reads JSON.

use std::pin::Pin;

use super::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, HtmlFormElement, RequestInit, Response, UrlSearchParams};

use crate::endpoints::OUTDATED_FORM;
use crate::responses::{PROBLEM, ProblemBody};
use crate::wire::{FromJson, field};

/// Why a request failed.
pub enum RequestError {
    /// No response: the browser is offline, or the server is down.
    Unreachable,
    /// The session has ended; the plain form leads to the sign-in. Or the form is outdated; the plain form leads to the current one.
    SignedOut,
    /// The server rejected the request.
    Problem(ProblemBody),
}

/// The timeout, in milliseconds: longer than the slowest response of the server.
const TIMEOUT_MS: u32 = 35_000;

/// Posts fields; a name may come several times.
pub async fn post<T: FromJson>(url: &str, fields: &[(&str, &str)]) -> Result<T, RequestError> {
    let body = UrlSearchParams::new().map_err(|_| RequestError::Unreachable)?;
    for (name, value) in fields {
        body.append(name, value);
    }
    post_fields(url, &body).await
}

/// Posts the fields of a form.
pub async fn post_form_to<T: FromJson>(url: &str, form: &HtmlFormElement) -> Result<T, RequestError> {
    let body = form_fields(form).ok_or(RequestError::Unreachable)?;
    post_fields(url, &body).await
}

/// The fields of a form, as a plain form sends them.
pub fn form_fields(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    UrlSearchParams::new_with_record_from_str_to_str(data.unchecked_ref::<js_sys::Object>())
        .or_else(|_| UrlSearchParams::new_with_str_sequence_sequence(data.as_ref()))
        .ok()
}

/// Posts fields that were put together before.
pub async fn post_fields<T: FromJson>(url: &str, fields: &UrlSearchParams) -> Result<T, RequestError> {
    let json = send(url, fields).await?;
    Ok(T::from_json(&json))
}

/// In a box, so that it is compiled once and not for each kind of answer.
fn send<'a>(
    url: &'a str,
    body: &'a UrlSearchParams,
) -> Pin<Box<dyn Future<Output = Result<JsValue, RequestError>> + 'a>> {
    Box::pin(async move {
        let (status, json) = request(url, body).await.map_err(|_| RequestError::Unreachable)?;
        if matches!(status, 401 | OUTDATED_FORM) {
            return Err(RequestError::SignedOut);
        }
        match field(&json, PROBLEM) {
            Some(problem) => Err(RequestError::Problem(problem)),
            None if (200..300).contains(&status) => Ok(json),
            // The server could not read the request, or a proxy responded in its place.
            None => Err(RequestError::Unreachable),
        }
    })
}

async fn request(url: &str, body: &UrlSearchParams) -> Result<(u16, JsValue), JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(body);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?.dyn_into()?;
    let json = JsFuture::from(response.json()?).await?;
    Ok((response.status(), json))
}
