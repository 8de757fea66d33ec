//! What an administrator does to the settings, and nobody else.

use std::sync::Arc;

use contract::ports::SettingsAdmin;
use contract::{
    Caller, DraftId, FieldInput, FormEdit, ProblemCode, RestoreForm, SectionName, SettingValue,
    SettingsAnswer, SettingsField, SettingsForm, SettingsStep,
};
use serde_json::{Value, json};

use super::app::{TestApp, adele, fixed, person};

pub(super) fn megan() -> Caller {
    Caller { is_admin: true, name: "Megan Bowen".to_owned(), ..person("megan", false) }
}

pub(super) fn section(name: &str) -> SectionName {
    SectionName::parse(name).unwrap()
}

/// What is typed in the fields of the page, as its form would send it.
fn typed(fields: &[SettingsField]) -> std::collections::BTreeMap<String, String> {
    let mut all = std::collections::BTreeMap::new();
    for field in fields {
        match &field.input {
            FieldInput::Number { typed, .. }
            | FieldInput::Text { typed, .. }
            | FieldInput::LongText { typed, .. }
            | FieldInput::Attribute { typed, .. } => {
                all.insert(field.path.in_form(), typed.clone());
            }
            FieldInput::Picture { typed, .. } => drop(all.insert(field.path.in_form(), typed.clone())),
            FieldInput::Choice { chosen, .. } => drop(all.insert(field.path.in_form(), chosen.clone())),
            FieldInput::Toggle { on: true } => drop(all.insert(field.path.in_form(), "on".to_owned())),
            // A password is sent by nobody but whoever types it.
            FieldInput::Toggle { on: false } | FieldInput::Secret { .. } => {}
            FieldInput::List { entries, .. } | FieldInput::Map { entries, .. } => {
                for entry in entries {
                    all.insert(entry.path.in_form(), entry.typed.clone());
                    all.extend(self::typed(&entry.fields));
                }
            }
            FieldInput::Pick { chosen, search, .. } => {
                let key = field.path.in_form();
                match chosen {
                    Some(chosen) => drop(all.insert(key, chosen.value.clone())),
                    None => drop(all.insert(format!("{key}.search"), search.clone())),
                }
            }
            FieldInput::Entries { entries, .. } => {
                for entry in entries {
                    all.extend(self::typed(&entry.fields));
                }
            }
            FieldInput::Group { fields } => all.extend(self::typed(fields)),
        }
    }
    all
}

/// An administrator at the settings of an app.
pub(super) struct Desk {
    pub(super) settings: Arc<dyn SettingsAdmin>,
    pub(super) megan: Caller,
}

impl Desk {
    pub(super) fn of(app: &TestApp) -> Self {
        Self { settings: app.sharing.settings(), megan: megan() }
    }

    /// The form of a section as its page has it.
    pub(super) async fn form(&self, name: &str) -> SettingsForm {
        let page = self.settings.section(&self.megan, &section(name), None).await.unwrap();
        let fields = typed(&page.fields);
        SettingsForm { section: name.to_owned(), version: page.version, fields, ..SettingsForm::default() }
    }

    pub(super) async fn edit(&self, form: SettingsForm, button: &str) -> SettingsAnswer {
        self.settings.edit(&self.megan, form, FormEdit::parse(button).unwrap()).await.unwrap()
    }

