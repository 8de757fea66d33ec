//! The attributes of a new guest that the form asks for: from what was typed to what is stored.

use std::collections::BTreeMap;

use contract::{AskedAttribute, FieldPath, FieldProblem, Problem, ProblemCode, ShareForm, TypedAttribute};
use graph::AttributeName;

use crate::app_state::AppState;
use crate::directory::extensions::{ExtensionTypes, code_of, types_within};

/// What the form asks for, in its order.
pub(super) type AskedAttributes<'a> = [(&'a AttributeName, AskedAttribute)];

const USAGE_LOCATION: &str = "usageLocation";
/// The codes of countries (ISO 3166-1 alpha-2): Microsoft takes no other `usageLocation`.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD \
    CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP \
    GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU \
    LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN \
    PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW \
    TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The values that were typed, and what is wrong with others. What is empty is no value; what is not asked for is nobody's business.
pub(super) fn parse(
    form: &ShareForm,
    asked: &AskedAttributes<'_>,
) -> (BTreeMap<AttributeName, String>, Vec<FieldProblem>) {
    let (mut values, mut wrong) = (BTreeMap::new(), Vec::new());
    for (at, typed) in form.attributes.iter().enumerate() {
        let Some((name, of)) = asked.iter().find(|(_, of)| of.name == typed.name) else { continue };
        match value(name, of, &typed.value) {
            Ok(Some(value)) => drop(values.insert((*name).clone(), value)),
            Ok(None) => {}
            Err(code) => wrong.push(FieldProblem { field: FieldPath::ATTRIBUTES.at(at), code }),
        }
    }
    (values, wrong)
}

fn value(name: &AttributeName, of: &AskedAttribute, typed: &str) -> Result<Option<String>, ProblemCode> {
    let text = typed.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > of.longest {
        return Err(ProblemCode::TextTooLong);
    }
    let is_country = of.name == USAGE_LOCATION;
    let text = if is_country { text.to_ascii_uppercase() } else { text.to_owned() };
    let is_code = || COUNTRIES.split_ascii_whitespace().any(|country| country == text);
    let fits = !text.chars().any(char::is_control) && name.value_of(&text).is_some();
    if fits && (!is_country || is_code()) { Ok(Some(text)) } else { Err(ProblemCode::ValueRefused) }
}

/// The types of the extensions that something was typed for, as far as the directory tells them while somebody waits: what it does not tell is found out
/// when it is written.
pub(super) async fn types(app: &AppState, form: &ShareForm, asked: &AskedAttributes<'_>) -> ExtensionTypes {
    let is_typed = |of: &AskedAttribute| {
        form.attributes.iter().any(|typed| typed.name == of.name && !typed.value.trim().is_empty())
    };
    let typed = asked.iter().filter(|(_, of)| is_typed(of));
    let names: Vec<AttributeName> = typed.map(|(name, _)| (*name).clone()).collect();
    types_within(app.patience, &app.directory.as_application(), &names).await
}

/// What was typed for extensions of these types, and is no value of them.
fn mistyped(form: &ShareForm, asked: &AskedAttributes<'_>, types: &ExtensionTypes) -> Vec<FieldProblem> {
    let wrong = |(at, typed): (usize, &TypedAttribute)| {
        let (name, _) = asked.iter().find(|(_, of)| of.name == typed.name)?;
        let text = Some(typed.value.trim()).filter(|text| !text.is_empty())?;
        let code = code_of(types.get(*name)?.value_of(text).err()?);
        Some(FieldProblem { field: FieldPath::ATTRIBUTES.at(at), code })
    };
    form.attributes.iter().enumerate().filter_map(wrong).collect()
}

