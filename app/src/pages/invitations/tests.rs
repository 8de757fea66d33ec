#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn the_way_to_older_ones_keeps_the_filter() {
    let id = InvitationId::parse("n1").unwrap();
    let (lang, everyone) = (Language::English, false);
    let shown = Shown { everyone, state: Some(InvitationState::Sent), ..Shown::default() };
    let whole = view! { <Pager lang shown=shown.clone() first_page=true older=None /> }.to_html();
    assert!(!whole.contains("<a"), "one page needs no pager: {whole}");
    let first = view! { <Pager lang shown=shown.clone() first_page=true older=Some(id.clone()) /> }.to_html();
    assert!(first.contains("/invitations?state=sent&amp;before=n1"), "{first}");
    assert!(first.contains("Older invitations") && !first.contains("Newest"), "{first}");
    let everyones = Shown { everyone: true, ..shown };
    let theirs = view! { <Pager lang shown=everyones first_page=true older=Some(id) /> }.to_html();
    assert!(theirs.contains("/invitations?whose=everyone&amp;state=sent&amp;before=n1"), "{theirs}");
    let all = Shown { everyone, ..Shown::default() };
    let last = view! { <Pager lang shown=all first_page=false older=None /> }.to_html();
    assert!(last.contains("href=\"/invitations\""), "{last}");
    assert!(last.contains("Newest invitations") && !last.contains("Older"), "{last}");
}

#[test]
fn the_filters_are_the_states_there_are_and_the_chosen_one() {
    let states = vec![(InvitationState::Sent, Some(1_200)), (InvitationState::Failed, Some(1))];
    let shown = Shown { state: Some(InvitationState::Waiting), ..Shown::default() };
    let html = view! { <Filters lang=Language::English shown states /> }.to_html();
    let pills: Vec<_> = html.split("<a ").skip(1).collect();
    assert_eq!(pills.len(), 4, "{html}");
    for (pill, says) in
        pills.iter().zip(["1,201 invitations", "0 invitations", "1,200 invitations", "1 invitation<"])
    {
        assert!(pill.contains(says), "{says}: {pill}");
    }
    assert!(pills[1].contains("aria-current") && pills[1].contains("state=waiting"), "{html}");
}

#[test]
fn everyones_are_not_counted_and_their_filters_stay_with_everyone() {
    let states = vec![(InvitationState::Sent, None)];
    let shown = Shown { everyone: true, state: Some(InvitationState::Waiting), ..Shown::default() };
    let html = view! { <Filters lang=Language::English shown states /> }.to_html();
    let pills: Vec<_> = html.split("<a ").skip(1).collect();
    assert_eq!(pills.len(), 3, "{html}");
    assert!(pills.iter().all(|pill| pill.contains("whose=everyone") && !pill.contains("number")), "{html}");
    let whose = view! { <Whose lang=Language::English everyone=true /> }.to_html();
    let (mine, everyones) = whose.split_once("whose=everyone").unwrap();
    assert!(!mine.contains("aria-current") && everyones.contains("aria-current"), "{whose}");
}

#[test]
fn a_search_is_kept_by_whatever_leads_on_and_can_be_cleared() {
    let lang = Language::English;
    let shown = Shown { everyone: true, state: Some(InvitationState::Sent), text: "R&D".to_owned() };
    let form = view! { <Search lang shown=shown.clone() is_cut=true /> }.to_html();
    for part in [
        "method=\"get\" action=\"/invitations\"",
        "name=\"whose\" value=\"everyone\"",
        "name=\"state\" value=\"sent\"",
        "value=\"R&amp;D\"",
        "href=\"/invitations?whose=everyone&amp;state=sent\"",
        "More people match",
    ] {
        assert!(form.contains(part), "{part}: {form}");
    }
    let pills =
        view! { <Filters lang shown=shown.clone() states=vec![(InvitationState::Sent, None)] /> }.to_html();
    assert_eq!(pills.matches("whose=everyone&amp;q=R%26D").count(), 2, "{pills}");
    let id = InvitationId::parse("n1").unwrap();
    let pager = view! { <Pager lang shown=shown.clone() first_page=true older=Some(id) /> }.to_html();
    assert!(pager.contains("whose=everyone&amp;q=R%26D&amp;state=sent&amp;before=n1"), "{pager}");

    let empty = Shown { text: String::new(), ..shown };
    let form = view! { <Search lang shown=empty is_cut=false /> }.to_html();
    assert!(!form.contains("Show all") && !form.contains("More people match"), "{form}");
}

#[test]
fn where_nothing_fits_both_ways_out_keep_the_state_and_the_sentence_names_it() {
    let lang = Language::English;
    let in_state = Shown { everyone: true, state: Some(InvitationState::Failed), text: "Pat".to_owned() };
    for (shown, says, leads_to) in [
        (
            in_state.clone(),
            "No invitation in this state fits “Pat”.",
            "href=\"/invitations?whose=everyone&amp;state=failed\"",
        ),
        (
            Shown { state: None, ..in_state },
            "No invitation fits “Pat”.",
            "href=\"/invitations?whose=everyone\"",
        ),
    ] {
        let nothing = view! { <NoMatch lang shown=shown.clone() /> }.to_html();
        assert!(nothing.contains(says) && nothing.contains(leads_to), "{nothing}");
        let search = view! { <Search lang shown is_cut=false /> }.to_html();
        assert!(search.contains(leads_to), "{search}");
    }
}
