//! When the next round runs, as a pure function of what is known. All moments are milliseconds of
//! the monotonic clock, so that nobody who sets the phone's clock moves a round.

/// A failing county is asked again after this, then after twice as long, and so on.
const FIRST_MS: i64 = 30_000;

/// And never less often than this while something waits: a mast may be back.
const LONGEST_MS: i64 = 30 * 60 * 1000;

/// What a round cannot cure is tried this rarely: the county may have thought better of it.
const PERSON_MS: i64 = 6 * 60 * 60 * 1000;

/// Heard within this time, a county with nothing to be told is left alone, and so is the battery.
pub(crate) const FRESH_MS: i64 = 60 * 60 * 1000;

/// When all phones of a county were told to wait, they do not come back in the same second.
const SPREAD_MS: i64 = 10_000;

/// What the phone knows of the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nobody has said.
    #[default]
    Unknown,
    Up,
    /// A hint: a phone that is wrong about it still tries, at the slowest pace.
    Down,
}

/// Everything the next round follows from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outlook {
    /// Enrolled and unlocked.
    pub(crate) ready: bool,
    pub(crate) line: Line,
    /// Something only this phone has, which this line may carry.
    pub(crate) waiting: bool,
    /// Something happened that asks for a round then: a visit was sealed, the network is back.
    pub(crate) called_ms: Option<i64>,
    /// When the last round ended, since the app was opened.
    pub(crate) last_ms: Option<i64>,
    /// When the county was last heard, since the app was opened.
    pub(crate) heard_ms: Option<i64>,
    /// Rounds that failed one after the other.
    pub(crate) failures: u32,
    /// Rounds that went well one after the other, and left something behind.
    pub(crate) leftovers: u32,
    /// The last failure is not one that trying again cures.
    pub(crate) needs_person: bool,
    /// The county asked for patience until then.
    pub(crate) patience_ms: Option<i64>,
}

/// The moment of the next round, or `None` when there is nothing to be up for. `jitter` is
/// between 0 and 1, and another one after each round.
pub(crate) fn next_round(outlook: &Outlook, now_ms: i64, jitter: f64) -> Option<i64> {
    let Outlook {
        ready,
        line,
        waiting,
        called_ms,
        last_ms,
        heard_ms,
        failures,
        leftovers,
        needs_person,
        patience_ms,
    } = *outlook;
    if !ready {
        return None;
    }
    let is_stale = heard_ms.is_none_or(|heard| now_ms.saturating_sub(heard) >= FRESH_MS);
    let since_last = |wait: i64| last_ms.map_or(now_ms, |last| last.saturating_add(wait));
    let again = if failures > 0 {
        (waiting || is_stale).then(|| since_last(pause(failures, jitter)))
    } else {
        waiting.then(|| since_last(pause(leftovers.max(1), jitter)))
    };
    // What just happened comes before what went wrong earlier, and its grace is kept.
    let mut at = called_ms.or(again)?;
    if line == Line::Down {
        at = at.max(since_last(LONGEST_MS));
    }
    if needs_person {
        at = at.max(since_last(PERSON_MS));
    }
    match patience_ms {
        Some(patience) if at < patience.saturating_add(part(SPREAD_MS, jitter)) => {
            Some(patience.saturating_add(part(SPREAD_MS, jitter)))
        }
        _ => Some(at),
    }
}

/// Twice as long each time, and somewhere in its upper half, so that phones which failed together
/// do not come back together.
fn pause(times: u32, jitter: f64) -> i64 {
    let doubled = FIRST_MS << times.saturating_sub(1).min(16);
    let whole = doubled.min(LONGEST_MS);
    whole / 2 + part(whole / 2, jitter)
}

