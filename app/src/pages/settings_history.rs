//! The history of the settings: every version, and one beside the one in force.

use std::collections::BTreeSet;

use contract::{
    DraftId, HeldRole, Language, Problem, ProblemCode, SectionName, SettingsHistory, SettingsVersion,
    VersionPage,
};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::calls::settings::RestoreSettings;
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, path_param, query};
use crate::settings::{
    Differences, Notice, Place, Reason, VersionLine, VersionRows, settings_frame, wrong_reason,
};
use crate::widgets::Pager;

/// The versions, newest first.
pub(crate) async fn settings_history(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let before = query("before").and_then(|version| version.parse().ok());
    let SettingsHistory { versions, has_older, sections } =
        context.ports.settings.history(context.caller()?, before).await?;
    let newest = versions.first().map(|newest| newest.version.to_string());
    let saved = query("saved").filter(|saved| Some(saved) == newest.as_ref()).map(|version| {
        let sentence = words::settings::stored(lang, &version);
        view! { <Notice icon="checkmark-circle" class="notice-done" sentence /> }
    });
    let first = before.map(|_| ("/settings/history".to_owned(), words::settings::newest(lang)));
    let oldest = versions.last().filter(|_| has_older).map(|oldest| oldest.version);
    let next =
        oldest.map(|version| (format!("/settings/history?before={version}"), words::settings::older(lang)));
    let lead = if versions.is_empty() {
        words::settings::history_empty(lang)
    } else {
        words::settings::history_lead(lang)
    };
    let title = words::settings::history_title(lang);
    let inside = view! {
        <div class="settings-head">
            <h1>{title}</h1>
            <p class="quiet">{lead}</p>
        </div>
        {saved}
        <VersionRows context=context.clone() versions />
        <Pager label=title first next />
    };
    let body = settings_frame(lang, sections, Place::History, inside);
    Ok(layout::render(&context, Layout::new(title).in_section(NavSection::Settings), body).await)
}

/// One version: what it changed, and what restoring it would change.
pub(crate) async fn settings_version(context: RequestContext) -> Result<AnyView, Problem> {
    let (lang, caller) = (context.lang, context.caller()?.clone());
    let version = path_param("version").and_then(|version| version.parse().ok());
    let version = version.ok_or(Problem::new(ProblemCode::NotFound))?;
    let draft = query("draft").and_then(|id| DraftId::parse(&id).ok());
    let page = context.ports.settings.version(&caller, version, draft.as_ref()).await?;
    let sender = context.ports.account.form_sender(&caller);
    let title = words::settings::version(lang, &version.to_string());
    let (changed, sections) = (words::settings::version_changed(lang), page.sections.clone());
    let inside = view! {
        <div class="settings-head">
            <h1>{title.clone()}</h1>
            <VersionLine context=context.clone() version=page.version.clone() />
        </div>
        <section class="settings-group">
            <h2>{changed}</h2>
            <Differences lang caption=changed.to_owned() changes=page.version.changes.clone() />
        </section>
        <Restore lang sender page />
    };
    let body = settings_frame(lang, sections, Place::History, inside);
    Ok(layout::render(&context, Layout::new(title).in_section(NavSection::Settings), body).await)
}

#[component]
fn Restore(lang: Language, sender: String, page: VersionPage) -> impl IntoView {
    let VersionPage { version: SettingsVersion { version, .. }, current, changes, refused, held, .. } = page;
    if version == current {
        return view! { <p class="quiet">{words::settings::in_force(lang)}</p> }.into_any();
    }
    if !refused.is_empty() {
        return view! { <Refused lang refused held /> }.into_any();
    }
    let secrets = page.keeps_secrets.then(|| {
        let sentence = words::settings::secret::stays(lang).to_owned();
        view! { <Notice icon="info" class="" sentence /> }
    });
    let kept = page.kept.iter().map(|section| {
        let name = words::section_name(lang, section).to_owned();
        let sentence =
            words::settings::differs_line(lang, &name, words::settings::secret::section_stays(lang));
        view! { <Notice icon="info" class="" sentence /> }
    });
    let kept = kept.collect_view();
    let same = page.kept.is_empty().then(|| {
        view! { <p class="quiet">{words::settings::version_same(lang)}</p> }
    });
    if changes.is_empty() {
        return view! {
            {same}
            {kept}
            {secrets}
        }
        .into_any();
    }
    let trouble = wrong_reason(lang, page.problem.as_ref());
    let problem =
        page.problem.filter(|problem| problem.code == ProblemCode::SettingsChanged).map(|problem| {
            let words::LocalizedProblem { sentence, advice, .. } = words::localize(lang, &problem);
            view! { <Notice icon="warning" class="notice-warning" sentence advice /> }
        });
    let button = page.unanswered.is_some().then(|| {
        view! {
            <button class="button" name="form[unasked]" value="yes">{words::settings::restore_unasked(lang)}</button>
        }
    });
    let notice = page.unanswered.map(|problem| view! { <Unanswered lang problem /> });
    let compare = words::settings::version_compare(lang);
    view! {
        <section class="settings-group">
            <h2>{compare}</h2>
            {problem}
            {notice}
            <Differences lang caption=compare.to_owned() changes />
            {kept}
            {secrets}
            <form class="settings-form" method="post" action=RestoreSettings::url()>
                <input type="hidden" name="form[version]" value=version.to_string() />
                <input type="hidden" name="form[current]" value=current.to_string() />
                <input type="hidden" name="form[sender]" value=sender />
                <Reason lang name="form[reason]" value=page.reason trouble />
                <p class="quiet small">{words::settings::restore_hint(lang)}</p>
                <div class="actions">
                    <button class="button button-primary">{words::settings::restore(lang)}</button>
                    {button}
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// That the directory does not say whether what the version names is there, and why it does not.
#[component]
fn Unanswered(lang: Language, problem: Problem) -> impl IntoView {
    let sentence = words::settings::restore_unanswered(lang).to_owned();
    let advice = Some(words::localize(lang, &problem).sentence);
    view! { <Notice icon="warning" class="notice-warning" sentence advice /> }
}

/// Why a version cannot be restored: each section with what is wrong in it.
#[component]
fn Refused(lang: Language, refused: Vec<(SectionName, Problem)>, held: Vec<HeldRole>) -> impl IntoView {
    let of_section = |(section, problem): (SectionName, Problem)| {
        let words::LocalizedProblem { sentence, fields, .. } = words::localize(lang, &problem);
        // What is wrong with a value is said beside it; here there is no field.
        let texts: BTreeSet<String> = fields.into_iter().map(|(_, text)| text).collect();
        let is_of_fields = problem.code == ProblemCode::ValueRefused && !texts.is_empty();
        let sentence = if is_of_fields { texts.into_iter().collect::<Vec<_>>().join(" ") } else { sentence };
        let name = words::section_name(lang, &section).to_owned();
        view! { <li>{words::settings::differs_line(lang, &name, &sentence)}</li> }
    };
    let of_role = |held: HeldRole| {
        let text =
            words::settings::held(lang, held.count, &held.item_title, &held.person, held.role.as_str());
        view! { <li>{text}</li> }
    };
    let sentence = words::settings::restore_refused(lang).to_owned();
    view! {
        <Notice icon="error-circle" class="notice-trouble" sentence />
        <ul class="settings-reasons">
            {refused.into_iter().map(of_section).collect_view()}
            {held.into_iter().map(of_role).collect_view()}
        </ul>
    }
}
