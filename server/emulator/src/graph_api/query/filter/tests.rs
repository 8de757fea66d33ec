#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;

use super::{Expr, Function, Literal, Op, bind, parse, text_literals};
use crate::graph_api::users::USERS;

fn path() -> impl Strategy<Value = Vec<String>> {
    let one = prop::sample::select(vec!["mail", "displayName", "otherMails", "createdDateTime", "x"]);
    let two =
        prop::sample::select(vec!["otherMails/$count", "c/issuer", "signInActivity/lastSignInDateTime"]);
    prop_oneof![3 => one, 1 => two].prop_map(|path| path.split('/').map(str::to_owned).collect())
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Flag),
        any::<String>().prop_map(Literal::Text),
        any::<i64>().prop_map(Literal::Number),
        (0_i64..4_000_000_000)
            .prop_map(|seconds| Literal::Time(time::OffsetDateTime::from_unix_timestamp(seconds).unwrap())),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    let op = prop_oneof![Just(Op::Eq), Just(Op::Ne), Just(Op::Gt), Just(Op::Ge), Just(Op::Lt), Just(Op::Le)];
    let function =
        prop_oneof![Just(Function::StartsWith), Just(Function::EndsWith), Just(Function::Contains)];
    let leaf = prop_oneof![
        (path(), op, literal()).prop_map(|(path, op, literal)| Expr::Compare(path, op, literal)),
        (path(), prop::collection::vec(literal(), 1..4)).prop_map(|(path, list)| Expr::In(path, list)),
        (function, path(), any::<String>())
            .prop_map(|(function, path, text)| Expr::Call(function, path, text)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
            inner.clone().prop_map(|inner| Expr::Not(Box::new(inner))),
            (path(), inner).prop_map(|(path, inner)| Expr::Any(path, "v".to_owned(), Box::new(inner))),
        ]
    })
}

proptest! {
    #[test]
    fn no_input_makes_it_panic(text in any::<String>()) {
        if let Ok(expr) = parse(&text) {
            let _ = bind(&expr, &USERS, true);
        }
    }

    #[test]
    fn no_mixture_of_its_own_words_makes_it_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "(", ")", "'", "''", "mail", "eq", "and", "or", "not", "any", "/", ":", ",", "in", "null", "1",
                "startsWith", "-", "2026-01-01T00:00:00Z", " ",
            ]),
            0..40,
        ),
    ) {
        if let Ok(expr) = parse(&words.concat()) {
            let _ = bind(&expr, &USERS, true);
        }
    }

    #[test]
    fn a_condition_survives_writing_and_reading(expr in expr()) {
        prop_assert_eq!(parse(&expr.to_string()).unwrap(), expr);
    }

    #[test]
    fn doubled_quotes_keep_any_text_one_literal(text in any::<String>()) {
        let filter = format!("mail eq '{}'", text.replace('\'', "''"));
        let expected = Expr::Compare(vec!["mail".to_owned()], Op::Eq, Literal::Text(text));
        prop_assert_eq!(parse(&filter).unwrap(), expected);
    }

    #[test]
    fn literals_are_what_was_quoted(first in any::<String>(), second in any::<String>()) {
        let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let filter = format!(
            "otherMails/any(m:m eq {}) or not (mail in ({},null) and startsWith(mail,{}))",
            quote(&first), quote(&second), quote(&first),
        );
        prop_assert_eq!(text_literals(&filter), Some(vec![first.clone(), second, first]));
    }
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("{}mail eq 'x'{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(parse(&deep).is_err());
    let nots = format!("{}mail eq 'x'", "not ".repeat(100_000));
    assert!(parse(&nots).is_err());
    let wide = vec!["mail eq 'x'"; 20_000].join(" or ");
    assert!(parse(&wide).is_ok());
}

#[test]
fn and_binds_closer_than_or() {
    let one = |name: &str| Expr::Compare(vec![name.to_owned()], Op::Eq, Literal::Flag(true));
    let expected = Expr::Or(vec![one("a"), Expr::And(vec![one("b"), one("c")])]);
    assert_eq!(parse("a eq true or b eq true and c eq true").unwrap(), expected);
}
