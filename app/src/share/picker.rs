//! The people field with its list, the chosen person and the role.

use contract::{FieldPath, Language};
use islands::ids::{self, PERSON_MARK, slot};
use islands::responses::MatchResponse;
use leptos::prelude::*;

use super::fields::{FieldError, ReferenceLine};
use super::form_state::ShareFormState;
use crate::calls::people::match_response;
use crate::widgets::{Icon, PluralText};

/// The field.
#[component]
pub(crate) fn Picker(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let error = state.field_problem(&FieldPath::ADDRESS);
    let invalid = (!error.is_empty()).then_some("true");
    let address = state.typed.address.clone();
    let is_chosen = state.chosen.is_some();
    let reference = state.reference().filter(|_| state.form_problem().is_none());
    view! {
        <div class="share-who">
            <label for=ids::ADDRESS>{words::share::person_label(lang)}</label>
            <div class="combobox">
                <div class="share-frame input-frame">
                    <div class="share-people">
                        <Chip lang chosen=state.chosen.clone().map(|chosen| match_response(lang, chosen)) />
                        <input
                            id=ids::ADDRESS
                            name="form[address]"
                            type="text"
                            inputmode="email"
                            autocomplete="off"
                            autocapitalize="none"
                            spellcheck="false"
                            autofocus
                            role="combobox"
                            aria-autocomplete="list"
                            aria-haspopup="listbox"
                            aria-controls=ids::MATCHES
                            aria-expanded="false"
                            aria-describedby="share-hint share-address-trouble"
                            aria-invalid=invalid
                            value=address
                            hidden=is_chosen
                        />
                        <ul class="matches" id=ids::MATCHES role="listbox" aria-label=words::share::matches_label(lang) hidden></ul>
                    </div>
                    <Role state=state.clone() />
                </div>
                <PluralText
                    id=ids::FOUND
                    class="read-aloud"
                    role="status"
                    forms=words::share::matches_count_forms(lang)
                />
            </div>
            <p class="help" id=ids::HINT>
                <span class="scripts-only">
                    <span data-case="ready" hidden=is_chosen>{words::share::person_hint(lang)}</span>
                    <span data-case="none" hidden>{words::share::matches_none(lang)}</span>
                    <span data-case="failed" hidden>{words::share::matches_failed(lang)}</span>
                    <span data-case="new" data-text=words::mail_way::invite_new_hint(lang, state.mail_way, PERSON_MARK) hidden></span>
                    <span data-case="remark" data-slot=slot::REMARK hidden></span>
                    <span data-case="known" hidden=!is_chosen>{words::mail_way::known_hint(lang, state.mail_way)}</span>
                    <span data-case="pending" hidden>{words::mail_way::pending_hint(lang, state.mail_way)}</span>
                </span>
                <span class="plain-only">{words::share::person_hint_plain(lang)}</span>
            </p>
            <FieldError field=FieldPath::ADDRESS text=error />
            <FieldError field=FieldPath::ROLE text=state.field_problem(&FieldPath::ROLE) />
            <div id=ids::FIELD_REFERENCE>
                <ReferenceLine lang text=reference />
            </div>
        </div>
    }
}

#[component]
fn Role(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let invalid = (!state.field_problem(&FieldPath::ROLE).is_empty()).then_some("true");
    let option = |role: contract::RoleName| {
        let selected = role.as_str() == state.typed.role;
        view! { <option value=role.to_string() selected=selected>{words::role(lang, &role)}</option> }
    };
    view! {
        <label class="read-aloud" for=ids::ROLE>{words::share::role_label(lang)}</label>
        <select
            class="input"
            id=ids::ROLE
            name="form[role]"
            aria-describedby="share-role-trouble"
            aria-invalid=invalid
        >
            {state.roles.iter().cloned().map(option).collect_view()}
        </select>
    }
}

/// The chosen person: one who was chosen before, or hidden until a script fills it; its field is disabled until then.
#[component]
fn Chip(lang: Language, chosen: Option<MatchResponse>) -> impl IntoView {
    let none = chosen.is_none();
    let MatchResponse { id, name, standing, initials, .. } = chosen.unwrap_or_default();
    let label = words::share::remove_text(lang);
    let named = (!none).then(|| label.replace("{person}", &name));
    let id = (!none).then_some(id);
    view! {
        <span class="chip" id=ids::CHIP hidden=none>
            <input type="hidden" name="form[person]" id=ids::PERSON autocomplete="off" value=id disabled=none />
            <Portrait standing initials />
            <span class="chip-name" dir="auto" data-slot=slot::NAME>{name}</span>
            <button
                type="button"
                class="button button-subtle button-icon scripts-only"
                id=ids::REMOVE
                data-label=label
                aria-label=named
            >
                <Icon name="dismiss" />
            </button>
        </span>
    }
}

/// Initials for a member, a globe for a guest.
#[component]
pub(crate) fn Portrait(
    #[prop(optional)] standing: String,
    #[prop(optional)] initials: String,
) -> impl IntoView {
    let outside = matches!(standing.as_str(), "guest" | "pending" | "blocked");
    view! {
        <span class="avatar" aria-hidden="true" data-case="member" data-slot=slot::INITIALS hidden=outside>{initials}</span>
        <span class="avatar" aria-hidden="true" data-case="guest pending blocked" hidden=!outside>
            <Icon name="globe" />
        </span>
    }
}

/// A badge for each user status.
#[component]
pub(crate) fn Badges(lang: Language) -> impl IntoView {
    view! {
        <span class="badge" data-case="member">{words::standings::member(lang)}</span>
        <span class="badge badge-guest" data-case="guest" hidden>{words::standings::guest(lang)}</span>
        <span class="badge badge-pending" data-case="pending" hidden>{words::standings::pending(lang)}</span>
        <span class="badge badge-blocked" data-case="blocked" hidden>{words::standings::blocked(lang)}</span>
    }
}

/// The template of an option for the island.
#[component]
pub(crate) fn MatchTemplate(lang: Language) -> impl IntoView {
    view! {
        <template id=ids::MATCH_TEMPLATE>
            <li class="match person" role="option" aria-selected="false">
                <span class="match-portrait">
                    <Portrait />
                </span>
                <div>
                    <span class="person-name" dir="auto" data-slot=slot::NAME></span>
                    <span class="person-more" data-slot=slot::MORE></span>
                </div>
                <span>
                    <Badges lang />
                </span>
            </li>
        </template>
    }
}
