//! The figures as a table.

use super::{Aim, Figure, Unit};

const HEAD: [&str; 5] = ["figure", "measured", "aim", "", "later"];

/// A line for each figure: its name to the left, numbers to the right.
pub(super) fn table(figures: &[Figure]) -> String {
    let rows: Vec<[String; 5]> =
        std::iter::once(HEAD.map(str::to_owned)).chain(figures.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let [name, measured, aim, verdict, later] = [0, 1, 2, 3, 4].map(width);
    let line = |row: &[String; 5]| {
        let line = format!(
            "{:<name$}  {:>measured$}  {:>aim$}  {:<verdict$}  {:>later$}",
            row[0], row[1], row[2], row[3], row[4]
        );
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn row(figure: &Figure) -> [String; 5] {
    let unit = figure.unit;
    let verdict = match figure.aim {
        None => "",
        Some(aim) if aim.is_met(figure.value) => "ok",
        Some(Aim::AtMost(_)) => "over",
        Some(Aim::AtLeast(_)) => "under",
    };
    [
        figure.name.clone(),
        written(figure.value, unit),
        figure.aim.map(|aim| aimed(aim, unit)).unwrap_or_default(),
        verdict.to_owned(),
        figure.later.map(|later| written(later, unit)).unwrap_or_default(),
    ]
}

fn aimed(aim: Aim, unit: Unit) -> String {
    match aim {
        Aim::AtMost(most) => format!("<= {}", written(most, unit)),
        Aim::AtLeast(least) => format!(">= {}", written(least, unit)),
    }
}

/// With as many digits as mean something.
fn written(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Milliseconds => format!("{value:.2} ms"),
        Unit::Times => format!("{value:.2} x"),
        Unit::PerSecond => format!("{value:.0} /s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_is_over_and_under_its_aim() {
        let figures = [
            Figure::new("share", 9.5, Unit::Milliseconds).aim(Aim::AtMost(8.0), Some(0.5)),
            Figure::new("growth", 1.2, Unit::Times).aim(Aim::AtMost(1.5), None),
            Figure::new("pages", 900.4, Unit::PerSecond).aim(Aim::AtLeast(1_400.0), None),
            Figure::new("bare", 1.0, Unit::Milliseconds),
        ];
        let expected = [
            "figure  measured         aim           later",
            "share    9.50 ms  <= 8.00 ms  over   0.50 ms",
            "growth    1.20 x   <= 1.50 x  ok",
            "pages     900 /s  >= 1400 /s  under",
            "bare     1.00 ms",
        ];
        assert_eq!(table(&figures), expected.join("\n"));
    }
}
