//! Turns the results of ports into responses: JSON for scripts, redirects for plain forms.

use contract::{Caller, FieldPath, Language, LocalPath, Problem, ProblemCode};
use http::request::Parts;
use islands::responses::{Ack, ApiResponse, FieldText, ProblemBody};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::redirect::{self, RequestKind};
use crate::request::{self, RequestContext, language};

/// The request could not be decoded. What a person can fix is a [`ProblemBody`] in a regular response instead.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BadRequest {
    /// Always `bad-form`; the framework's own text stays in the log.
    pub code: String,
}

impl FromServerFnError for BadRequest {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(source: ServerFnErrorErr) -> Self {
        tracing::debug!(error = %source, "a server function was called with something unreadable");
        redirect::set_status(http::StatusCode::BAD_REQUEST);
        Self { code: contract::ProblemCode::BadForm.as_str().to_owned() }
    }
}

/// Puts a problem into words.
pub(crate) fn problem_body(lang: Language, problem: &Problem) -> ProblemBody {
    let localized = words::localize_at(lang, problem, request::now());
    let about = |(field, text): (FieldPath, String)| FieldText { field: String::from(field), text };
    ProblemBody {
        code: problem.code.as_str().to_owned(),
        sentence: localized.sentence,
        advice: localized.advice.unwrap_or_default(),
        fields: localized.fields.into_iter().map(about).collect(),
        reference: problem.reference.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

/// The body for a script whose request was ended before a server function could answer: too slow, too large, refused.
pub fn problem_json(parts: &Parts, problem: &Problem) -> Option<String> {
    let problem = problem_body(language(parts), problem);
    serde_json::to_string(&ApiResponse::<Ack>::Problem { problem }).ok()
}

/// Maps the result of a port. A problem also sets the status.
pub(crate) fn to_response<T>(lang: Language, result: Result<T, Problem>) -> ApiResponse<T> {
    if let Err(problem) = &result {
        redirect::set_status_of(problem);
    }
    without_status(lang, result)
}

fn without_status<T>(lang: Language, result: Result<T, Problem>) -> ApiResponse<T> {
    match result {
        Ok(answer) => ApiResponse::Ok(answer),
        Err(problem) => ApiResponse::Problem { problem: problem_body(lang, &problem) },
    }
}

/// Whether a form is not the caller's, or nobody's who may do something now: it is kept for whom it was rendered.
pub(super) const fn is_for_another_time(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::SignInNeeded | ProblemCode::SomebodyElse | ProblemCode::AccountUnchecked)
}

/// Takes the request context and the caller, calls a port, and puts a problem into words.
pub(crate) async fn respond<T, F>(
    call: impl FnOnce(RequestContext, Caller) -> F,
) -> Result<ApiResponse<T>, BadRequest>
where
    F: Future<Output = Result<T, Problem>>,
{
    let (lang, answer) = call_port(call).await;
    let lapsed = matches!(&answer, Err(problem) if problem.code == ProblemCode::SignInNeeded);
    let response = to_response(lang, answer);
    if lapsed && redirect::request_kind() == RequestKind::Form {
        redirect::redirect(&redirect::session_lapsed_url(&LocalPath::home(), redirect::has_signed_out()));
    }
    Ok(response)
}

/// The same for a form on `page` that changes something. A plain form is redirected to the path that `call` returns, or to the error
/// page; a person whose session has lapsed signs in and returns to `page`.
pub(crate) async fn respond_to_form<F>(
    page: &LocalPath,
    call: impl FnOnce(RequestContext, Caller) -> F,
) -> Result<ApiResponse<Ack>, BadRequest>
where
    F: Future<Output = Result<LocalPath, Problem>>,
{
    respond_to_checked_form(
        page,
        |context, caller| async move { call(context, caller).await.map(FormOutcome::Done) },
        move |_| async move { Ok(page.clone()) },
    )
    .await
}

/// What became of a plain form that may come back.
#[derive(Debug, Clone)]
pub(crate) enum FormOutcome {
    /// It has had its effect, and this page is next.
    Done(LocalPath),
    /// Something in it is wrong, which this page says beside the field.
    Refused(LocalPath, Problem),
}

/// As [`respond_to_form`], for a form that says itself what is wrong with it. Where it is [for another time](is_for_another_time), `keep` keeps
/// it, and says on which page it is found again.
pub(crate) async fn respond_to_checked_form<F, K>(
    page: &LocalPath,
    call: impl FnOnce(RequestContext, Caller) -> F,
    keep: impl FnOnce(RequestContext) -> K,
) -> Result<ApiResponse<Ack>, BadRequest>
where
    F: Future<Output = Result<FormOutcome, Problem>>,
    K: Future<Output = Result<LocalPath, Problem>>,
{
    let (lang, outcome) = call_port(call).await;
    let told = match &outcome {
        Ok(FormOutcome::Done(_)) => Ok(Ack { done: true }),
        Ok(FormOutcome::Refused(_, problem)) | Err(problem) => Err(problem.clone()),
    };
    if redirect::request_kind() == RequestKind::Fetch {
        return Ok(to_response(lang, told));
    }
    match outcome {
        Ok(FormOutcome::Done(target) | FormOutcome::Refused(target, _)) => redirect::redirect_to(&target),
        Err(problem) if is_for_another_time(problem.code) => match keep_form(keep).await {
            Ok(kept) => redirect::redirect_to_error(&problem, &kept),
            Err(problem) => redirect::redirect_to_error(&problem, page),
        },
        Err(problem) => redirect::redirect_to_error(&problem, page),
    }
    // Without its status, and the time after which to ask again: the page that comes is to be asked for at once.
    Ok(without_status(lang, told))
}

async fn keep_form<K>(keep: impl FnOnce(RequestContext) -> K) -> Result<LocalPath, Problem>
where
    K: Future<Output = Result<LocalPath, Problem>>,
{
    keep(RequestContext::current()?).await
}

async fn call_port<T, F>(call: impl FnOnce(RequestContext, Caller) -> F) -> (Language, Result<T, Problem>)
where
    F: Future<Output = Result<T, Problem>>,
{
    let context = match RequestContext::current() {
        Ok(context) => context,
        Err(problem) => return (Language::English, Err(problem)),
    };
    let lang = context.lang;
    let answer = match context.caller().cloned() {
        Ok(caller) => call(context, caller).await,
        Err(problem) => Err(problem),
    };
    (lang, answer)
}
