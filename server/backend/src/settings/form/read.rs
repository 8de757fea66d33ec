//! What the fields of a form say.

use contract::{FieldPath, FieldProblem, ProblemCode};
use serde_json::{Map, Value};

use super::fields::{Fields, SEARCH, entries, inside, text};
use super::{pick, secret};
use crate::rules::rate_limit::RateLimit;
use crate::settings::any_section::AnySection;
use crate::settings::field::{EntryCheck, FieldShape, FieldSpec, known_attribute};
use crate::settings::fixed::FixedSettings;
use crate::settings::section::FormSection;

/// A form that was read.
#[derive(Debug)]
pub(crate) struct Read {
    /// The section. Where a field makes no sense, it has what was there before.
    pub(crate) section: Value,
    /// The fields that make no sense by themselves.
    pub(crate) wrong: Vec<FieldProblem>,
}

impl Read {
    /// What is wrong by itself, and what the section says of the rest. Of a list with a wrong entry it knows the others only, so what it says of
    /// that one is left out.
    pub(crate) fn with(self, section: Vec<FieldProblem>) -> Vec<FieldProblem> {
        let within = |own: &FieldProblem, list: &str| {
            own.field.as_str().strip_prefix(list).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
        };
        let list_of = |path: &str| match path.strip_suffix(']').and_then(|path| path.rsplit_once('[')) {
            Some((list, _)) => list.to_owned(),
            None => path.to_owned(),
        };
        let mut all = self.wrong;
        let known = |problem: &FieldProblem| {
            let list = list_of(problem.field.as_str());
            all.iter().any(|own| within(own, &list))
        };
        let more: Vec<_> = section.into_iter().filter(|problem| !known(problem)).collect();
        all.extend(more);
        all
    }
}

/// Reads the form of a section that has been `before`: what is no field stays as it is there, and so does what the configuration decides.
pub(crate) fn read(of: &dyn AnySection, fields: &Fields, before: &Value, fixed: &FixedSettings) -> Read {
    let fixed: Vec<_> = of.fixed(fixed).iter().map(|fixed| fixed.field).collect();
    let specs: Vec<_> = of.fields().into_iter().filter(|spec| !fixed.contains(&spec.name)).collect();
    let mut reader = Reader { fields, wrong: Vec::new() };
    let form = reader.all(&specs, None, &of.to_form(before));
    let FormSection { stored, wrong: more } = of.read_form(form);
    let mut wrong = reader.wrong;
    for problem in more {
        if wrong.iter().all(|own| own.field != problem.field) {
            wrong.push(problem);
        }
    }
    Read { section: stored, wrong }
}

struct Reader<'a> {
    fields: &'a Fields,
    wrong: Vec<FieldProblem>,
}

