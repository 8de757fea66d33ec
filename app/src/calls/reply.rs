//! What a script gets back: short, worded, and read by the islands with the browser's own JSON.

use std::collections::BTreeMap;

use contract::{Caller, Language, LocalPath, Problem, ProblemCode};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::leaving::{self, Visit};
use crate::scope::Scope;

/// The request could not be read at all. Everything that a person can mend is a [`Trouble`] in an ordinary answer.
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

/// A problem in words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trouble {
    /// The stable code.
    pub code: String,
    /// What happened.
    pub sentence: String,
    /// What to do now.
    pub advice: Option<String>,
    /// What stands beside which field.
    pub fields: BTreeMap<String, String>,
    /// Joins this to the log.
    pub reference: Option<String>,
}

impl Trouble {
    /// Puts a problem into words.
    pub fn say(lang: Language, problem: &Problem) -> Self {
        let said = words::say(lang, problem);
        Self {
            code: problem.code.as_str().to_owned(),
            sentence: said.sentence,
            advice: said.advice,
            fields: said.fields.into_iter().map(|(field, text)| (field.into(), text)).collect(),
            reference: problem.reference.as_ref().map(ToString::to_string),
        }
    }

    /// The same, as a whole answer: the status says it too.
    pub fn answer(lang: Language, problem: &Problem) -> Self {
        leaving::status(leaving::status_of(problem.code));
        Self::say(lang, problem)
    }
}

/// An answer, or the trouble instead of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reply<T> {
    /// It did not work.
    Trouble {
        /// Why.
        trouble: Trouble,
    },
    /// What was asked for.
    Answer(T),
}

impl<T> Reply<T> {
    /// Maps what a port gave.
    pub fn of(lang: Language, result: Result<T, Problem>) -> Self {
        match result {
            Ok(answer) => Self::Answer(answer),
            Err(problem) => Self::Trouble { trouble: Trouble::answer(lang, &problem) },
        }
    }
}

/// Takes the request's scope and its caller, asks, and puts trouble into words.
pub(crate) async fn answer<T, F>(ask: impl FnOnce(Scope, Caller) -> F) -> Result<Reply<T>, Unreadable>
where
    F: Future<Output = Result<T, Problem>>,
{
    let (lang, answer) = asked(ask).await;
    let lapsed = matches!(&answer, Err(problem) if problem.code == ProblemCode::SignInNeeded);
    let reply = Reply::of(lang, answer);
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
) -> Result<Reply<Done>, Unreadable>
where
    F: Future<Output = Result<LocalPath, Problem>>,
{
    let (lang, outcome) = asked(ask).await;
    let reply = Reply::of(lang, outcome.clone().map(|_| Done { done: true }));
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

/// Nothing to say but that it worked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Done {
    /// Always true: an empty object would be read as trouble by nobody, but says nothing either.
    pub done: bool,
}
