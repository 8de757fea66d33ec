//! What a person was told of late, to be read again.

use contract::{ActivityList, Language, Problem, Toast, ToastId};
use leptos::prelude::*;
use time::OffsetDateTime;

use crate::calls::toasts::toast_text;
use crate::layout::{self, Layout};
use crate::request::{RequestContext, query};
use crate::widgets::{EmptyState, Icon, Pager, RelativeTime};

/// The list, page by page; nothing is marked as seen by looking at it.
pub(crate) async fn activity(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let caller = context.caller()?;
    let port = &context.ports.toasts;
    let mut before = query("before").and_then(|id| ToastId::parse(&id).ok());
    let mut list = port.activity(caller, before.clone()).await?;
    if list.toasts.is_empty() && before.take().is_some() {
        // What was older is gone by now: show the first page.
        list = port.activity(caller, None).await?;
    }
    let ActivityList { toasts, has_older } = list;
    let first = before.is_some().then(|| ("/activity".to_owned(), words::activity::newest(lang)));
    let older = toasts.last().filter(|_| has_older);
    let next = older.map(|last| (format!("/activity?before={}", last.id), words::activity::older(lang)));
    let (title, now) = (words::activity::title(lang), context.now());
    let rows = if toasts.is_empty() {
        let (title, text) = (words::activity::empty_title(lang), words::activity::empty_text(lang));
        view! { <EmptyState icon="clock" title=title.to_owned() text=text.to_owned() /> }.into_any()
    } else {
        let row = |toast: Toast| view! { <Row lang now toast /> };
        view! { <ul class="rows" role="list">{toasts.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    let body = view! {
        <div class="page-head">
            <div>
                <h1>{title}</h1>
                <p class="quiet">{words::activity::lead(lang)}</p>
            </div>
        </div>
        {rows}
        <Pager label=title first next />
    };
    Ok(layout::render(&context, Layout::new(title), body).await)
}

#[component]
fn Row(lang: Language, now: OffsetDateTime, toast: Toast) -> impl IntoView {
    let text = toast_text(lang, &toast);
    let (icon, class) = if text.trouble {
        ("error-circle", "activity-row activity-trouble")
    } else {
        ("checkmark-circle", "activity-row")
    };
    let reason =
        (!text.reason.is_empty()).then(|| view! { <p class="quiet small">{text.reason.clone()}</p> });
    let reference = (!text.reference.is_empty()).then(|| {
        view! {
            <p class="reference">
                {words::errors::reference(lang)} " " <code>{text.reference.clone()}</code>
            </p>
        }
    });
    let action = (!text.href.is_empty()).then(|| {
        view! {
            <a class="button-link" href=text.href.clone()>
                {text.action.clone()}
            </a>
        }
    });
    view! {
        <li class=class>
            <Icon name=icon />
            <div>
                <p>{text.sentence}</p>
                {reason}
                {reference}
            </div>
            <span class="quiet small">
                <RelativeTime lang now at=toast.at />
            </span>
            {action}
        </li>
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{InvitationId, ProblemCode, ReferenceId, ToastKind};

    use super::*;

    fn trouble(people: u64) -> Toast {
        let problem = Problem {
            reference: ReferenceId::parse("26V7Q92QAS").ok(),
            ..Problem::new(ProblemCode::DomainBlocked)
        };
        let (person, item_title) = ("Joni Sherman".to_owned(), "Plan <B>".to_owned());
        Toast {
            id: ToastId::parse("t1").unwrap(),
            kind: ToastKind::Problem { person, item_title, problem },
            invitation: InvitationId::parse("n1").ok(),
            item: None,
            people,
            at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_row_says_what_happened_why_and_when_and_leads_there() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let html = view! { <Row lang=Language::English now toast=trouble(1) /> }.to_html();
        for part in [
            "Joni Sherman",
            "Plan &lt;B&gt;",
            "allow guests from this domain",
            "href=\"/invitations/n1\"",
            "26V7Q92QAS",
            "<time",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn a_line_about_several_leads_to_all_of_them_and_gives_the_reason_of_none() {
        let text = toast_text(Language::English, &trouble(5));
        assert_eq!(text.sentence, "5 people can’t open “Plan <B>”.");
        assert_eq!((text.href.as_str(), text.action.as_str()), ("/invitations", "Invitations"));
        assert!(text.trouble && text.reason.is_empty() && text.reference.is_empty(), "{text:?}");
    }
}
