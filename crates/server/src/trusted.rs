//! When something really happened (DESIGN law 11): what a phone says of its clocks, held against
//! what the county knows itself. A pure function; every answer carries its own doubt.

use protocol::clock::{ClockV1, ContactsV1};

/// The most that two clocks run apart, in parts of a million: the fastest that a kernel slews a
/// clock it is putting right.
const DRIFT_PPM: i64 = 500;

/// A phone reads its clock, then takes the change's number. A contact may fall in between.
const SLACK_MS: i64 = 5_000;

/// What a trusted time rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A contact of the same start of the phone, and a clock that nobody can set.
    Contact,
    /// The wall clock, put right by what the last contact said.
    Offset,
    /// The wall clock alone.
    Wall,
}

impl Basis {
    /// As it is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Offset => "offset",
            Self::Wall => "wall",
        }
    }
}

/// A moment by the county's clock. It lay within `error_ms` of `at_ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trusted {
    pub at_ms: i64,
    pub error_ms: i64,
    pub basis: Basis,
}

impl Trusted {
    /// The same for something `ms` earlier.
    #[must_use]
    pub fn earlier(self, ms: i64) -> Self {
        Self {
            at_ms: self.at_ms.saturating_sub(ms),
            ..self
        }
    }
}

/// When a change was made that the phone dates `made`. It was made after the phone was enrolled,
/// and before it was here.
pub fn trusted(
    made: &ClockV1,
    contacts: Option<&ContactsV1>,
    enrolled_ms: i64,
    received_ms: i64,
) -> Trusted {
    let after = contacts.and_then(|known| known.after_ms);
    let before = contacts.and_then(|known| known.before_ms);
    // Bounds that contradict each other tell that somebody's clock lies; the county's does not.
    let latest = before
        .map_or(received_ms, |ms| ms.saturating_add(SLACK_MS))
        .clamp(enrolled_ms.min(received_ms), received_ms);
    let earliest = after
        .map_or(enrolled_ms, |ms| ms.saturating_sub(SLACK_MS))
        .max(enrolled_ms)
        .min(latest);
    let within = |at: i64, basis| Trusted {
        at_ms: at,
        error_ms: at.saturating_sub(earliest).max(latest.saturating_sub(at)),
        basis,
    };
    if let Some(near) = contacts.and_then(|known| known.near.as_ref()) {
        let half_trip = near.round_trip_ms.max(0) / 2;
        let middle = near.monotonic_ms.saturating_sub(half_trip);
        let away = made.monotonic_ms.saturating_sub(middle);
        let drift = away.saturating_abs() / (1_000_000 / DRIFT_PPM);
        // One more for each half that whole numbers lose.
        let error = half_trip.saturating_add(drift).saturating_add(2);
        let at = near.server_ms.saturating_add(away);
        let (low, high) = (
            at.saturating_sub(error).max(earliest),
            at.saturating_add(error).min(latest),
        );
        if low <= high {
            let at = at.clamp(low, high);
            return Trusted {
                at_ms: at,
                error_ms: at.saturating_sub(low).max(high.saturating_sub(at)),
                basis: Basis::Contact,
            };
        }
    }
    match made.server_offset_ms {
        Some(offset) => {
            let guess = made.wall_ms.saturating_add(offset);
            within(guess.clamp(earliest, latest), Basis::Offset)
        }
        None => within(made.wall_ms.clamp(earliest, latest), Basis::Wall),
    }
}

#[cfg(test)]
mod tests {
    use protocol::clock::ContactV1;

    use super::*;

    const DAY: i64 = 24 * 60 * 60 * 1000;
    const YEAR: i64 = 365 * DAY;
    const ENROLLED: i64 = 1_790_000_000_000;
    const RECEIVED: i64 = ENROLLED + 30 * DAY;

    fn clock(wall_ms: i64, monotonic_ms: i64, offset: Option<i64>) -> ClockV1 {
        ClockV1 {
            wall_ms,
            monotonic_ms,
            boot_id: "b".to_owned(),
            server_offset_ms: offset,
        }
    }

    fn near(monotonic_ms: i64, round_trip_ms: i64, server_ms: i64) -> ContactsV1 {
        ContactsV1 {
            near: Some(ContactV1 {
                monotonic_ms,
                round_trip_ms,
                server_ms,
            }),
            ..ContactsV1::default()
        }
    }

    #[test]
    fn a_clock_a_year_off_tells_nothing_against_a_contact_of_the_same_start() {
        let contact_ms = RECEIVED - DAY;
        for wrong in [YEAR, -YEAR, 0, i64::MAX / 2] {
            let made = clock(contact_ms.saturating_add(wrong), 3_600_000, Some(0));
            let contacts = near(7_200_100, 200, contact_ms);
            let found = trusted(&made, Some(&contacts), ENROLLED, RECEIVED);
            assert_eq!(found.at_ms, contact_ms - 3_600_000);
            assert_eq!(found.basis, Basis::Contact);
            assert_eq!(found.error_ms, 100 + 1_800 + 2);
        }
    }

    #[test]
    fn after_a_restart_the_doubt_is_as_wide_as_the_silence() {
        let contacts = ContactsV1 {
            near: None,
            after_ms: Some(RECEIVED - 2 * DAY),
            before_ms: None,
        };
        let made = clock(RECEIVED - DAY + YEAR, 5, Some(-YEAR));
        let found = trusted(&made, Some(&contacts), ENROLLED, RECEIVED);
        assert_eq!((found.at_ms, found.basis), (RECEIVED - DAY, Basis::Offset));
        assert_eq!(found.error_ms, DAY + SLACK_MS);
    }

    #[test]
    fn a_phone_that_knows_nothing_is_bounded_by_its_enrolment_and_its_arrival() {
        let ahead = trusted(&clock(RECEIVED + YEAR, 5, None), None, ENROLLED, RECEIVED);
        assert_eq!((ahead.at_ms, ahead.basis), (RECEIVED, Basis::Wall));
        assert_eq!(ahead.error_ms, 30 * DAY);
        let behind = trusted(&clock(0, 5, None), None, ENROLLED, RECEIVED);
        assert_eq!(behind.at_ms, ENROLLED);
    }

    #[test]
    fn a_phone_that_lies_about_its_contacts_cannot_leave_its_bounds_or_end_the_server() {
        let numbers = [i64::MIN, -1, 0, 1, ENROLLED, RECEIVED, i64::MAX];
        for a in numbers {
            for b in numbers {
                for c in numbers {
                    let contacts = ContactsV1 {
                        after_ms: Some(a),
                        before_ms: Some(b),
                        ..near(a, b, c)
                    };
                    let found = trusted(&clock(c, b, Some(a)), Some(&contacts), ENROLLED, RECEIVED);
                    assert!((ENROLLED..=RECEIVED).contains(&found.at_ms), "{found:?}");
                    assert!((0..=RECEIVED - ENROLLED).contains(&found.error_ms));
                }
            }
        }
        // Even when the county itself was set back to before the enrolment.
        let found = trusted(&clock(0, 0, None), None, RECEIVED, ENROLLED);
        assert_eq!(found.at_ms, ENROLLED);
    }
}
