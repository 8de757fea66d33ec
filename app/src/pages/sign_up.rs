//! Signing up: what the page of a link says to whoever is signed in, and what its inviter is asked where nobody knows who that is.

use contract::{ArrivalInvitation, InvitationId, Language, SignUpState, SignedUpPerson};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::calls::arrivals::SignUp;
use crate::calls::invitations::{AnswerSignUp, SIGN_UP_IS_THEM};
use crate::redirect;
use crate::request::RequestContext;
use crate::widgets::PersonCell;

/// After how many seconds the page looks again whether it is ready.
const LOOK_AGAIN: &str = "3";

/// How far somebody who is signed in has come, and how they go on.
#[component]
pub(super) fn SigningUp(
    context: RequestContext,
    invited: ArrivalInvitation,
    secret: String,
    state: SignUpState,
) -> AnyView {
    let lang = context.lang;
    let own = context.signed_in.as_ref().map(|own| own.address.clone().unwrap_or_else(|| own.name.clone()));
    let own = own.unwrap_or_default();
    let said = match state {
        SignUpState::Open | SignUpState::Done => words::arrival_link::signed_in_as(lang, &own),
        SignUpState::OfMember => words::arrival_link::of_member(lang).to_owned(),
        SignUpState::Checking => words::arrival_link::checking(lang).to_owned(),
        SignUpState::Delayed => words::arrival_link::delayed(lang).to_owned(),
        SignUpState::Asked => words::arrival_link::asked(lang, &own, &invited.inviter),
        SignUpState::Denied => words::arrival_link::denied(lang, &own, &invited.inviter),
    };
    let (id, page) = (invited.id.to_string(), format!("/arrive/{}?key={secret}", invited.id));
    let other = view! {
        <a class="button" href=redirect::other_account_url(&page)>{words::arrival_link::other_account(lang)}</a>
    };
    let way = match state {
        SignUpState::Open => view! {
            <form method="post" action=SignUp::url()>
                <input type="hidden" name="invitation" value=id />
                <input type="hidden" name="key" value=secret />
                <button class="button button-primary button-large">{words::arrival_link::for_me(lang)}</button>
            </form>
            {other}
        }
        .into_any(),
        SignUpState::OfMember | SignUpState::Denied => other.into_any(),
        SignUpState::Checking => view! { <meta http-equiv="refresh" content=LOOK_AGAIN /> }.into_any(),
        SignUpState::Delayed | SignUpState::Asked => ().into_any(),
        SignUpState::Done => {
            let on = format!("/arrive/{id}/on?key={secret}");
            view! {
                <a class="button button-primary button-large" href=on rel="nofollow">
                    {words::arrival_link::open(lang)}
                </a>
            }
            .into_any()
        }
    };
    view! {
        <p role="status">{said}</p>
        <div class="actions">{way}</div>
    }
    .into_any()
}

/// Who has signed in, and whether that is the person: asked where nobody but the inviter can tell.
#[component]
pub(super) fn SignUpQuestion(
    lang: Language,
    invitation: InvitationId,
    /// The address that was written to.
    address: String,
    person: SignedUpPerson,
) -> impl IntoView {
    let SignedUpPerson { id, name, address: own, is_guest, since } = person;
    let more = if own == name { String::new() } else { own };
    let since = since.map(|since| {
        view! { <p class="quiet small">{words::invitations::sign_up::since(lang, &words::full_time(lang, since))}</p> }
    });
    let colleague = (!is_guest)
        .then(|| view! { <p class="quiet small">{words::invitations::sign_up::colleague(lang)}</p> });
    let answer = |answer: &'static str, class: &'static str, label: &'static str| {
        view! {
            <form method="post" action=AnswerSignUp::url()>
                <input type="hidden" name="invitation" value=invitation.to_string() />
                <input type="hidden" name="person" value=id.to_string() />
                <input type="hidden" name="answer" value=answer />
                <button class=class>{label}</button>
            </form>
        }
    };
    view! {
        <section aria-labelledby="sign-up-title">
            <h2 id="sign-up-title">{words::invitations::sign_up::title(lang)}</h2>
            <p>{words::invitations::sign_up::lead(lang, &address)}</p>
            <PersonCell name more outside=is_guest />
            {since}
            {colleague}
            <div class="actions">
                {answer(SIGN_UP_IS_THEM, "button button-primary", words::invitations::sign_up::yes(lang))}
                {answer("no", "button", words::invitations::sign_up::no(lang))}
            </div>
            <p class="quiet small">{words::invitations::sign_up::hint(lang)}</p>
        </section>
    }
}
