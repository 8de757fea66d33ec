#![allow(clippy::unwrap_used)]

use serde_json::json;

use crate::responses::{ProblemBody, ShareResponse};

#[test]
fn start_data_cannot_end_its_element() {
    let hostile = ["</script><!--<script>", "\\u003c"];
    let text = super::start_data(&hostile).unwrap();
    assert!(!text.contains('<'), "{text}");
    assert_eq!(serde_json::from_str::<[String; 2]>(&text).unwrap(), hostile);
}

#[test]
fn an_enum_says_its_kind() {
    let accepted = serde_json::to_value(ShareResponse::Accepted { share: "s1".to_owned() }).unwrap();
    assert_eq!(accepted, json!({ "kind": "accepted", "share": "s1" }));
    let problem = ProblemBody { code: "key-reused".to_owned(), ..ProblemBody::default() };
    let refused =
        serde_json::to_value(ShareResponse::Refused { problem, chips: Vec::new(), key: "k2".to_owned() })
            .unwrap();
    assert_eq!((&refused["kind"], &refused["key"]), (&json!("refused"), &json!("k2")));
    assert_eq!(refused["problem"]["code"], "key-reused");
}
