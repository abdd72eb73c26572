//! When the county was heard, by every clock there is (DESIGN law 11). Any moment of the same
//! start of the phone is placed by the nearest contact, whatever its wall clock says.

use protocol::clock::{ClockV1, ContactV1, ContactsV1};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use crate::Result;

/// A contact in this time of another one replaces it if it tells the time more exactly, and is
/// left out if not: enough to bridge hours, without a row for every round.
const APART_MS: i64 = 30 * 60 * 1000;

/// Weeks of work. Older ones place nothing that still waits, except in a drawer.
const KEPT: i64 = 2_000;

/// Clocks run apart by no more than this, in parts of a million: the most that a kernel will slew
/// a clock it is putting right.
pub const DRIFT_PPM: i64 = 500;

/// Keeps a contact.
pub fn save(tx: &Transaction<'_>, boot_id: &str, contact: ContactV1) -> Result<()> {
    let ContactV1 {
        monotonic_ms,
        round_trip_ms,
        server_ms,
    } = contact;
    let last = tx
        .prepare_cached(
            "select position, monotonic_ms, round_trip_ms, next_sequence,
                 (select next_sequence from device) as sequence_now
             from contact where boot_id = ?1 order by position desc limit 1",
        )?
        .query_row([boot_id], |row| {
            Ok((
                row.get::<_, i64>("position")?,
                row.get::<_, i64>("monotonic_ms")?,
                row.get::<_, i64>("round_trip_ms")?,
                row.get::<_, i64>("next_sequence")? == row.get::<_, i64>("sequence_now")?,
            ))
        })
        .optional()?;
    if let Some((position, at_ms, last_trip_ms, nothing_made_since)) = last {
        let since_ms = monotonic_ms.saturating_sub(at_ms);
        if nothing_made_since && (0..APART_MS).contains(&since_ms) {
            if round_trip_ms > last_trip_ms {
                return Ok(());
            }
            tx.execute("delete from contact where position = ?1", [position])?;
        }
    }
    tx.prepare_cached(
        "insert into contact (boot_id, monotonic_ms, round_trip_ms, server_ms, next_sequence)
         select :boot_id, :monotonic_ms, :round_trip_ms, :server_ms, next_sequence from device",
    )?
    .execute(named_params! {
        ":boot_id": boot_id,
        ":monotonic_ms": monotonic_ms,
        ":round_trip_ms": round_trip_ms,
        ":server_ms": server_ms,
    })?;
    tx.prepare_cached(
        "delete from contact where position <= (select max(position) from contact) - ?1",
    )?
    .execute([KEPT])?;
    Ok(())
}

/// The contact that places a moment best: the one with the least doubt, near or exact.
pub fn near(conn: &Connection, boot_id: &str, monotonic_ms: i64) -> Result<Option<ContactV1>> {
    Ok(conn
        .prepare_cached(
            "select monotonic_ms, round_trip_ms, server_ms from contact where boot_id = :boot_id
             order by round_trip_ms / 2 + abs(monotonic_ms - :at) * :drift / 1000000, position desc
             limit 1",
        )?
        .query_row(
            named_params! { ":boot_id": boot_id, ":at": monotonic_ms, ":drift": DRIFT_PPM },
            from_row,
        )
        .optional()?)
}

/// What is known of the county's time around a change made at `made_at` with this number.
pub fn around(
    conn: &Connection,
    made_at: &ClockV1,
    device_sequence: i64,
) -> Result<Option<ContactsV1>> {
    let contacts = ContactsV1 {
        near: near(conn, &made_at.boot_id, made_at.monotonic_ms)?,
        after_ms: conn
            .prepare_cached(
                "select server_ms from contact where next_sequence <= ?1
                 order by position desc limit 1",
            )?
            .query_row([device_sequence], |row| row.get(0))
            .optional()?,
        before_ms: conn
            .prepare_cached(
                "select server_ms + round_trip_ms from contact where next_sequence > ?1
                 order by position limit 1",
            )?
            .query_row([device_sequence], |row| row.get(0))
            .optional()?,
    };
    Ok((contacts != ContactsV1::default()).then_some(contacts))
}

