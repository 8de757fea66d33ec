//! What a fault does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use world::visibility_lag::VisibilityLag;

use crate::listen::tls::BadCertificate;

/// What a fault does. Several that meet the same request do all of it: holds and delays first, then one answer, then what spoils it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum FaultEffect {
    /// Answers instead of the emulator, in the error shape of the address that was asked.
    Answer {
        /// HTTP status.
        status: u16,
        /// Error code, e.g. `TooManyRequests`; may be empty, as is met at the real service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Error message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
        /// The whole body instead: text as it is, anything else as JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Value>,
        /// More headers, e.g. `Retry-After`.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<String, String>,
        /// Whether the request is performed all the same, before the caller is told otherwise.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        perform: bool,
    },
    /// Refuses as Entra ID does, with this `AADSTS` number.
    Entra {
        /// The number, e.g. 50196.
        aadsts: u32,
    },
    /// Refuses as Graph's throttling does, with its headers and its body.
    Throttle {
        /// How.
        throttle: Throttled,
    },
    /// Takes the caller's token for one that is no longer good.
    Token {
        /// In which way.
        token: BadToken,
    },
    /// Performs the request this much later, in milliseconds.
    Delay {
        /// Milliseconds.
        delay_ms: u64,
    },
    /// Keeps the request waiting until the fault is taken away, then performs it.
    Hold {
        /// True.
        hold: bool,
    },
    /// Cuts the connection without performing the request.
    Drop {
        /// True.
        drop: bool,
    },
    /// Performs the request, then cuts the connection.
    DropAfter {
        /// True.
        drop_after: bool,
    },
    /// Performs the request, and never answers: the connection stays open until the caller gives up.
    Hang {
        /// True.
        hang: bool,
    },
    /// Keeps what is asked, for whoever reads the faults; nothing goes wrong.
    Record {
        /// True.
        record: bool,
    },
    /// Performs the request, and cuts the connection after so many bytes of the body.
    Truncate {
        /// Bytes that get through.
        truncate: usize,
    },
    /// Performs the request, and spoils the body of the answer.
    Garble {
        /// How.
        garble: Garble,
    },
    /// Performs the request, and says an error of Graph in a shape that is met but not documented.
    Reshape {
        /// Which.
        reshape: Shape,
    },
    /// Performs an invitation, and then loses the guest: the answer's id is never found.
    Phantom {
        /// True.
        phantom: bool,
    },
    /// Performs an invitation whose guest is seen late, by each API in its own time.
    Late {
        /// How late.
        late: VisibilityLag,
    },
    /// At the mail server: neither offers nor knows this extension from now on, for the connection.
    Withhold {
        /// Which.
        withhold: Extension,
    },
    /// At the mail server: `STARTTLS` shows a certificate that no client may accept.
    Certificate {
        /// What is wrong with it.
        certificate: BadCertificate,
    },
}

/// A refusal of Graph's throttling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Throttled {
    /// `Retry-After` in seconds, whole or not; none: no such header, as of Conditional Access and risk.
    pub seconds: Option<f64>,
    /// Whether `Retry-After` is a date instead.
    pub as_date: bool,
    /// `x-ms-throttle-scope` up to the ids, e.g. `Tenant_Application/ReadWrite`.
    pub scope: String,
    /// `x-ms-throttle-information`.
    pub information: String,
}

impl Default for Throttled {
    fn default() -> Self {
        Self {
            seconds: None,
            as_date: false,
            scope: "Tenant_Application/ReadWrite".to_owned(),
            information: "ResourceUnitLimitExceeded".to_owned(),
        }
    }
}

/// Why a token is no longer good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BadToken {
    /// It has expired.
    Expired,
    /// It was revoked.
    Revoked,
}

/// How a body is spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Garble {
    /// The first half of it, as if that were all.
    Half,
    /// A page of some gateway.
    Html,
    /// Nothing.
    Empty,
}

/// Extensions of the mail server, by their names in its reply to `EHLO`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Extension {
    /// RFC 1870.
    Size,
    /// RFC 6152.
    #[serde(rename = "8BITMIME")]
    EightBitMime,
    /// RFC 2920.
    Pipelining,
    /// RFC 6531.
    SmtpUtf8,
    /// RFC 2034.
    EnhancedStatusCodes,
    /// RFC 3207.
    StartTls,
    /// RFC 4954.
    Auth,
}

/// Shapes of Graph's errors that clients have met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Shape {
    /// `code` is empty.
    EmptyCode,
    /// `message` is an object with `lang` and `value`.
    MessageObject,
    /// `innererror` in small letters.
    SmallInnerError,
    /// `details` is an object instead of an array.
    DetailsObject,
}
