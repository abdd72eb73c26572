//! What the county filled into the policy card 政策“一口清” (DOMAIN §2.4).

use serde::{Deserialize, Serialize};

/// All of the county's texts: one row, for everybody. A policy without a text is not filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyCardV1 {
    pub texts: Vec<PolicyTextV1>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyTextV1 {
    /// A code of `checklist.json`'s policy card; one this program does not know is not shown.
    pub policy: String,
    pub text: String,
    /// The first day it holds, `YYYY-MM-DD`.
    pub from: String,
    /// The last day; absent while it holds on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Phones in the field read exactly this.
    #[test]
    fn policy_card_v1_is_frozen() {
        let text = |until: Option<&str>| PolicyTextV1 {
            policy: "water".to_owned(),
            text: "t".to_owned(),
            from: "2026-01-01".to_owned(),
            until: until.map(str::to_owned),
        };
        let card = PolicyCardV1 {
            texts: vec![text(Some("2026-12-31")), text(None)],
        };
        assert_eq!(
            serde_json::to_string(&card).unwrap(),
            r#"{"texts":[{"policy":"water","text":"t","from":"2026-01-01","until":"2026-12-31"},{"policy":"water","text":"t","from":"2026-01-01"}]}"#
        );
    }
}