impl Reader<'_> {
    fn all(&mut self, specs: &[FieldSpec], place: Option<&FieldPath>, before: &Value) -> Value {
        let mut object = before.as_object().cloned().unwrap_or_default();
        for spec in specs {
            let name = FieldPath::known(spec.name);
            let path = place.map_or_else(|| name.clone(), |place| place.join(&name));
            let before = object.get(spec.name).cloned().unwrap_or(Value::Null);
            object.insert(spec.name.to_owned(), self.field(spec, &path, &before));
        }
        Value::Object(object)
    }

    fn field(&mut self, spec: &FieldSpec, path: &FieldPath, before: &Value) -> Value {
        let typed = text(self.fields, &path.in_form()).to_owned();
        let read = match &spec.shape {
            FieldShape::Number { min, max, .. } => number(&typed, *min, *max),
            FieldShape::Rate { of_day } => rate(&typed, *of_day, before),
            FieldShape::Text { is_optional: true, .. }
            | FieldShape::Attribute { is_optional: true }
            | FieldShape::Picture
                if typed.is_empty() =>
            {
                Ok(Value::Null)
            }
            FieldShape::Text { longest, .. } if typed.chars().count() > *longest => {
                Err(ProblemCode::TextTooLong)
            }
            // Whether there is such a picture, the database says.
            FieldShape::Text { .. } | FieldShape::Picture => Ok(typed.into()),
            FieldShape::LongText { longest } => long_text(&typed, *longest),
            FieldShape::Attribute { .. } => known_attribute(&typed).map(|()| typed.into()),
            FieldShape::Choice(all) if all.contains(&typed.as_str()) => Ok(typed.into()),
            FieldShape::Choice(_) => Err(ProblemCode::ValueMissing),
            FieldShape::Toggle => Ok(Value::Bool(!typed.is_empty())),
            FieldShape::List { check, most, .. } => Ok(self.list(path, *check, *most)),
            FieldShape::Map { check, most, each } => Ok(self.map(path, *check, *most, each, before)),
            FieldShape::Pick { of, is_optional, .. } => {
                let search = text(self.fields, &inside(&path.in_form(), SEARCH));
                pick::read(*of, &typed, search, *is_optional)
            }
            FieldShape::Entries { most, each, .. } => Ok(self.entries(path, *most, each)),
            FieldShape::Secret { .. } => secret::read(self.fields, &path.in_form(), before),
            FieldShape::Group(specs) => Ok(self.all(specs, Some(path), before)),
        };
        read.unwrap_or_else(|code| {
            self.refuse(path, code);
            before.clone()
        })
    }

    fn list(&mut self, path: &FieldPath, check: EntryCheck, most: usize) -> Value {
        let mut texts = Vec::new();
        for index in 0..self.count(path, most) {
            let entry = path.at(index);
            let typed = text(self.fields, &entry.in_form()).to_owned();
            match check(&typed) {
                Ok(()) => texts.push(typed.into()),
                Err(code) => self.refuse(&entry, code),
            }
        }
        Value::Array(texts)
    }

    fn entries(&mut self, path: &FieldPath, most: usize, each: &[FieldSpec]) -> Value {
        let count = self.count(path, most);
        (0..count).map(|index| self.all(each, Some(&path.at(index)), &Value::Null)).collect()
    }

    fn map(
        &mut self,
        path: &FieldPath,
        check: EntryCheck,
        most: usize,
        each: &[FieldSpec],
        before: &Value,
    ) -> Value {
        let mut map = Map::new();
        for index in 0..self.count(path, most) {
            let entry = path.at(index);
            let name = text(self.fields, &entry.in_form()).to_owned();
            let value = self.all(each, Some(&entry), before.get(&name).unwrap_or(&Value::Null));
            match check(&name) {
                Err(code) => self.refuse(&entry, code),
                Ok(()) if map.contains_key(&name) => self.refuse(&entry, ProblemCode::ValueRepeated),
                Ok(()) => drop(map.insert(name, value)),
            }
        }
        Value::Object(map)
    }

    /// How many entries a list has, in a form whose entries are in order.
    fn count(&mut self, path: &FieldPath, most: usize) -> usize {
        let count = entries(self.fields, &path.in_form()).len();
        if count > most {
            self.refuse(path, ProblemCode::ListTooLong);
        }
        count
    }

    fn refuse(&mut self, path: &FieldPath, code: ProblemCode) {
        self.wrong.push(FieldProblem { field: path.clone(), code });
    }
}

/// Browsers send two characters for the end of a line.
fn long_text(typed: &str, longest: usize) -> Result<Value, ProblemCode> {
    let text = typed.replace("\r\n", "\n");
    if text.chars().count() > longest {
        return Err(ProblemCode::TextTooLong);
    }
    Ok(if text.is_empty() { Value::Null } else { text.into() })
}

fn number(typed: &str, min: u64, max: u64) -> Result<Value, ProblemCode> {
    if typed.is_empty() {
        return Err(ProblemCode::ValueMissing);
    }
    if !typed.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ProblemCode::NumberMalformed);
    }
    // What does not fit is too large, however large it is.
    match typed.parse() {
        Ok(number) if (min..=max).contains(&number) => Ok(number.into()),
        _ => Err(ProblemCode::ValueOutOfRange),
    }
}

/// A rate limit, in the one way in which each is stored. One of a day that is there already stays, whatever its unit: a file may have brought it, and
/// `5 + 24/day` is stored as `5 + 1/h`.
fn rate(typed: &str, of_day: bool, before: &Value) -> Result<Value, ProblemCode> {
    if typed.is_empty() {
        return Err(ProblemCode::ValueMissing);
    }
    let limit = RateLimit::parse(typed).ok_or(ProblemCode::RateMalformed)?;
    let stored: Value = limit.to_string().into();
    if of_day && stored != *before && !RateLimit::is_written_by_day(typed) {
        return Err(ProblemCode::RatePerDay);
    }
    Ok(stored)
}
