//! The settings: the overview, and the form of a section with the step before it is stored. For administrators.

use contract::{
    DraftId, Language, Problem, ProblemCode, SectionName, SectionPage, SectionReview, SectionSummary,
    SettingsOverview, SettingsStep,
};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::calls::settings::{ConfirmSettings, LOOK};
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, path_param, query};
use crate::settings::{
    Differences, LandingLines, LookSample, MailPreviews, MarkChoice, Notice, Permissions, Place, Reason,
    SectionForm, TestMail, UnassignedRoles, settings_frame, wrong_reason,
};

/// Every section, with what differs from its defaults.
pub(crate) async fn settings(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let SettingsOverview { sections, .. } = context.ports.settings.overview(context.caller()?).await?;
    let names = sections.iter().map(|section| section.name.clone()).collect();
    let section = |section: SectionSummary| view! { <Summary lang section /> };
    let inside = view! {
        <div class="settings-head">
            <h1>{words::settings::title(lang)}</h1>
            <p class="quiet">{words::settings::lead(lang)}</p>
        </div>
        {sections.into_iter().map(section).collect_view()}
    };
    let body = settings_frame(lang, names, Place::Overview, inside);
    let layout = Layout::new(words::settings::title(lang)).in_section(NavSection::Settings);
    Ok(layout::render(&context, layout, body).await)
}

