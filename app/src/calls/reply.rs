//! What a script gets back: short, worded, in the shapes of `islands::responses`.

use contract::{Caller, FieldPath, Language, LocalPath, Problem, ProblemCode};
use islands::responses::{Ack, ApiResponse, FieldText, ProblemBody};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::leaving::{self, Visit};
use crate::scope::Scope;

/// The request could not be read at all. Everything that a person can mend is a [`ProblemBody`] in an ordinary answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unreadable {
    /// Always `bad-form`; the framework's own text stays in the log.
    pub code: String,
}

impl FromServerFnError for Unreadable {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(source: ServerFnErrorErr) -> Self {
        tracing::debug!(error = %source, "a server function was called with something unreadable");
        leaving::status(http::StatusCode::BAD_REQUEST);
        Self { code: contract::ProblemCode::BadForm.as_str().to_owned() }
    }
}

/// Puts a problem into words.
pub(crate) fn problem_body(lang: Language, problem: &Problem) -> ProblemBody {
    let said = words::localize(lang, problem);
    let about = |(field, text): (FieldPath, String)| FieldText { field: String::from(field), text };
    ProblemBody {
        code: problem.code.as_str().to_owned(),
        sentence: said.sentence,
        advice: said.advice.unwrap_or_default(),
        fields: said.fields.into_iter().map(about).collect(),
        reference: problem.reference.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

/// Maps what a port gave. The status says it too, where it is the whole answer.
pub(crate) fn reply<T>(lang: Language, result: Result<T, Problem>) -> ApiResponse<T> {
    match result {
        Ok(answer) => ApiResponse::Ok(answer),
        Err(problem) => {
            leaving::status(leaving::status_of(problem.code));
            ApiResponse::Problem { problem: problem_body(lang, &problem) }
        }
    }
}

/// Takes the request's scope and its caller, asks, and puts trouble into words.
pub(crate) async fn answer<T, F>(ask: impl FnOnce(Scope, Caller) -> F) -> Result<ApiResponse<T>, Unreadable>
where
    F: Future<Output = Result<T, Problem>>,
{
    let (lang, answer) = asked(ask).await;
    let lapsed = matches!(&answer, Err(problem) if problem.code == ProblemCode::SignInNeeded);
    let reply = reply(lang, answer);
    if lapsed && leaving::visit() == Visit::Form {
        leaving::go(&leaving::sign_in_again(&LocalPath::home()));
    }
    Ok(reply)
}

/// The same for a form that stands on `here` and changes something. Without scripts it goes on to the page that `ask` names, or to the one
/// that says why not; somebody whose session has lapsed signs in and comes back to `here`.
pub(crate) async fn form<F>(
    here: &LocalPath,
    ask: impl FnOnce(Scope, Caller) -> F,
) -> Result<ApiResponse<Ack>, Unreadable>
where
    F: Future<Output = Result<LocalPath, Problem>>,
{
    let (lang, outcome) = asked(ask).await;
    let reply = reply(lang, outcome.clone().map(|_| Ack { done: true }));
    // Last, because the reply sets the status that a script wants.
    if leaving::visit() == Visit::Form {
        match outcome {
            Ok(onward) => leaving::go_to(&onward),
            Err(problem) => leaving::go_to_trouble(&problem, here),
        }
    }
    Ok(reply)
}

async fn asked<T, F>(ask: impl FnOnce(Scope, Caller) -> F) -> (Language, Result<T, Problem>)
where
    F: Future<Output = Result<T, Problem>>,
{
    let scope = match Scope::current() {
        Ok(scope) => scope,
        Err(problem) => return (Language::English, Err(problem)),
    };
    let lang = scope.lang;
    let answer = match scope.caller().cloned() {
        Ok(caller) => ask(scope, caller).await,
        Err(problem) => Err(problem),
    };
    (lang, answer)
}
