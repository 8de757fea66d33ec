//! Whole numbers as a language writes them.

use contract::Language;

/// A whole number with the language's thousands separator (CLDR, decimal format).
pub fn number(lang: Language, number: u64) -> String {
    let separator = match lang {
        Language::English | Language::Chinese => ',',
        Language::Lithuanian => '\u{a0}',
        Language::French => '\u{202f}',
        Language::Portuguese => '.',
    };
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_by_three() {
        for (value, shown) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (123_456, "123,456"), (1_000_000, "1,000,000")]
        {
            assert_eq!(number(Language::English, value), shown);
        }
        assert_eq!(number(Language::Lithuanian, 1000), "1\u{a0}000");
        assert_eq!(number(Language::French, 1000), "1\u{202f}000");
        assert_eq!(number(Language::Portuguese, 1000), "1.000");
        assert_eq!(number(Language::Chinese, 1000), "1,000");
    }
}
