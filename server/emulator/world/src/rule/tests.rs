#![allow(clippy::unwrap_used)]

use time::macros::datetime;

use super::Rule;
use crate::{attribute::Attribute, ids::UserId, user::User};

fn guest() -> User {
    let mut user = User::guest(
        UserId::of(7),
        "joni@northwind.example",
        "contosoexample.onmicrosoft.com",
        datetime!(2026-01-01 0:00 UTC),
    );
    "Joni Žalia".clone_into(&mut user.display_name);
    user.attributes.insert(Attribute::Department, "Legal & \"Law\"".to_owned());
    user
}

#[test]
fn rules_take_in_whom_they_describe() {
    let guest = guest();
    for (text, takes) in [
        (r#"(user.userType -eq "Guest")"#, true),
        (r#"user.usertype -eq "guest""#, true),
        (r#"user.userType eq "Guest""#, true),
        (r#"(user.userType -eq "Member")"#, false),
        (r#"user.userType -ne "Member""#, true),
        (r#"user.displayName -eq "JONI ŽALIA""#, true),
        (r#"user.displayName -contains "žalia""#, true),
        ("user.objectId -ne null", true),
        ("user.accountEnabled -eq true", true),
        ("(user.accountEnabled -eq $false)", false),
        (r#"user.mail -contains "@northwind""#, true),
        (r#"user.mail -notContains "@northwind""#, false),
        (r#"user.mail -startsWith "joni""#, true),
        (r#"user.mail -notStartsWith "joni""#, false),
        (r#"user.department -in ["Sales", "Legal & \"Law\""]"#, true),
        (r#"user.department -notIn ["Sales"]"#, true),
        ("user.jobTitle -eq null", true),
        (r#"user.jobTitle -contains "x""#, false),
        (r#"-not (user.userType -eq "Guest")"#, false),
        (
            r#"user.userType -eq "Member" -or user.userType -eq "Guest" -and user.accountEnabled -eq true"#,
            true,
        ),
        (r#"(user.userType -eq "Guest" -or user.accountEnabled -eq true) -and user.mail -eq null"#, false),
    ] {
        let taken = Rule::new(text, true).unwrap().matching_users([&guest].into_iter());
        assert_eq!(taken.contains(&guest.id), takes, "{text}");
    }
}

#[test]
fn what_is_no_rule_is_not_one() {
    for text in [
        "",
        "()",
        "user.userType",
        r#"user.userType -eq "Guest"#,
        r#"user.userType -like "Guest""#,
        r#"user.nonsense -eq "Guest""#,
        r#"device.userType -eq "Guest""#,
        r#"(user.userType -eq "Guest""#,
        r#"user.userType -eq "Guest" user.mail -eq null"#,
        r#"user.userType -in "Guest""#,
        "user.objectId -eq null",
    ] {
        assert_eq!(Rule::new(text, true), None, "{text}");
    }
    assert_eq!(Rule::new(&"(".repeat(5000), true), None);
    assert_eq!(Rule::new(&format!("{}user.mail -eq null", "-not ".repeat(300)), true), None);
}
