//! The databases' own codes: which of them pass by themselves, which come with values in their message.
//!
//! SQLite: "Result and Error Codes", decimal. PostgreSQL: "PostgreSQL Error Codes", five characters.

/// Whether what the code stands for may be gone at the next try.
pub(super) fn is_transient(code: &str) -> bool {
    match sqlite(code) {
        // BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN, in the low byte of an extended code
        Some(code) => matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14),
        None => {
            // connection, resources, operator (also statement time-outs), system
            ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class))
                // read-only after a fail-over, idle in transaction, serialization, deadlock, lock time-out
                || matches!(code, "25006" | "25P03" | "40001" | "40P01" | "55P03")
        }
    }
}

/// Whether the message quotes what was sent: PostgreSQL's data exceptions do.
pub(super) fn quotes_values(code: &str) -> bool {
    sqlite(code).is_none() && code.starts_with("22")
}

/// SQLite's codes are numbers of up to four digits; PostgreSQL's have five characters.
fn sqlite(code: &str) -> Option<u32> {
    if code.len() < 5 { code.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_and_lost_pass_mistakes_do_not() {
        for code in ["5", "517", "6", "10", "778", "13", "08006", "40001", "40P01", "53300", "57P01", "57014"]
        {
            assert!(is_transient(code), "{code}");
        }
        for code in ["1", "11", "26", "19", "2067", "42601", "42P01", "23505", "22P02", ""] {
            assert!(!is_transient(code), "{code}");
        }
    }

    #[test]
    fn only_data_exceptions_quote() {
        assert!(quotes_values("22P02"));
        assert!(!quotes_values("42601"));
        assert!(!quotes_values("2067"));
    }
}
