//! What was measured: figures beside their aims, and the raw samples.

mod machine;
mod table;

use serde_json::{Map, Value, json};

pub use machine::machine;

/// A part of the time: when something else had the server's processor for longer, the report says so.
const DISTURBED: f64 = 0.1;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Milliseconds,
    /// How many times as much.
    Times,
    /// Each second.
    PerSecond,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
}

/// One measured figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    name: String,
    value: f64,
    unit: Unit,
    aim: Option<Aim>,
    /// What it should be one day; in the same direction.
    later: Option<f64>,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Report {
    figures: Vec<Figure>,
    samples: Map<String, Value>,
    others: Map<String, Value>,
    notes: Vec<String>,
}

impl Unit {
    /// As tables and files write it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::Times => "times",
            Self::PerSecond => "/s",
        }
    }
}

impl Aim {
    /// Whether the value is what it should be.
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }
}

impl Figure {
    /// A figure without an aim.
    pub fn new(name: &str, value: f64, unit: Unit) -> Self {
        Self { name: name.to_owned(), value, unit, aim: None, later: None }
    }

    /// With what it should be now, and what it should be later.
    pub fn aim(self, aim: Aim, later: Option<f64>) -> Self {
        Self { aim: Some(aim), later, ..self }
    }

    fn json(&self) -> Value {
        let (at_most, at_least) = match self.aim {
            Some(Aim::AtMost(most)) => (Some(most), None),
            Some(Aim::AtLeast(least)) => (None, Some(least)),
            None => (None, None),
        };
        json!({
            "name": self.name,
            "value": self.value,
            "unit": self.unit.as_str(),
            "atMost": at_most,
            "atLeast": at_least,
            "later": self.later,
            "met": self.aim.map(|aim| aim.is_met(self.value)),
        })
    }
}

impl Report {
    /// Adds a figure.
    pub fn figure(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Keeps the samples of a figure. The name says what they count.
    pub fn samples(&mut self, name: &str, samples: Vec<u64>) {
        self.samples.insert(name.to_owned(), samples.into());
    }

    /// Keeps which part of the time something else used the server's processor, and says so where that was much.
    pub fn others(&mut self, during: &str, part: f64) {
        self.others.insert(during.to_owned(), part.into());
        if part > DISTURBED {
            let part = part * 100.0;
            self.note(format!(
                "{during}: something else used {part:.0} % of the server's processor, so times mean little"
            ));
        }
    }

    /// A remark under the table.
    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// For a person.
    pub fn table(&self) -> String {
        let notes = self.notes.iter().map(|note| format!("\nNote: {note}"));
        table::table(&self.figures) + &notes.collect::<String>()
    }

    /// Everything, with what is told of the run.
    pub fn json(&self, run: &Value) -> Value {
        json!({
            "run": run,
            "figures": self.figures.iter().map(Figure::json).collect::<Vec<_>>(),
            "notes": self.notes,
            "othersOnServersProcessor": self.others,
            "samples": self.samples,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aim_is_met_at_its_edge_and_not_beyond() {
        assert!(Aim::AtMost(8.0).is_met(8.0) && !Aim::AtMost(8.0).is_met(8.01));
        assert!(Aim::AtLeast(1_400.0).is_met(1_400.0) && !Aim::AtLeast(1_400.0).is_met(1_399.0));
    }

    #[test]
    fn a_busy_machine_is_told_of() {
        let told = |part| {
            let mut report = Report::default();
            report.others("shares", part);
            report.table().contains("shares: something else used")
        };
        assert!(told(0.15) && !told(0.05));
    }

    #[test]
    fn the_file_has_figures_with_their_aims_and_every_sample() {
        let mut report = Report::default();
        report.figure(Figure::new("share", 9.0, Unit::Milliseconds).aim(Aim::AtMost(8.0), Some(0.5)));
        report.figure(Figure::new("bare", 1.0, Unit::Milliseconds));
        report.samples("share us", vec![8_000, 10_000]);
        let file = report.json(&json!({ "commit": "abc" }));
        assert_eq!(file["run"]["commit"], "abc");
        let share = json!({ "name": "share", "value": 9.0, "unit": "ms", "atMost": 8.0, "atLeast": null, "later": 0.5, "met": false });
        assert_eq!(file["figures"][0], share);
        assert_eq!(file["figures"][1]["met"], Value::Null);
        assert_eq!(file["samples"]["share us"], json!([8_000, 10_000]));
    }
}
