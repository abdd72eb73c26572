//! The policy card on the phone.

use protocol::policy::{PolicyCardV1, PolicyTextV1};
use protocol::row::{Role, kind};
use serde_json::{Value, json};

use super::county::{apply, row, wang};

fn line<'a>(card: &'a Value, code: &str) -> &'a Value {
    let lines = card["policies"].as_array().unwrap();
    lines.iter().find(|line| line["code"] == code).unwrap()
}

#[tokio::test]
async fn the_card_is_empty_until_the_county_fills_it_and_shows_what_holds_today() {
    let mut wang = wang(Role::Cadre);
    let card = wang.call("policy_card", json!({})).await;
    assert_eq!(card["policies"].as_array().unwrap().len(), 11);
    assert_eq!(card["filled"], 0, "no text ships with the program");
    assert_eq!(card["villages"][0]["village"], "李家湾村");
    assert_eq!(card["villages"][0]["people"], 4);
    assert_eq!(card["villages"][0]["exited"], 1);
    let text = |policy: &str, text: &str, from: &str, until: Option<&str>| PolicyTextV1 {
        policy: policy.to_owned(),
        text: text.to_owned(),
        from: from.to_owned(),
        until: until.map(str::to_owned),
    };
    let told = PolicyCardV1 {
        texts: vec![
            text("water", "past", "2000-01-01", Some("2000-12-31")),
            text("water", "now", "2001-01-01", Some("2099-12-31")),
            text("water", "far", "2101-01-01", None),
            text("water", "next", "2100-01-01", Some("2100-12-31")),
            text("finance", "over", "2000-01-01", Some("2000-12-31")),
            text("housing", "broken", "soon", None),
            text("a_policy_of_tomorrow", "?", "2000-01-01", None),
        ],
    };
    apply(&wang, &[row(kind::POLICY_CARD, "county", &told)]);
    let card = wang.call("policy_card", json!({})).await;
    assert_eq!(card["filled"], 1);
    assert_eq!(line(&card, "water")["text"]["text"], "now");
    assert_eq!(line(&card, "water")["next"]["text"], "next");
    for unfilled in ["finance", "housing", "medical"] {
        assert!(line(&card, unfilled)["text"].is_null(), "{unfilled}");
    }
}
