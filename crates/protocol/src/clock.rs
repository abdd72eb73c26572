//! Everything a phone knows about the time, so that the server can work out the true one.

use serde::{Deserialize, Serialize};

/// One moment as a phone saw it (DESIGN law 11). The wall clock may lie; the rest tells by how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockV1 {
    /// The phone's wall clock, UTC milliseconds.
    pub wall_ms: i64,
    /// Milliseconds since the phone started; only comparable under the same `boot_id`.
    pub monotonic_ms: i64,
    pub boot_id: String,
    /// Server time minus wall clock, as the phone knows it since the last contact, if there ever
    /// was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_offset_ms: Option<i64>,
}

/// What a phone knows of the county's time around the moment it made a change. The phone adds it
/// when the change leaves: a contact after the moment tells as much as one before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactsV1 {
    /// Of the same start of the phone: places the moment whatever the wall clock said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<ContactV1>,
    /// The county's time when it was last heard before the change was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<i64>,
    /// The county's time when it was first heard after the change was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_ms: Option<i64>,
}

/// One answer of the county, with both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactV1 {
    /// When the answer was here, by the phone's monotonic clock.
    pub monotonic_ms: i64,
    /// From asking to having the answer.
    pub round_trip_ms: i64,
    /// What the county's clock said in between.
    pub server_ms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_frozen() {
        let contacts = ContactsV1 {
            near: Some(ContactV1 {
                monotonic_ms: 1,
                round_trip_ms: 2,
                server_ms: 3,
            }),
            after_ms: Some(4),
            before_ms: Some(5),
        };
        let line = r#"{"near":{"monotonic_ms":1,"round_trip_ms":2,"server_ms":3},"after_ms":4,"before_ms":5}"#;
        assert_eq!(serde_json::to_string(&contacts).unwrap(), line);
        assert_eq!(serde_json::from_str::<ContactsV1>(line).unwrap(), contacts);
        assert_eq!(
            serde_json::from_str::<ContactsV1>("{}").unwrap(),
            ContactsV1::default()
        );
    }
}