    pub(super) async fn review(&self, form: SettingsForm) -> DraftId {
        match self.edit(form, "review").await {
            SettingsAnswer::Review(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn confirm(&self, draft: &DraftId, reason: &str) -> SettingsAnswer {
        let reason = reason.to_owned();
        self.settings.confirm(&self.megan, draft, reason, SettingsStep::Confirm).await.unwrap()
    }

    pub(super) async fn change(&self, name: &str, field: &str, value: &str, reason: &str) -> i64 {
        let mut form = self.form(name).await;
        form.fields.insert(field.to_owned(), value.to_owned());
        let draft = self.review(form).await;
        match self.confirm(&draft, reason).await {
            SettingsAnswer::Stored(version) => version,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn everybody_else_is_refused_whatever_they_ask() {
    let app = TestApp::new().await;
    let settings = app.sharing.settings();
    let (limits, draft) = (section("limits"), DraftId::parse("x").unwrap());
    let guest = Caller { is_guest: true, ..megan() };
    for caller in [adele(), person("grady", true), guest] {
        let mut refused = vec![
            settings.overview(&caller).await.unwrap_err(),
            settings.section(&caller, &limits, None).await.unwrap_err(),
            settings.review(&caller, &limits, &draft).await.unwrap_err(),
            settings.section_after_review(&caller, &limits, &draft).await.unwrap_err(),
            settings.history(&caller, None).await.unwrap_err(),
            settings.version(&caller, 1, None).await.unwrap_err(),
            settings.restore(&caller, RestoreForm::default()).await.unwrap_err(),
        ];
        refused.push(settings.edit(&caller, SettingsForm::default(), FormEdit::Review).await.unwrap_err());
        for step in [SettingsStep::Confirm, SettingsStep::Back] {
            refused.push(settings.confirm(&caller, &draft, String::new(), step).await.unwrap_err());
        }
        assert!(refused.iter().all(|problem| problem.code == ProblemCode::NotAllowed), "{refused:?}");
    }
    assert!(storage::settings::current(&app.storage).await.unwrap().is_none());
}

async fn a_change_is_kept_with_author_reason_and_audit_entry(app: &TestApp) {
    let desk = Desk::of(app);
    assert_eq!(desk.change("limits", "retry_minutes", "5", "Too long.").await, 1);
    assert_eq!(desk.change("limits", "retry_minutes", "6", "").await, 2);
    let history = desk.settings.history(&desk.megan, None).await.unwrap();
    let told: Vec<_> = history
        .versions
        .iter()
        .map(|version| (version.version, version.by.as_str(), version.reason.as_str()))
        .collect();
    assert_eq!(told, [(2, "Megan Bowen", ""), (1, "Megan Bowen", "Too long.")]);
    let change = &history.versions[0].changes[0];
    let minutes = |amount| Some(SettingValue::Number { amount, unit: contract::SettingUnit::Minutes });
    assert_eq!(
        (&change.before, &change.after, history.versions[0].changes.len()),
        (&minutes(5), &minutes(6), 1)
    );
    let restore =
        RestoreForm { version: 1, current: 2, reason: "Back.".to_owned(), ..RestoreForm::default() };
    let restored = desk.settings.restore(&desk.megan, restore.clone()).await.unwrap();
    assert_eq!(restored, SettingsAnswer::Stored(3));
    let entries = storage::audit::of_subject(&app.storage, "settings").await.unwrap();
    let details: Vec<Value> =
        entries.iter().map(|entry| serde_json::from_str(&entry.detail).unwrap()).collect();
    let change =
        |before: u32, after: u32| json!([{ "field": "retry_minutes", "before": before, "after": after }]);
    assert_eq!(
        details,
        [
            json!({ "version": 1, "section": "limits", "changes": change(360, 5), "reason": "Too long." }),
            json!({ "version": 2, "section": "limits", "changes": change(5, 6) }),
            json!({ "version": 3, "section": "limits", "changes": change(6, 5), "reason": "Back.", "restored": 1 }),
        ]
    );
    assert!(entries.iter().all(|entry| entry.actor == desk.megan.user.as_str()));
    // The form of before is about another version.
    let refused = desk.settings.restore(&desk.megan, restore).await.unwrap();
    assert!(matches!(refused, SettingsAnswer::Edit(_)), "{refused:?}");
    let page = desk.settings.version(&desk.megan, 1, None).await.unwrap();
    assert!(page.changes.is_empty(), "it is as the settings are");
    let older = desk.settings.history(&desk.megan, Some(2)).await.unwrap();
    assert_eq!((older.versions.len(), older.has_older), (1, false));
}

#[tokio::test]
async fn changes_are_kept_on_sqlite() {
    a_change_is_kept_with_author_reason_and_audit_entry(&TestApp::new().await).await;
}

#[tokio::test]
async fn changes_are_kept_on_postgres() {
    let Some(app) = TestApp::on_postgres().await else { return };
    a_change_is_kept_with_author_reason_and_audit_entry(&app).await;
}

async fn a_role_in_use_cannot_be_taken_out(app: &TestApp) {
    let desk = Desk::of(app);
    let take_out = async || {
        let form = desk.form("roles").await;
        let SettingsAnswer::EditAt(draft, _) = desk.edit(form, "remove other_kinds.roles.1").await else {
            panic!("the form comes back")
        };
        let page = desk.settings.section(&desk.megan, &section("roles"), Some(&draft)).await.unwrap();
        assert!(page.problem.is_none() && page.held.is_empty(), "nothing is said before it is asked");
        let fields = typed(&page.fields);
        let form = SettingsForm {
            section: "roles".to_owned(),
            fields,
            version: page.version,
            ..SettingsForm::default()
        };
        desk.edit(form, "review").await
    };
    let SettingsAnswer::Review(seen) = take_out().await else { panic!("nobody has it") };
    app.give(adele().user.as_str(), "contributor", None).await;
    let SettingsAnswer::Edit(draft) = take_out().await else { panic!("somebody has it") };
    let page = desk.settings.section(&desk.megan, &section("roles"), Some(&draft)).await.unwrap();
    let problem = page.problem.unwrap();
    assert_eq!(problem.about(&contract::FieldPath::known("other_kinds.roles")), Some(ProblemCode::RoleInUse));
    assert_eq!((page.held.len(), page.held[0].count, page.held[0].role.as_str()), (1, 1, "contributor"));
    // Whoever opens the second step once more is told why it is a form again, …
    let gone = desk.settings.review(&desk.megan, &section("roles"), &seen).await;
    assert_eq!(gone.unwrap_err().code, ProblemCode::NotFound);
    let page = desk.settings.section_after_review(&desk.megan, &section("roles"), &seen).await.unwrap();
    assert_eq!(page.problem.map(|problem| problem.code), Some(ProblemCode::RoleInUse));
    assert_eq!(page.held.len(), 1);
    // … and whoever saw it before somebody got the role, at the end.
    assert!(matches!(desk.confirm(&seen, "").await, SettingsAnswer::Edit(_)));
    assert!(storage::settings::current(&app.storage).await.unwrap().is_none());
}

#[tokio::test]
async fn a_role_in_use_stays_on_sqlite() {
    a_role_in_use_cannot_be_taken_out(&TestApp::new().await).await;
}

#[tokio::test]
async fn a_role_in_use_stays_on_postgres() {
    let Some(app) = TestApp::on_postgres().await else { return };
    a_role_in_use_cannot_be_taken_out(&app).await;
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_stored_and_the_other_is_told() {
    let app = TestApp::new().await;
    let (first, second) = (Desk::of(&app), Desk::of(&app));
    let mut drafts = Vec::new();
    for (desk, field, value) in [(&first, "retry_minutes", "5"), (&second, "visibility_budget_seconds", "9")]
    {
        let mut form = desk.form("limits").await;
        form.fields.insert(field.to_owned(), value.to_owned());
        drafts.push(desk.review(form).await);
    }
    let (one, other) = tokio::join!(first.confirm(&drafts[0], ""), second.confirm(&drafts[1], ""));
    let stored =
        [&one, &other].into_iter().filter(|answer| matches!(answer, SettingsAnswer::Stored(1))).count();
    assert_eq!(stored, 1, "{one:?} {other:?}");
    let (desk, answer) = if matches!(one, SettingsAnswer::Edit(_)) { (first, one) } else { (second, other) };
    let SettingsAnswer::Edit(draft) = answer else { panic!("{answer:?}") };
    let page = desk.settings.section(&desk.megan, &section("limits"), Some(&draft)).await.unwrap();
    assert_eq!(page.problem.map(|problem| problem.code), Some(ProblemCode::SettingsChanged));
    assert_eq!(page.changed_since.map(|since| since.changes.len()), Some(1));
    let fields = typed(&page.fields);
    let form = SettingsForm {
        section: "limits".to_owned(),
        version: page.version,
        fields,
        ..SettingsForm::default()
    };
    let draft = desk.review(form).await;
    assert_eq!(desk.confirm(&draft, "").await, SettingsAnswer::Stored(2));
    let row = storage::settings::current(&app.storage).await.unwrap().unwrap();
    let document: Value = serde_json::from_str(&row.document).unwrap();
    let limits = &document["sections"]["limits"];
    let wanted = (&json!(5), &json!(9));
    assert_eq!(
        (&limits["retry_minutes"], &limits["visibility_budget_seconds"]),
        wanted,
        "both have what they wanted"
    );
}

#[tokio::test]
async fn a_limit_that_the_configuration_puts_below_another_is_in_nobodys_way() {
    let settings = fixed([("limits", "tenant_guests", json!("5 + 1/min"))]);
    let app = TestApp::new().await.with_settings(settings);
    let desk = Desk::of(&app);
    assert_eq!(desk.change("limits", "retry_minutes", "5", "").await, 1, "nobody touched the limits");
    let mut form = desk.form("limits").await;
    form.fields.insert("guests".to_owned(), "8 + 1/min".to_owned());
    let SettingsAnswer::Edit(draft) = desk.edit(form, "review").await else { panic!("it is above all") };
    let page = desk.settings.section(&desk.megan, &section("limits"), Some(&draft)).await.unwrap();
    let problem = page.problem.unwrap();
    let field = contract::FieldPath::known("guests");
    assert_eq!(problem.about(&field), Some(ProblemCode::LimitAboveTenant));
    assert_eq!(desk.change("limits", "guests", "5 + 1/min", "").await, 2);
}

#[tokio::test]
async fn a_form_of_somebody_else_or_of_no_section_is_refused() {
    let app = TestApp::new().await;
    let desk = Desk::of(&app);
    let form = SettingsForm { section: "no-such-section".to_owned(), ..SettingsForm::default() };
    let refused = desk.settings.edit(&desk.megan, form, FormEdit::Review).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotFound);
    // A version that there never was.
    let form = SettingsForm { version: 7, ..desk.form("limits").await };
    let refused = desk.settings.edit(&desk.megan, form, FormEdit::Review).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::BadForm);
    // A draft is its owner's.
    let mut form = desk.form("limits").await;
    form.fields.insert("retry_minutes".to_owned(), "5".to_owned());
    let draft = desk.review(form).await;
    let other = Caller { is_admin: true, ..person("alex", false) };
    let refused =
        desk.settings.confirm(&other, &draft, String::new(), SettingsStep::Confirm).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotFound);
    let page = desk.settings.section(&other, &section("limits"), Some(&draft)).await.unwrap();
    assert_eq!(typed(&page.fields)["retry_minutes"], "360", "as if there were none");
}
