//! What a phone asks when the county was restored from an older backup: which of the things it
//! has receipts for are there no more.

use domain::id::ChangeId;
use serde::{Deserialize, Serialize};

/// At most this many changes and photos in one question.
pub const MAX_ASKED: usize = 500;

/// `POST /v1/have`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaveRequest {
    #[serde(default)]
    pub changes: Vec<ChangeId>,
    /// Hex SHA-256.
    #[serde(default)]
    pub photos: Vec<String>,
}

/// What of it the county lacks: the phone sends it again from the bytes it kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaveReply {
    #[serde(default)]
    pub missing_changes: Vec<ChangeId>,
    #[serde(default)]
    pub missing_photos: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Phones in the field speak exactly this.
    #[test]
    fn asking_what_is_missing_is_frozen() {
        let id = "00000000-0000-0000-0000-000000000001";
        let asked = HaveRequest {
            changes: vec![id.parse().unwrap()],
            photos: vec!["ab".to_owned()],
        };
        assert_eq!(
            serde_json::to_string(&asked).unwrap(),
            format!(r#"{{"changes":["{id}"],"photos":["ab"]}}"#)
        );
        let answer = HaveReply {
            missing_changes: asked.changes,
            missing_photos: Vec::new(),
        };
        assert_eq!(
            serde_json::to_string(&answer).unwrap(),
            format!(r#"{{"missing_changes":["{id}"],"missing_photos":[]}}"#)
        );
    }
}