#[component]
fn Summary(lang: Language, section: SectionSummary) -> impl IntoView {
    let SectionSummary { name, differences } = section;
    let count = u64::try_from(differences.len()).unwrap_or(u64::MAX);
    let line = |change| {
        let (name, value) = (words::setting_name(lang, &change), words::setting_after(lang, &change));
        view! { <li>{words::settings::differs_line(lang, &name, &value)}</li> }
    };
    let standing = if count == 0 {
        words::settings::all_default(lang).to_owned()
    } else {
        words::settings::differs(lang, count)
    };
    view! {
        <section class="settings-summary">
            <h2>
                <a href=format!("/settings/{name}")>{words::section_name(lang, &name).to_owned()}</a>
            </h2>
            <p>{words::section_lead(lang, &name)}</p>
            <p class="quiet small">{standing}</p>
            <ul class="small" role="list">{differences.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

fn section_name() -> Result<SectionName, Problem> {
    let name = path_param("section").and_then(|name| SectionName::parse(&name).ok());
    name.ok_or(Problem::new(ProblemCode::NotFound))
}

/// The form of a section, or what a draft of it would change.
pub(crate) async fn settings_section(context: RequestContext) -> Result<AnyView, Problem> {
    let name = section_name()?;
    let draft = query("draft").and_then(|id| DraftId::parse(&id).ok());
    let (lang, caller) = (context.lang, context.caller()?.clone());
    let settings = &context.ports.settings;
    let page = match draft.as_ref().filter(|_| query("step").as_deref() == Some("review")) {
        Some(draft) => match review(context.clone(), &name, draft).await {
            // It makes no sense any more, or lacks a password that was typed too long ago: the form says what is left of it, and why.
            Err(problem) if problem.code == ProblemCode::NotFound => {
                settings.section_after_review(&caller, &name, draft).await?
            }
            reviewed => return reviewed,
        },
        None => settings.section(&caller, &name, draft.as_ref()).await?,
    };
    let sender = context.ports.account.form_sender(&caller);
    let (sections, mails) = (page.sections.clone(), page.mails.clone());
    let unassigned = page.unassigned.clone();
    let landing = page.landing.clone().map(|lines| view! { <LandingLines lang lines /> });
    let look = page.look.clone().map(|look| view! { <LookSample lang look /> });
    let mark = (name.as_str() == LOOK).then(|| view! { <MarkChoice lang /> });
    let granted = page.permissions.clone().map(|report| view! { <Permissions lang report /> });
    let inside = view! {
        <Head lang section=name.clone() />
        <Standing context=context.clone() page=page.clone() />
        <UnassignedRoles lang roles=unassigned />
        <SectionForm lang sender page />
        {granted}
        {landing}
        {look}
        {mark}
        <MailPreviews lang mails is_change=false />
        {matches!(name.as_str(), "mail" | "smtp")
            .then(|| view! { <TestMail context=context.clone() section=name.clone() /> })}
    };
    let body = settings_frame(lang, sections, Place::Section(name.clone()), inside);
    Ok(layout::render(&context, layout_of(lang, &name).with_islands(), body).await)
}

fn layout_of(lang: Language, section: &SectionName) -> Layout {
    let title = words::settings::page_title(lang, words::section_name(lang, section));
    Layout::new(title).in_section(NavSection::Settings)
}

#[component]
fn Head(lang: Language, section: SectionName) -> impl IntoView {
    view! {
        <div class="settings-head">
            <h1>{words::section_name(lang, &section).to_owned()}</h1>
            <p class="quiet">{words::section_lead(lang, &section)}</p>
        </div>
    }
}

/// What has become of the last form, what others have changed, and who changed the settings last.
#[component]
fn Standing(context: RequestContext, page: SectionPage) -> impl IntoView {
    let lang = context.lang;
    let last = page.last.as_ref().map(|last| {
        let when = words::when(lang, last.at, context.now());
        view! { <p class="quiet small">{words::settings::last_change(lang, &last.by, &when)}</p> }
    });
    let since = page.changed_since.clone().map(|since| {
        let when = words::when(lang, since.newest.at, context.now());
        let sentence = words::settings::changed_since(lang, &since.newest.by, &when);
        view! {
            <Notice icon="warning" class="notice-warning" sentence=sentence.clone() />
            <Differences lang caption=sentence changes=since.changes />
        }
    });
    let problem =
        page.problem.filter(|problem| since.is_none() || problem.code != ProblemCode::SettingsChanged);
    let trouble = problem.map(|problem| {
        let words::LocalizedProblem { sentence, advice, .. } = words::localize(lang, &problem);
        view! { <Notice icon="error-circle" class="notice-trouble" sentence advice /> }
    });
    let version = page.last.as_ref().map(|last| last.version.to_string());
    let saved = query("saved").filter(|saved| Some(saved) == version.as_ref()).map(|version| {
        let sentence = words::settings::stored(lang, &version);
        view! { <Notice icon="checkmark-circle" class="notice-done" sentence /> }
    });
    let unchanged = query("unchanged").map(|_| {
        let sentence = words::settings::unchanged(lang).to_owned();
        view! { <Notice icon="info" class="" sentence /> }
    });
    view! {
        {last}
        {saved}
        {unchanged}
        {trouble}
        {since}
    }
}

/// The second step: what will change, and why.
async fn review(context: RequestContext, name: &SectionName, draft: &DraftId) -> Result<AnyView, Problem> {
    let (lang, caller) = (context.lang, context.caller()?.clone());
    let SectionReview { sections, changes, mails, look, reason, problem, .. } =
        context.ports.settings.review(&caller, name, draft).await?;
    let title = words::settings::review_title(lang);
    let trouble = wrong_reason(lang, problem.as_ref());
    let (confirm, back) = (SettingsStep::Confirm.as_str(), SettingsStep::Back.as_str());
    let inside = view! {
        <div class="settings-head">
            <p class="quiet">{words::section_name(lang, name).to_owned()}</p>
            <h1>{title}</h1>
            <p class="quiet">{words::settings::review_lead(lang)}</p>
        </div>
        <Differences lang caption=title.to_owned() changes />
        <MailPreviews lang mails is_change=true />
        {look.map(|look| view! { <LookSample lang look /> })}
        <form class="settings-form" method="post" action=ConfirmSettings::url()>
            <input type="hidden" name="section" value=name.to_string() />
            <input type="hidden" name="draft" value=draft.to_string() />
            <Reason lang name="reason" value=reason trouble />
            <div class="actions">
                <button class="button button-primary" name="step" value=confirm>
                    {words::settings::confirm(lang)}
                </button>
                <button class="button" name="step" value=back>{words::settings::back(lang)}</button>
            </div>
        </form>
    };
    let body = settings_frame(lang, sections, Place::Section(name.clone()), inside);
    Ok(layout::render(&context, layout_of(lang, name), body).await)
}
