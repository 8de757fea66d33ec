use super::*;

#[test]
fn an_address_that_is_the_name_is_said_once() {
    let cell = |name: &str, more: &str| {
        view! { <PersonCell name=name.to_owned() more=more.to_owned() outside=true /> }.to_html()
    };
    assert_eq!(cell("pat@b.example", "pat@b.example").matches("@b.example").count(), 1);
    assert!(!cell("pat@b.example", "pat@b.example").contains("person-more"));
    assert!(cell("Pat", "pat@b.example").contains("person-more"));
    assert!(!cell("Pat", "pat@b.example").contains("<a "));
    let (name, more, href) = ("Pat".to_owned(), "pat@b.example".to_owned(), "/invitations/n1".to_owned());
    let leads = view! { <PersonCell name more outside=true href /> }.to_html();
    assert!(leads.contains("href=\"/invitations/n1\"") && leads.contains("row-link"), "{leads}");
}

#[test]
fn somebody_from_outside_has_initials_too() {
    let avatar = |outside, small| view! { <Avatar name="Grady Archie".to_owned() outside small /> }.to_html();
    for (outside, small, globe) in
        [(false, false, false), (true, false, true), (true, true, false), (false, true, false)]
    {
        let html = avatar(outside, small);
        assert!(html.contains("GA"), "{html}");
        assert_eq!(html.contains("avatar-corner"), globe, "{html}");
    }
    let written = r#"<span class="avatar avatar-2 avatar-small" aria-hidden="true">GA</span>"#;
    assert_eq!(avatar(true, true), written);
    let unnamed = view! { <Avatar name=String::new() /> }.to_html();
    assert!(unnamed.contains("#globe"), "{unnamed}");
}

#[test]
fn what_is_written_as_text_is_never_markup() {
    let written = r#"<span class="avatar avatar-2 avatar-small" aria-hidden="true">&lt;&amp;&gt;</span>"#;
    assert_eq!(write("avatar avatar-2", " avatar-small", "<&>"), written);
    let name = r#"<b title="x">Pat</b> & "Lee""#;
    for (outside, small) in [(false, false), (true, false), (true, true), (false, true)] {
        let html = view! { <Avatar name=name.to_owned() outside small /> }.to_html();
        assert!(html.contains(">BL<") && !html.contains("<b") && !html.contains("Pat"), "{html}");
        assert_eq!(html.matches("aria-hidden").count(), html.matches("<svg").count() + 1, "{html}");
    }
    let cell = view! { <PersonCell name=name.to_owned() more=String::new() outside=false href="/a?b=\"c" /> };
    let html = cell.to_html();
    assert!(html.contains("&lt;b title=") && !html.contains("<b "), "{html}");
    assert!(!html.contains(r#"b="c"#), "{html}");
}

#[test]
fn initials_of_any_name() {
    for (name, expected) in [
        ("Adele Vance", "AV"),
        ("joni", "J"),
        ("José María Álvarez", "JÁ"),
        ("王小明", "王"),
        ("", ""),
        ("<&> \"", ""),
    ] {
        assert_eq!(initials(name), expected);
    }
}
