//! An answer, and what tests ask of it.

use reqwest::Response;
use serde_json::{Value, json};

/// An answer, read.
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
    pub body: Value,
}

/// How every message of a code begins and ends, where that is known.
fn words(code: &str) -> (&'static str, &'static str) {
    match code {
        "Authorization_RequestDenied" => ("Insufficient privileges to complete the operation.", ""),
        "Request_ResourceNotFound" => (
            "Resource '",
            "' does not exist or one of its queried reference-property objects are not present.",
        ),
        _ => ("", ""),
    }
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, headers, text, body }
    }

    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    pub fn message(&self) -> &str {
        self.body["error"]["message"].as_str().unwrap_or_default()
    }

    /// Checks status, code, the beginning of the message, the shape of the body, and its ids against the headers.
    pub fn refused(&self, status: u16, code: &str, message: &str) {
        assert_eq!((self.status, self.code()), (status, code), "{}", self.text);
        assert!(self.message().starts_with(message) && !self.message().is_empty(), "{}", self.text);
        let (start, end) = words(code);
        assert!(self.message().starts_with(start) && self.message().ends_with(end), "{}", self.text);
        assert_eq!(self.body.as_object().unwrap().len(), 1, "{}", self.text);
        let known = ["code", "message", "innerError", "details"];
        self.has_only(&self.body["error"], &known);
        assert!(self.headers["content-type"].to_str().unwrap().starts_with("application/json"));
        assert!(self.headers.contains_key("x-ms-ags-diagnostic"));
        let inner = &self.body["error"]["innerError"];
        assert_eq!(inner["request-id"], self.headers["request-id"].to_str().unwrap());
        assert!(uuid::Uuid::try_parse(inner["request-id"].as_str().unwrap()).is_ok(), "{inner}");
        assert_eq!(inner["client-request-id"], self.headers["client-request-id"].to_str().unwrap());
        let date = inner["date"].as_str().unwrap();
        assert!(date.len() == 19 && !date.ends_with('Z'), "{date}");
        // Graph challenges whoever shows no good token, and nobody else.
        let challenge = self.headers.get("www-authenticate").map(|value| value.to_str().unwrap());
        assert_eq!(challenge.is_some(), code == "InvalidAuthenticationToken", "{}", self.text);
        assert!(challenge.is_none_or(|own| own.starts_with("Bearer realm=\"\", authorization_uri=\"")));
    }

    fn has_only(&self, object: &Value, known: &[&str]) {
        let mut names = object.as_object().unwrap().keys();
        assert!(names.all(|name| known.contains(&name.as_str())), "{}", self.text);
    }

    /// `details` of a refusal: code and target of each.
    pub fn details(&self) -> Vec<(&str, &str)> {
        let details = self.body["error"]["details"].as_array().unwrap_or_else(|| panic!("{}", self.text));
        details.iter().map(|one| (one["code"].as_str().unwrap(), one["target"].as_str().unwrap())).collect()
    }

    /// Checks a refusal of Entra ID in full: status, error, number, sentence, ids and time.
    pub fn entra_refused(&self, status: u16, error: &str, number: u32) {
        let body = &self.body;
        assert_eq!(
            (self.status, body["error"].as_str().unwrap_or_default()),
            (status, error),
            "{}",
            self.text
        );
        assert_eq!(body["error_codes"], json!([number]), "{body}");
        assert_eq!(self.headers["content-type"], "application/json");
        let own = ["error", "error_description", "error_codes", "error_uri", "suberror", "claims"];
        self.has_only(body, &[&own[..], &["timestamp", "trace_id", "correlation_id"]].concat());
        let lines: Vec<_> = body["error_description"].as_str().unwrap().split("\r\n").collect();
        let sentence = lines[0].strip_prefix(&format!("AADSTS{number}: "));
        assert!(sentence.is_some_and(|sentence| sentence.len() > 10) && lines.len() == 4, "{body}");
        assert_eq!(lines[1], format!("Trace ID: {}", body["trace_id"].as_str().unwrap()));
        assert_eq!(lines[2], format!("Correlation ID: {}", body["correlation_id"].as_str().unwrap()));
        assert_eq!(lines[3], format!("Timestamp: {}", body["timestamp"].as_str().unwrap()));
        let timestamp = body["timestamp"].as_str().unwrap();
        assert!(timestamp.len() == 20 && timestamp.ends_with('Z'), "{timestamp}");
        assert!(body["error_uri"].as_str().unwrap().ends_with(&format!("/error?code={number}")));
        assert_eq!(self.headers["cache-control"], "no-store");
    }

    pub fn ids(&self) -> Vec<&str> {
        self.body["value"].as_array().unwrap().iter().map(|user| user["id"].as_str().unwrap()).collect()
    }

    pub fn mails(&self) -> Vec<&str> {
        assert_eq!(self.status, 200, "{}", self.text);
        self.body["value"].as_array().unwrap().iter().map(|user| user["mail"].as_str().unwrap()).collect()
    }
}
