#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use contract::{FieldInput, FormEdit, ProblemCode, SettingValue, SettingsField};
use serde_json::{Value, json};

use super::read::Read;
use super::*;
use crate::settings::any_section::{AnySection, Typed};
use crate::settings::changes::changes;
use crate::settings::field::{FieldShape, FieldSpec};
use crate::settings::fixed::FixedSettings;
use crate::settings::section::{FixedSetting, Section};
use crate::settings::sections;

fn section(name: &str) -> &'static dyn AnySection {
    sections::named(name).unwrap()
}

fn roles() -> Value {
    json!({
        "kinds": { "document": { "roles": ["reader", "owner"], "ranked": ["reader", "editor", "owner"] } },
        "other_kinds": { "roles": ["reader"] },
    })
}

/// Without limits of how fast people may go on.
fn limits(visibility_budget_seconds: u32, retry_minutes: u32) -> Value {
    json!({
        "visibility_budget_seconds": visibility_budget_seconds, "retry_minutes": retry_minutes,
        "shares": "off", "guests": "off", "guests_of_day": "off",
        "tenant_guests": "off", "tenant_guests_of_day": "off", "look_ups": "off",
    })
}

/// The form of these, with some fields as they are typed.
fn limits_form(before: &Value, pairs: &[(&str, &str)]) -> Fields {
    let mut form = typed(section("limits"), before);
    form.extend(fields(pairs));
    form
}

