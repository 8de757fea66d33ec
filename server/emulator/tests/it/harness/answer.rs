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

    /// Checks status, code, the beginning of the message, and the ids in body and headers.
    pub fn refused(&self, status: u16, code: &str, message: &str) {
        assert_eq!((self.status, self.code()), (status, code), "{}", self.text);
        assert!(self.message().starts_with(message), "{}", self.text);
        let inner = &self.body["error"]["innerError"];
        assert_eq!(inner["request-id"], self.headers["request-id"].to_str().unwrap());
        assert_eq!(inner["client-request-id"], self.headers["client-request-id"].to_str().unwrap());
        let date = inner["date"].as_str().unwrap();
        assert!(date.len() == 19 && !date.ends_with('Z'), "{date}");
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
        let lines: Vec<_> = body["error_description"].as_str().unwrap().split("\r\n").collect();
        assert!(lines[0].starts_with(&format!("AADSTS{number}: ")), "{body}");
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