/// Why somebody new cannot be invited with the form: values that do not fit, also to the types of extensions, and what is required and not there. With it
/// comes the form that is to be filled in again: one that did not ask for all of it was rendered before the settings changed, and gets what it lacks.
pub(super) fn wanting(
    form: &ShareForm,
    asked: &AskedAttributes<'_>,
    types: &ExtensionTypes,
) -> Option<(ShareForm, Problem)> {
    let mut form = form.clone();
    let (_, mut fields) = parse(&form, asked);
    for about in mistyped(&form, asked, types) {
        if fields.iter().all(|known| known.field != about.field) {
            fields.push(about);
        }
    }
    for (_, of) in asked.iter().filter(|(_, of)| of.required) {
        let mut sent = form.attributes.iter().enumerate();
        let (at, code) = match sent.find(|(_, typed)| typed.name == of.name) {
            Some((_, sent)) if !sent.value.trim().is_empty() => continue,
            Some((at, _)) => (at, ProblemCode::ValueMissing),
            None => {
                let at = form.attributes.len();
                form.attributes.push(TypedAttribute { name: of.name.clone(), value: String::new() });
                (at, ProblemCode::MoreAsked)
            }
        };
        fields.push(FieldProblem { field: FieldPath::ATTRIBUTES.at(at), code });
    }
    let first = fields.first()?.code;
    let is_outdated = fields.iter().any(|about| about.code == ProblemCode::MoreAsked);
    let code = if is_outdated { ProblemCode::MoreAsked } else { first };
    Some((form, Problem { fields, ..Problem::new(code) }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use graph::ExtensionType;

    use super::*;

    fn form(typed: &[(&str, &str)]) -> ShareForm {
        let typed = typed
            .iter()
            .map(|(name, value)| TypedAttribute { name: (*name).to_owned(), value: (*value).to_owned() });
        ShareForm { attributes: typed.collect(), ..ShareForm::default() }
    }

    fn names() -> Vec<AttributeName> {
        ["city", "usageLocation", "department"].map(|name| name.parse::<AttributeName>().unwrap()).to_vec()
    }

    /// The last of them is required.
    fn asked(names: &[AttributeName]) -> Vec<(&AttributeName, AskedAttribute)> {
        let of = |name: &AttributeName| AskedAttribute {
            name: name.to_string(),
            label: None,
            required: name.to_string() == "department",
            longest: name.max_length().unwrap(),
        };
        names.iter().map(|name| (name, of(name))).collect()
    }

    #[test]
    fn what_is_typed_is_taken_as_microsoft_takes_it() {
        let names = names();
        let typed =
            form(&[("department", ""), ("usageLocation", " lt "), ("city", " Vilnius "), ("state", "x")]);
        let (values, wrong) = parse(&typed, &asked(&names));
        let values: Vec<_> = values.into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        let expected = [("city", "Vilnius"), ("usageLocation", "LT")];
        assert_eq!(values.len(), 2);
        assert!(
            expected.iter().all(|(name, value)| values.contains(&((*name).to_owned(), (*value).to_owned())))
        );
        assert!(wrong.is_empty());
    }

    #[test]
    fn what_microsoft_does_not_take_is_named_where_it_stands_in_the_form() {
        let names = names();
        let typed = form(&[("city", "a\nb"), ("usageLocation", "XX"), ("department", &"x".repeat(65))]);
        let (values, wrong) = parse(&typed, &asked(&names));
        assert!(values.is_empty());
        let wrong: Vec<_> = wrong.iter().map(|wrong| (wrong.field.as_str(), wrong.code)).collect();
        let expected = [
            ("attributes[0]", ProblemCode::ValueRefused),
            ("attributes[1]", ProblemCode::ValueRefused),
            ("attributes[2]", ProblemCode::TextTooLong),
        ];
        assert_eq!(wrong, expected);
        let (_, wrong) = parse(&form(&[("usageLocation", "Lithuania")]), &asked(&names));
        assert_eq!(wrong[0].code, ProblemCode::TextTooLong);
    }

    #[test]
    fn somebody_new_is_not_invited_without_what_is_required() {
        let names = names();
        let none = ExtensionTypes::new();
        let wanting = |typed: &[(&str, &str)]| wanting(&form(typed), &asked(&names), &none);
        assert_eq!(wanting(&[("city", ""), ("department", "Legal")]), None);
        let (_, problem) = wanting(&[("city", ""), ("department", " ")]).unwrap();
        assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(1)), Some(ProblemCode::ValueMissing));
        assert_eq!((problem.code, problem.fields.len()), (ProblemCode::ValueMissing, 1));
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused_with_what_is_missing() {
        let names = names();
        let typed = form(&[("usageLocation", "XX"), ("department", "")]);
        let (back, problem) = wanting(&typed, &asked(&names), &ExtensionTypes::new()).unwrap();
        assert_eq!(problem.code, ProblemCode::ValueRefused);
        assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(0)), Some(ProblemCode::ValueRefused));
        assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(1)), Some(ProblemCode::ValueMissing));
        assert_eq!(back, typed, "nothing is lost");
    }

    #[test]
    fn a_form_from_before_the_settings_changed_gets_what_it_lacks() {
        let names = names();
        let (back, problem) =
            wanting(&form(&[("city", "Vilnius")]), &asked(&names), &ExtensionTypes::new()).unwrap();
        assert_eq!(back, form(&[("city", "Vilnius"), ("department", "")]));
        assert_eq!(problem.code, ProblemCode::MoreAsked);
        assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(1)), Some(ProblemCode::MoreAsked));
    }

    #[test]
    fn what_is_typed_for_an_extension_is_a_value_of_its_type() {
        let level = "extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_level";
        let names = vec![level.parse::<AttributeName>().unwrap()];
        let types = ExtensionTypes::from([(names[0].clone(), ExtensionType::Integer)]);
        let wanting =
            |value: &str, types: &ExtensionTypes| wanting(&form(&[(level, value)]), &asked(&names), types);
        assert_eq!(wanting(" 7 ", &types), None);
        assert_eq!(wanting("", &types), None);
        for (typed, code) in
            [("seven", ProblemCode::NumberMalformed), ("3000000000", ProblemCode::ValueOutOfRange)]
        {
            let (_, problem) = wanting(typed, &types).unwrap();
            assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(0)), Some(code), "{typed}");
            assert_eq!((problem.code, problem.fields.len()), (code, 1));
        }
        assert_eq!(wanting("seven", &ExtensionTypes::new()), None, "nobody knows better");
    }
}