fn attributes() -> Value {
    json!({
        "rules": [
            { "attribute": "companyName", "from": "partner-domain" },
            { "attribute": "department", "from": { "inviter": "department" }, "kinds": ["document", "drawing"] },
            { "attribute": "employeeType", "from": { "text": "External" } },
        ],
        "overwrite": true,
    })
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

/// The section, and what is wrong as path and code.
fn said(of: &str, fields: &Fields, before: &Value) -> (Value, Vec<(String, ProblemCode)>) {
    let read = read(section(of), fields, before, &FixedSettings::default());
    let wrong = read.wrong.iter().map(|wrong| (wrong.field.to_string(), wrong.code)).collect();
    (read.section, wrong)
}

fn after(of: &str, before: &Fields, button: &str) -> Fields {
    apply(&section(of).fields(), before, &FormEdit::parse(button).unwrap()).fields
}

#[test]
fn a_place_is_found_again_in_a_form_whose_entries_have_other_numbers() {
    let sent = fields(&[
        ("kinds.0", "drawing"),
        ("kinds.0.roles.0", "reader"),
        ("kinds.2", " book"),
        ("kinds.2.roles.4", "reader"),
        ("kinds.3", "drawing"),
        ("other_kinds.roles.7", "reader"),
        ("other_kinds.roles.8", "reader"),
    ]);
    let ordered = in_order(&section("roles").fields(), &sent);
    for (place, was) in [
        ("kinds.0", "kinds.2"),
        ("kinds.0.roles.0", "kinds.2.roles.4"),
        ("kinds.1.roles.0", "kinds.0.roles.0"),
        ("kinds.2", "kinds.3"),
        ("kinds.2.roles", "kinds.3.roles"),
        ("other_kinds.roles.1", "other_kinds.roles.8"),
        ("kinds.9", "kinds"),
    ] {
        assert_eq!(place_in(&ordered, &sent, place), was, "{place}");
    }
    let another = fields(&[("kinds.0", "drawing")]);
    assert_eq!(place_in(&ordered, &another, "kinds.0.roles.0"), "kinds", "nobody has typed a book there");
}

#[test]
fn a_section_comes_back_from_its_own_form() {
    for (of, stored) in [
        ("roles", roles()),
        ("limits", limits(7, 8)),
        ("roles", section("roles").default().unwrap()),
        ("attributes", attributes()),
    ] {
        let form = typed(section(of), &stored);
        assert_eq!(in_order(&section(of).fields(), &form), form);
        assert_eq!(said(of, &form, &stored), (stored, Vec::new()));
    }
}

#[test]
fn what_is_typed_is_read_or_refused_where_it_stands() {
    let before = limits(7, 8);
    for (typed, code) in [
        ("", ProblemCode::ValueMissing),
        (" ", ProblemCode::ValueMissing),
        ("soon", ProblemCode::NumberMalformed),
        ("-1", ProblemCode::NumberMalformed),
        ("1.5", ProblemCode::NumberMalformed),
        ("3601", ProblemCode::ValueOutOfRange),
        ("99999999999999999999999", ProblemCode::ValueOutOfRange),
    ] {
        let form = limits_form(&before, &[("visibility_budget_seconds", typed), ("retry_minutes", " 9 ")]);
        let wrong = vec![("visibility_budget_seconds".to_owned(), code)];
        assert_eq!(said("limits", &form, &before), (limits(7, 9), wrong), "{typed}");
    }
}

#[test]
fn a_rate_limit_is_stored_in_one_way_however_it_is_typed() {
    let before = limits(7, 8);
    for (typed, stored) in
        [(" 20+4/Min ", "20 + 4/min"), ("100 + 100/day", "100/day"), ("10 + 60/min", "10 + 1/s")]
    {
        let mut expected = before.clone();
        expected["guests"] = json!(stored);
        let form = limits_form(&before, &[("guests", typed)]);
        assert_eq!(said("limits", &form, &before), (expected.clone(), Vec::new()), "{typed}");
        let told = changes(section("limits"), &before, &expected);
        let after: Vec<_> = told.into_iter().map(|change| (change.key, change.after)).collect();
        assert_eq!(after, [("guests".to_owned(), Some(SettingValue::Text(stored.to_owned())))]);
    }
    for (typed, code) in [
        ("", ProblemCode::ValueMissing),
        ("0", ProblemCode::RateMalformed),
        ("0/day", ProblemCode::RateMalformed),
        ("10", ProblemCode::RateMalformed),
        ("10 per minute", ProblemCode::RateMalformed),
        ("10 + 2/week", ProblemCode::RateMalformed),
    ] {
        let form = limits_form(&before, &[("guests", typed)]);
        let wrong = vec![("guests".to_owned(), code)];
        assert_eq!(said("limits", &form, &before), (before.clone(), wrong), "{typed}");
    }
}

#[test]
fn a_limit_of_a_day_is_written_by_the_day() {
    let mut before = limits(7, 8);
    for field in ["guests_of_day", "tenant_guests_of_day"] {
        for typed in ["10 + 2/min", "4/h", "1/s"] {
            let form = limits_form(&before, &[(field, typed)]);
            let wrong = vec![(field.to_owned(), ProblemCode::RatePerDay)];
            assert_eq!(said("limits", &form, &before), (before.clone(), wrong), "{field} {typed}");
        }
        for (typed, stored) in [("100/Day", "100/day"), ("50 + 100/day", "50 + 100/day"), ("off", "off")] {
            let mut expected = before.clone();
            expected[field] = json!(stored);
            let form = limits_form(&before, &[(field, typed)]);
            assert_eq!(said("limits", &form, &before), (expected, Vec::new()), "{field} {typed}");
        }
    }
    // What is there already is in nobody's way.
    before["guests_of_day"] = json!("10 + 2/min");
    let form = limits_form(&before, &[("retry_minutes", "9")]);
    let (after, wrong) = said("limits", &form, &before);
    assert_eq!((&after["guests_of_day"], &after["retry_minutes"]), (&json!("10 + 2/min"), &json!(9)));
    assert_eq!(wrong, Vec::new());
}

#[test]
fn entries_are_refused_one_by_one() {
    let form = fields(&[
        ("kinds.0", "document"),
        ("kinds.0.roles.0", "reader"),
        ("kinds.0.roles.1", "two words"),
        ("kinds.1", "document"),
        ("kinds.1.roles.0", "reader"),
        ("kinds.2", ""),
        ("other_kinds.roles.0", ""),
    ]);
    let (read, wrong) = said("roles", &form, &roles());
    let expected = [
        ("kinds[0].roles[1]", ProblemCode::NameMalformed),
        ("kinds[1]", ProblemCode::ValueRepeated),
        ("kinds[2]", ProblemCode::ValueMissing),
        ("other_kinds.roles[0]", ProblemCode::ValueMissing),
    ];
    assert_eq!(wrong, expected.map(|(path, code)| (path.to_owned(), code)));
    // What is no field of the page stays.
    assert_eq!(read["kinds"]["document"]["ranked"], json!(["reader", "editor", "owner"]));
    let many: Vec<_> = (0..21).map(|n| (format!("other_kinds.roles.{n}"), format!("role-{n}"))).collect();
    let (_, wrong) = said("roles", &many.into_iter().collect(), &roles());
    assert_eq!(wrong, [("other_kinds.roles".to_owned(), ProblemCode::ListTooLong)]);
}

#[test]
fn of_a_list_with_a_wrong_entry_nothing_else_is_said() {
    let read = Read {
        section: Value::Null,
        wrong: vec![problem("other_kinds.roles[0]", ProblemCode::ValueMissing)],
    };
    let section = vec![
        problem("other_kinds.roles", ProblemCode::ValueMissing),
        problem("other_kinds.roles[1]", ProblemCode::ValueRepeated),
        problem("kinds[0].roles[1]", ProblemCode::ValueRepeated),
    ];
    let all = read.with(section);
    let all: Vec<_> = all.iter().map(|wrong| wrong.field.as_str()).collect();
    assert_eq!(all, ["other_kinds.roles[0]", "kinds[0].roles[1]"]);
}

fn problem(path: &str, code: ProblemCode) -> contract::FieldProblem {
    contract::FieldProblem { field: contract::FieldPath::parse(path).unwrap(), code }
}

#[test]
fn what_the_configuration_decides_is_not_read() {
    let fixed =
        FixedSetting { section: "limits", field: "retry_minutes", value: json!(9), by: "VESTIBULE_TEST" };
    let fixed = FixedSettings::new(vec![fixed]);
    let before = limits(7, 8);
    let form = limits_form(&before, &[("visibility_budget_seconds", "30"), ("retry_minutes", "77")]);
    let read = read(section("limits"), &form, &before, &fixed);
    assert_eq!(read.section, limits(30, 8));
    let shown = Shown {
        of: section("limits"),
        fields: &form,
        in_force: &limits(7, 9),
        wrong: &[],
        fixed: &fixed,
        found: None,
    };
    let by: Vec<_> = view(&shown).unwrap().into_iter().map(|field| field.fixed_by).collect();
    assert_eq!(by[..3], [None, Some("VESTIBULE_TEST".to_owned()), None]);
}

#[test]
fn buttons_add_move_and_take_out_entries() {
    let start = typed(section("roles"), &roles());
    let list = |fields: &Fields, list: &str| {
        let texts = super::fields::entries(fields, list).into_iter();
        texts.map(|at| fields[&format!("{list}.{at}")].clone()).collect::<Vec<_>>()
    };
    let down = after("roles", &start, "down kinds.0.roles.0");
    assert_eq!(list(&down, "kinds.0.roles"), ["owner", "reader"]);
    assert_eq!(after("roles", &down, "up kinds.0.roles.1"), start);
    let less = after("roles", &start, "remove kinds.0.roles.0");
    assert_eq!(list(&less, "kinds.0.roles"), ["owner"]);
    let more = after("roles", &start, "add kinds.0.roles");
    assert_eq!(list(&more, "kinds.0.roles"), ["reader", "owner", ""]);
    let kind = after("roles", &start, "add kinds");
    assert_eq!(
        (list(&kind, "kinds"), list(&kind, "kinds.1.roles")),
        (vec!["document".to_owned(), String::new()], vec![String::new()])
    );
    assert_eq!(after("roles", &kind, "remove kinds.1"), start);
    assert!(list(&after("roles", &start, "remove kinds.0"), "kinds").is_empty());
    // The name decides the place, and takes everything along.
    let mut named = kind;
    named.insert("kinds.1".to_owned(), "archive".to_owned());
    named.insert("kinds.1.roles.0".to_owned(), "viewer".to_owned());
    let ordered = in_order(&section("roles").fields(), &named);
    assert_eq!(list(&ordered, "kinds"), ["archive", "document"]);
    assert_eq!(list(&ordered, "kinds.0.roles"), ["viewer"]);
    assert_eq!(list(&ordered, "kinds.1.roles"), ["reader", "owner"]);
    // A button beside it means it by the number that it had, whatever its new name makes of that.
    let more = after("roles", &named, "add kinds.1.roles");
    assert_eq!(list(&more, "kinds.0.roles"), ["viewer", ""]);
    assert_eq!(list(&more, "kinds.1.roles"), ["reader", "owner"]);
    assert_eq!(list(&after("roles", &named, "remove kinds.1"), "kinds"), ["document"]);
    // Buttons that are not there change nothing.
    for none in [
        "up kinds.0.roles.0",
        "down kinds.0.roles.1",
        "add retry",
        "up kinds.x",
        "remove other_kinds",
        "add other_kinds",
    ] {
        assert_eq!(after("roles", &start, none), start, "{none}");
    }
}

#[test]
fn entries_without_names_are_added_moved_and_taken_out_with_all_their_fields() {
    let start = typed(section("attributes"), &attributes());
    let names = |fields: &Fields| {
        let all = super::fields::entries(fields, "rules").into_iter();
        all.map(|at| fields[&format!("rules.{at}.attribute")].clone()).collect::<Vec<_>>()
    };
    let down = after("attributes", &start, "down rules.0");
    assert_eq!(names(&down), ["department", "companyName", "employeeType"]);
    assert_eq!(
        (down["rules.0.kinds.1"].as_str(), down["rules.1.from"].as_str()),
        ("drawing", "partner-domain")
    );
    assert_eq!(after("attributes", &down, "up rules.1"), start);
    assert_eq!(names(&after("attributes", &start, "remove rules.1")), ["companyName", "employeeType"]);
    let more = after("attributes", &start, "add rules");
    assert_eq!(names(&more), ["companyName", "department", "employeeType", ""]);
    assert_eq!(after("attributes", &more, "add rules.3.kinds")["rules.3.kinds.0"], "");
}

#[test]
fn a_search_is_shown_where_its_entry_is_afterwards() {
    let specs = section("grants").fields();
    let start = fields(&[
        ("kinds.0", "document"),
        ("kinds.1", "archive"),
        ("kinds.1.roles.0", "reader"),
        ("kinds.1.roles.0.groups.3.group.search", " falcon "),
        ("kinds.1.roles.0.groups.3.by_rule", "on"),
    ]);
    let typed_in = unanswered_search(&specs, &start).unwrap();
    assert_eq!(typed_in, "kinds.1.roles.0.groups.3.group");
    let edited = apply(&specs, &start, &FormEdit::Search(typed_in));
    assert_eq!(edited.place.as_deref(), Some("kinds.0.roles.0.groups.0.group"));
    let open = open_pick(&specs, &edited.fields).unwrap();
    assert_eq!((open.search.as_str(), open.by_rule), ("falcon", true));
    assert_eq!(Some(open.field), edited.place);
    let other = apply(&specs, &edited.fields, &FormEdit::Add("other_kinds".to_owned()));
    assert_eq!(other.place.as_deref(), Some("other_kinds"));
    let none = apply(&specs, &start, &FormEdit::Search("kinds.1.roles.0".to_owned()));
    assert_eq!(none.fields, in_order(&specs, &start), "only what searches has such a button");
}

#[test]
fn fields_of_entries_are_refused_one_by_one() {
    let mut form = typed(section("attributes"), &attributes());
    for (field, typed) in [
        ("rules.0.attribute", "userPrincipalName"),
        ("rules.1.inviter", ""),
        ("rules.2.from", "nowhere"),
        ("rules.1.kinds.0", "two words"),
    ] {
        form.insert(field.to_owned(), typed.to_owned());
    }
    let (_, wrong) = said("attributes", &form, &attributes());
    let expected = [
        ("rules[0].attribute", ProblemCode::AttributeUnknown),
        ("rules[1].kinds[0]", ProblemCode::NameMalformed),
        ("rules[2].from", ProblemCode::ValueMissing),
        ("rules[1].inviter", ProblemCode::ValueMissing),
    ];
    assert_eq!(wrong, expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn entries_that_differ_are_told_field_by_field() {
    let mut after = attributes();
    after["rules"] = json!([after["rules"][1], { "attribute": "city", "from": { "text": "Vilnius" } }]);
    let told = changes(section("attributes"), &attributes(), &after);
    assert_eq!(told.len(), 1);
    let english = contract::Language::English;
    assert_eq!(
        words::setting_before(english, &told[0]),
        "companyName: The domain of the guest’s address; \
         department: A detail of whoever shares, department, document, drawing; employeeType: A fixed text, External"
    );
    assert_eq!(
        words::setting_after(english, &told[0]),
        "department: A detail of whoever shares, department, document, drawing; city: A fixed text, Vilnius"
    );
}

#[test]
fn a_list_takes_no_more_than_it_may() {
    let mut form = typed(section("roles"), &roles());
    for _ in 0..30 {
        form = after("roles", &form, "add other_kinds.roles");
    }
    assert_eq!(super::fields::entries(&form, "other_kinds.roles").len(), 20);
}

#[test]
fn the_page_shows_what_is_stored_and_what_is_new() {
    let stored = roles();
    let form = after("roles", &typed(section("roles"), &stored), "add kinds.0.roles");
    let wrong = [problem("kinds[0].roles[2]", ProblemCode::ValueMissing)];
    let fixed = FixedSettings::default();
    let shown = Shown {
        of: section("roles"),
        fields: &form,
        in_force: &stored,
        wrong: &wrong,
        fixed: &fixed,
        found: None,
    };
    let fields = view(&shown).unwrap();
    let keys: Vec<_> = fields.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(keys, ["kinds", "other_kinds"]);
    let FieldInput::Map { entries, has_room: true } = &fields[0].input else { panic!("{fields:?}") };
    assert_eq!((entries[0].typed.as_str(), entries[0].is_new), ("document", false));
    let SettingsField { key, input: FieldInput::List { entries, is_ordered: true, .. }, .. } =
        &entries[0].fields[0]
    else {
        panic!("{entries:?}")
    };
    assert_eq!(key, "kinds_roles");
    let told: Vec<_> =
        entries.iter().map(|entry| (entry.typed.as_str(), entry.is_new, entry.problem)).collect();
    let missing = Some(ProblemCode::ValueMissing);
    assert_eq!(told, [("reader", false, None), ("owner", false, None), ("", true, missing)]);
}

/// A section with the shapes that no real one has so far.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Sample {
    note: Option<String>,
    mode: String,
    is_on: bool,
    domains: Vec<String>,
}

impl Section for Sample {
    const NAME: &'static str = "sample";
    const SAMPLE: &'static str = "{}";

    fn fields() -> Vec<FieldSpec> {
        let field = |name, shape| FieldSpec { name, shape };
        vec![
            field("note", FieldShape::Text { longest: 5, is_optional: true }),
            field("mode", FieldShape::Choice(&["fast", "careful"])),
            field("is_on", FieldShape::Toggle),
            field("domains", FieldShape::List { check: |_| Ok(()), most: 2, is_ordered: false }),
        ]
    }

    fn validate(&self) -> Vec<contract::FieldProblem> {
        Vec::new()
    }
}

#[test]
fn texts_choices_and_switches_are_read_and_shown_too() {
    let (sample, fixed) = (Typed::<Sample>::NEW, FixedSettings::default());
    let stored = json!({ "note": null, "mode": "fast", "is_on": true, "domains": ["a.example"] });
    let form = typed(&sample, &stored);
    let same = read(&sample, &form, &stored, &fixed);
    assert_eq!((same.section, same.wrong), (stored.clone(), Vec::new()));
    let form = fields(&[
        ("note", "hello"),
        ("mode", "careful"),
        ("domains.0", "b.example"),
        ("domains.1", "c.example"),
    ]);
    let expected =
        json!({ "note": "hello", "mode": "careful", "is_on": false, "domains": ["b.example", "c.example"] });
    assert_eq!(read(&sample, &form, &stored, &fixed).section, expected);
    let told = changes(&sample, &stored, &expected);
    let told: Vec<_> = told.into_iter().map(|change| (change.before, change.after)).collect();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        told,
        [
            (None, Some(SettingValue::Text(text("hello")))),
            (Some(SettingValue::Choice(text("fast"))), Some(SettingValue::Choice(text("careful")))),
            (Some(SettingValue::Switch(true)), Some(SettingValue::Switch(false))),
            (
                Some(SettingValue::List(vec![text("a.example")])),
                Some(SettingValue::List(vec![text("b.example"), text("c.example")])),
            ),
        ]
    );
    let form = fields(&[("note", "too long"), ("mode", "slow"), ("is_on", "on")]);
    let refused = read(&sample, &form, &stored, &fixed);
    let codes: Vec<_> = refused.wrong.iter().map(|wrong| wrong.code).collect();
    assert_eq!(codes, [ProblemCode::TextTooLong, ProblemCode::ValueMissing]);
    let shown = Shown {
        of: &sample,
        fields: &form,
        in_force: &stored,
        wrong: &refused.wrong,
        fixed: &fixed,
        found: None,
    };
    let inputs: Vec<_> = view(&shown).unwrap().into_iter().map(|field| field.input).collect();
    assert_eq!(inputs[0], FieldInput::Text { typed: text("too long"), longest: 5 });
    let options = vec![text("fast"), text("careful")];
    assert_eq!(inputs[1], FieldInput::Choice { chosen: text("slow"), options });
    assert_eq!(inputs[2], FieldInput::Toggle { on: true });
}

/// A field without a label could not be shown, nor one without help be understood.
#[test]
fn every_field_has_its_texts_in_every_language() {
    fn check(section: &contract::SectionName, fields: &[SettingsField]) {
        for field in fields {
            for lang in contract::Language::ALL {
                let texts = words::setting(lang, section, &field.key);
                let texts = texts.unwrap_or_else(|| panic!("no texts of {section}.{}", field.key));
                let is_list = matches!(
                    field.input,
                    FieldInput::List { .. } | FieldInput::Map { .. } | FieldInput::Entries { .. }
                );
                assert_eq!((texts.add.is_some(), texts.entry.is_some()), (is_list, is_list), "{}", field.key);
            }
            match &field.input {
                FieldInput::Choice { options, .. } => {
                    for (lang, option) in contract::Language::ALL
                        .iter()
                        .flat_map(|lang| options.iter().map(|option| (*lang, option)))
                    {
                        let texts = words::setting_option(lang, section, &field.key, option);
                        assert!(texts.is_some(), "no texts of {section}.{}.{option}", field.key);
                    }
                }
                FieldInput::Group { fields } => check(section, fields),
                FieldInput::Map { entries, .. } | FieldInput::Entries { entries, .. } => {
                    check(section, &entries[0].fields);
                }
                _ => {}
            }
        }
    }
    for of in sections::ALL {
        let name = contract::SectionName::parse(of.name()).unwrap();
        assert_ne!(words::section_lead(contract::Language::English, &name), "", "{name}");
        check(&name, &whole(*of));
    }
}

/// What belongs to no field is shown nowhere.
#[test]
fn every_text_of_a_section_has_its_field() {
    fn keys(fields: &[SettingsField], found: &mut BTreeSet<String>) {
        for field in fields {
            found.insert(field.key.clone());
            match &field.input {
                FieldInput::Choice { options, .. } => {
                    let option = |option: &String| format!("{}.{}", field.key, option.replace('-', "_"));
                    found.extend(options.iter().map(option));
                }
                FieldInput::Group { fields } => keys(fields, found),
                FieldInput::Map { entries, .. } | FieldInput::Entries { entries, .. } => {
                    keys(&entries[0].fields, found);
                }
                _ => {}
            }
        }
    }
    let english = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../app/words/locales/en.json"));
    let english: Value = serde_json::from_str(english).unwrap();
    for (name, texts) in english["settings"]["sections"].as_object().unwrap() {
        let mut found: BTreeSet<String> = ["name", "lead"].map(str::to_owned).into();
        keys(&whole(section(name)), &mut found);
        if name == "mail" {
            // Each language is a heading, with the same two fields below.
            found.extend(["language", "subject", "text"].map(str::to_owned));
        }
        if name == "smtp" {
            // Only the configuration says so; the form does not offer it.
            found.insert("security.none".to_owned());
        }
        for (field, parts) in texts.as_object().unwrap() {
            assert!(found.contains(field), "{name}.{field}");
            for part in parts.as_object().into_iter().flat_map(serde_json::Map::keys) {
                let is_own = ["label", "help", "add", "entry"].contains(&part.as_str());
                assert!(is_own || found.contains(&format!("{field}.{part}")), "{name}.{field}.{part}");
            }
        }
    }
}

/// The form of a section with an entry of each list, so that the fields of entries are seen.
fn whole(of: &dyn AnySection) -> Vec<SettingsField> {
    let (stored, fixed) = (of.default().unwrap(), FixedSettings::default());
    let mut form = typed(of, &stored);
    loop {
        let fields = form.clone();
        let shown = Shown { of, fields: &fields, in_force: &stored, wrong: &[], fixed: &fixed, found: None };
        let view = view(&shown).unwrap();
        let Some(list) = empty_list(&view) else { break view };
        form = apply(&of.fields(), &form, &FormEdit::Add(list)).fields;
    }
}

/// The name of a list that has no entry yet, if there is one.
fn empty_list(fields: &[SettingsField]) -> Option<String> {
    fields.iter().find_map(|field| match &field.input {
        FieldInput::Map { entries, .. } | FieldInput::Entries { entries, .. } => match entries.first() {
            None => Some(field.path.in_form()),
            Some(entry) => empty_list(&entry.fields),
        },
        FieldInput::Group { fields } => empty_list(fields),
        _ => None,
    })
}