/// The county's time at a moment of this phone, as well as the phone knows it. Without a contact
/// since it was started, the wall clock with the last known difference, and never before the
/// county was last heard.
pub fn county_ms(conn: &Connection, boot_id: &str, monotonic_ms: i64, wall_ms: i64) -> Result<i64> {
    if let Some(contact) = near(conn, boot_id, monotonic_ms)? {
        let middle_ms = contact.monotonic_ms - contact.round_trip_ms / 2;
        let since_ms = monotonic_ms.saturating_sub(middle_ms);
        return Ok(contact.server_ms.saturating_add(since_ms));
    }
    let offset_ms = crate::sync_state::get(conn)?.server_offset_ms;
    let last: Option<i64> = conn
        .prepare_cached("select server_ms from contact order by position desc limit 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let guess = wall_ms.saturating_add(offset_ms.unwrap_or(0));
    Ok(last.map_or(guess, |last| guess.max(last)))
}

/// The monotonic time of the last contact since the phone was started.
pub fn last_heard(conn: &Connection, boot_id: &str) -> Result<Option<i64>> {
    Ok(conn
        .prepare_cached("select max(monotonic_ms) from contact where boot_id = ?1")?
        .query_row([boot_id], |row| row.get(0))?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<ContactV1> {
    Ok(ContactV1 {
        monotonic_ms: row.get("monotonic_ms")?,
        round_trip_ms: row.get("round_trip_ms")?,
        server_ms: row.get("server_ms")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ana;

    fn contact(monotonic_ms: i64, round_trip_ms: i64, server_ms: i64) -> ContactV1 {
        ContactV1 {
            monotonic_ms,
            round_trip_ms,
            server_ms,
        }
    }

    fn made_at(boot: &str, monotonic_ms: i64) -> ClockV1 {
        ClockV1 {
            wall_ms: 0,
            monotonic_ms,
            boot_id: boot.to_owned(),
            server_offset_ms: None,
        }
    }

    #[test]
    fn a_moment_is_placed_by_a_contact_after_it_as_well_as_before() {
        let ana = ana();
        ana.store
            .write(|tx| save(tx, "a", contact(10_000, 200, 1_000_000)))
            .unwrap();
        ana.store
            .read(|conn| {
                assert_eq!(county_ms(conn, "a", 9_900, 5)?, 1_000_000);
                assert_eq!(county_ms(conn, "a", 900, 5)?, 991_000);
                assert_eq!(county_ms(conn, "a", 70_000, i64::MAX)?, 1_060_100);
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn after_a_restart_the_wall_clock_with_its_known_error_serves_but_never_goes_back() {
        let ana = ana();
        ana.store
            .write(|tx| {
                crate::sync_state::set_server_offset(tx, -1_000)?;
                save(tx, "a", contact(10_000, 0, 1_000_000))
            })
            .unwrap();
        let at = |wall| {
            ana.store
                .read(|conn| county_ms(conn, "b", 5, wall))
                .unwrap()
        };
        assert_eq!(at(3_000_000), 2_999_000);
        assert_eq!(
            at(0),
            1_000_000,
            "a clock at 1970 is after the last contact"
        );
    }

    #[test]
    fn a_change_is_known_to_lie_between_two_contacts_though_the_phone_was_restarted() {
        let ana = ana();
        ana.store
            .write(|tx| {
                save(tx, "a", contact(10, 4, 1_000))?;
                let first = crate::identity::take_sequence(tx)?;
                let second = crate::identity::take_sequence(tx)?;
                save(tx, "c", contact(20, 6, 5_000))?;
                for (number, boot) in [(first, "b"), (second, "b")] {
                    let known = around(tx, &made_at(boot, 3), number)?.unwrap();
                    assert_eq!(known.near, None);
                    assert_eq!(
                        (known.after_ms, known.before_ms),
                        (Some(1_000), Some(5_006))
                    );
                }
                let third = crate::identity::take_sequence(tx)?;
                let known = around(tx, &made_at("c", 900), third)?.unwrap();
                assert_eq!((known.after_ms, known.before_ms), (Some(5_000), None));
                assert_eq!(known.near, Some(contact(20, 6, 5_000)));
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn rounds_all_day_do_not_fill_the_phone_and_the_most_exact_answer_stays() {
        let ana = ana();
        ana.store
            .write(|tx| {
                for (at, trip) in [(0, 900), (1_000, 50), (2_000, 700), (3_000, 800)] {
                    save(tx, "a", contact(at, trip, at))?;
                }
                let count: i64 =
                    tx.query_row("select count(*) from contact", [], |row| row.get(0))?;
                assert_eq!(count, 1);
                assert_eq!(near(tx, "a", 3_000)?, Some(contact(1_000, 50, 1_000)));
                Ok(())
            })
            .unwrap();
    }
}
