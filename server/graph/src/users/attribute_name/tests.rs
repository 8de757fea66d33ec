#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

const ROLE: &str = "extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_appRole";

fn parse(name: &str) -> Result<AttributeName, AttributeError> {
    name.parse()
}

#[test]
fn a_name_is_one_of_the_list_or_an_extension() {
    let standard = STANDARD.map(|(name, _)| name.to_owned());
    let on_premises = (1..=15).map(|number| format!("{ON_PREMISES}.extensionAttribute{number}"));
    for name in standard.into_iter().chain(on_premises).chain([ROLE.to_owned(), format!("{ROLE}_2")]) {
        assert_eq!(parse(&name).unwrap().to_string(), name);
    }
}

#[test]
fn what_decides_who_somebody_is_has_no_name() {
    for name in [
        "",
        "id",
        "accountEnabled",
        "userType",
        "passwordProfile",
        "passwordPolicies",
        "userPrincipalName",
        "mail",
        "otherMails",
        "proxyAddresses",
        "identities",
        "displayName",
        "onPremisesImmutableId",
        "GivenName",
        " givenName",
        "givenName,accountEnabled",
        "givenName\",\"accountEnabled",
        "onPremisesExtensionAttributes",
        "onPremisesExtensionAttributes.extensionAttribute0",
        "onPremisesExtensionAttributes.extensionAttribute16",
        "onPremisesExtensionAttributes.extensionAttribute01",
        "onPremisesExtensionAttributes.extensionAttribute+1",
        "onPremisesExtensionAttributes.accountEnabled",
        "extensionAttribute1",
        "extension_appRole",
        "extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_",
        "extension_b0a1c2d3e4f5061728394a5b6c7d8e9_appRole",
        "extension_b0a1c2d3-e4f5-0617-2839-4a5b6c7d_appRole",
        "extension_g0a1c2d3e4f5061728394a5b6c7d8e9f_appRole",
        "extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_app,mail",
        "extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_ü",
        &format!("{ROLE}{}", "x".repeat(128)),
    ] {
        assert_eq!(parse(name), Err(AttributeError::Name), "{name}");
    }
}

#[test]
fn each_attribute_takes_its_own_kind() {
    let text = AttributeValue::from("a");
    let phones = |phones: &[&str]| AttributeValue::Texts(phones.iter().map(|&phone| phone.into()).collect());
    let (one, two) = (phones(&["1"]), phones(&["1", "2"]));
    let (number, yes) = (AttributeValue::Number(7), AttributeValue::Boolean(true));
    for (name, taken) in [
        ("givenName", vec![&text]),
        ("businessPhones", vec![&one]),
        ("onPremisesExtensionAttributes.extensionAttribute7", vec![&text]),
        (ROLE, vec![&text, &number, &yes]),
    ] {
        let name = parse(name).unwrap();
        for value in [&text, &one, &two, &number, &yes, &AttributeValue::Other] {
            assert_eq!(name.takes(value), taken.contains(&value), "{name} {value:?}");
        }
        for empty in [AttributeValue::from(""), phones(&[]), phones(&[""])] {
            assert!(!name.takes(&empty), "{name} {empty:?}");
        }
    }
}

#[test]
fn limits_are_the_documented_ones() {
    for (name, limit, can_be_cleared) in [
        ("jobTitle", Some(128), true),
        ("employeeId", Some(16), true),
        ("usageLocation", Some(2), false),
        ("businessPhones", None, true),
        ("onPremisesExtensionAttributes.extensionAttribute15", Some(1024), true),
        (ROLE, Some(256), true),
    ] {
        let name = parse(name).unwrap();
        assert_eq!((name.max_length(), name.can_be_cleared()), (limit, can_be_cleared), "{name}");
    }
}

#[test]
fn an_extension_names_the_application_that_defines_it() {
    let application = |name: &str| parse(name).unwrap().application();
    assert_eq!(application(ROLE).as_deref(), Some("b0a1c2d3-e4f5-0617-2839-4a5b6c7d8e9f"));
    assert_eq!(application(&format!("{ROLE}_2")), application(ROLE));
    assert_eq!(application("city"), None);
    assert_eq!(application("onPremisesExtensionAttributes.extensionAttribute7"), None);
}