fn part(whole: i64, jitter: f64) -> i64 {
    // Within an hour: no such number loses anything on the way through a float.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let part = (whole as f64 * jitter.clamp(0.0, 1.0)) as i64;
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn ready() -> Outlook {
        Outlook {
            ready: true,
            last_ms: Some(NOW),
            heard_ms: Some(NOW),
            ..Outlook::default()
        }
    }

    #[test]
    fn a_phone_with_nothing_to_say_that_heard_the_county_sets_no_alarm() {
        assert_eq!(next_round(&ready(), NOW, 0.5), None);
        let hours_later = NOW + 5 * FRESH_MS;
        assert_eq!(next_round(&ready(), hours_later, 0.5), None);
    }

    #[test]
    fn a_locked_or_unenrolled_phone_asks_nobody_anything() {
        let outlook = Outlook {
            ready: false,
            waiting: true,
            called_ms: Some(NOW),
            ..ready()
        };
        assert_eq!(next_round(&outlook, NOW, 0.5), None);
    }

    #[test]
    fn each_failure_waits_longer_and_never_longer_than_half_an_hour() {
        let wait = |failures, jitter| {
            let outlook = Outlook {
                waiting: true,
                failures,
                ..ready()
            };
            next_round(&outlook, NOW, jitter).unwrap() - NOW
        };
        assert_eq!(wait(1, 1.0), 30_000);
        assert_eq!(wait(1, 0.0), 15_000);
        assert_eq!(wait(2, 1.0), 60_000);
        assert_eq!(wait(6, 1.0), 960_000);
        for failures in [7, 8, 100, u32::MAX] {
            assert_eq!(wait(failures, 1.0), LONGEST_MS);
            assert_eq!(wait(failures, 0.0), LONGEST_MS / 2);
        }
    }

    #[test]
    fn a_visit_just_sealed_does_not_wait_for_the_end_of_a_long_pause() {
        let outlook = Outlook {
            waiting: true,
            failures: 9,
            called_ms: Some(NOW + 5_000),
            ..ready()
        };
        assert_eq!(next_round(&outlook, NOW, 1.0), Some(NOW + 5_000));
    }

    #[test]
    fn the_county_s_patience_is_kept_whatever_happens_here() {
        let outlook = Outlook {
            waiting: true,
            failures: 1,
            called_ms: Some(NOW),
            patience_ms: Some(NOW + 600_000),
            ..ready()
        };
        assert_eq!(next_round(&outlook, NOW, 0.0), Some(NOW + 600_000));
        let spread = next_round(&outlook, NOW, 1.0).unwrap() - NOW;
        assert_eq!(spread, 600_000 + SPREAD_MS);
        // And one that is over delays nothing.
        let over = Outlook {
            patience_ms: Some(NOW - 1_000_000),
            ..outlook
        };
        assert_eq!(next_round(&over, NOW, 0.0), Some(NOW));
    }

    #[test]
    fn a_photo_the_county_could_not_take_is_tried_again_soon_then_less_often() {
        let wait = |leftovers| {
            let outlook = Outlook {
                waiting: true,
                leftovers,
                ..ready()
            };
            next_round(&outlook, NOW, 1.0).unwrap() - NOW
        };
        assert_eq!((wait(1), wait(2), wait(50)), (30_000, 60_000, LONGEST_MS));
    }

    #[test]
    fn a_phone_told_that_there_is_no_network_still_tries_in_case_it_was_told_wrong() {
        let outlook = Outlook {
            waiting: true,
            line: Line::Down,
            failures: 1,
            called_ms: Some(NOW),
            ..ready()
        };
        assert_eq!(next_round(&outlook, NOW, 0.0), Some(NOW + LONGEST_MS));
    }

    #[test]
    fn a_phone_the_county_signed_out_does_not_knock_every_half_minute() {
        let outlook = Outlook {
            waiting: true,
            needs_person: true,
            failures: 1,
            called_ms: Some(NOW),
            ..ready()
        };
        assert_eq!(next_round(&outlook, NOW, 0.0), Some(NOW + PERSON_MS));
    }

    #[test]
    fn a_seal_can_be_taken_back_for_a_moment_even_after_an_idle_day() {
        let outlook = Outlook {
            waiting: true,
            called_ms: Some(NOW + 5_000),
            last_ms: Some(NOW - 24 * FRESH_MS),
            ..ready()
        };
        assert_eq!(next_round(&outlook, NOW, 0.0), Some(NOW + 5_000));
    }

    #[test]
    fn work_left_from_before_the_app_was_closed_goes_at_once() {
        let outlook = Outlook {
            ready: true,
            waiting: true,
            ..Outlook::default()
        };
        assert_eq!(next_round(&outlook, NOW, 0.5), Some(NOW));
    }
}
