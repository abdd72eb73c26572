//! What waits in all ledgers for the signed-in person: plans to approve, changes to confirm, cases
//! to pass or decide, leave to grant.

use axum::Json;
use axum::extract::State;
use domain::ledger::{EntryRole, Ledger, Move, ledgers};

use super::entries::{SELECT, row};
use super::ledgers as words;
use super::query::{self, Values};
use super::session::{Scope, Signed};
use super::views::{WaitingCount, WaitingList, WaitingRow, WaitingSearch};
use crate::app::Shared;
use crate::clock::date_text;
use crate::db::Row;
use crate::error::Error;
use crate::routes::extract;

/// Where no town captain is.
const NO_TOWN: &str = "not exists (select 1 from role r where r.county_id = e.county_id
    and r.role = 'town_captain' and r.area = e.town_code)";
/// Short leave is the town's to grant and longer leave the county's: it waits for both.
const LEAVE: &str = "leave";

#[utoipa::path(post, path = "/v1/console/entries/waiting", tag = "console",
    security(("console" = [])), request_body = WaitingSearch,
    responses((status = 200, body = WaitingList)))]
pub async fn waiting(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<WaitingSearch>,
) -> Result<Json<WaitingList>, Error> {
    let (county, today) = (app.county.id, date_text(app.now()));
    let list = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let mine_counted = mine(&signed, &mut values);
            let sql = format!(
                "select e.ledger, count(*) as n from entry e where e.county_id = $1{mine_counted}
                 group by e.ledger"
            );
            let counts = reader.query(&sql, values.all())?;
            let counts = counts
                .iter()
                .map(|row| Ok((row.text("ledger")?, row.count("n")?)))
                .collect::<Result<Vec<_>, Error>>()?;
            let mut values = Values::new(county);
            values.add(&today);
            let mine = mine(&signed, &mut values);
            let mut sql = format!("{SELECT}{mine}");
            if let Some(ledger) = asked.ledger.as_ref().filter(|code| !code.is_empty()) {
                sql.push_str(&format!(" and e.ledger = {}", values.add(ledger)));
            }
            let after = asked.after.as_deref().and_then(|text| text.parse().ok());
            let after = values.add(after.unwrap_or(-1_i64));
            let limit = query::limit(&mut values);
            sql.push_str(&format!(
                " and e.sequence > {after} order by e.sequence limit {limit}"
            ));
            let mut found = reader
                .query(&sql, values.all())?
                .iter()
                .map(|one| Ok((one.int("sequence")?, waits(one)?)))
                .collect::<Result<Vec<_>, Error>>()?;
            let next = query::cut(&mut found, |(sequence, _)| sequence.to_string());
            Ok::<_, Error>(WaitingList {
                entries: found.into_iter().map(|(_, row)| row).collect(),
                ledgers: counted_in_order(&counts),
                next,
            })
        })
        .await?;
    Ok(Json(list))
}

fn waits(found: &Row) -> Result<WaitingRow, Error> {
    let row = row(found)?;
    let step = ledgers().find(&row.ledger.code).and_then(|ledger| {
        awaited(ledger, &row.state.code).map(|step| words::step(ledger, &step.code))
    });
    let step = step.ok_or(Error::Stored {
        what: "a waiting entry",
    })?;
    Ok(WaitingRow { row, step })
}

/// In the order of the ledgers.
fn counted_in_order(counts: &[(String, u32)]) -> Vec<WaitingCount> {
    let all = ledgers().all().iter();
    let counted = all.filter_map(|ledger| {
        let (_, waiting) = counts.iter().find(|(code, _)| *code == ledger.code)?;
        Some(WaitingCount {
            ledger: words::named(ledger),
            waiting: *waiting,
        })
    });
    counted.collect()
}

/// What an entry that stands here waits for: the move that brings it on is its state's first.
fn awaited<'a>(ledger: &'a Ledger, state: &str) -> Option<&'a Move> {
    let mut moves = ledger.moves.iter();
    moves.find(|step| step.from.iter().any(|from| from == state))
}

/// Entries `e` that wait for this person, as a condition.
fn mine(signed: &Signed, values: &mut Values) -> String {
    let (towns, villages) = match &signed.scope {
        Scope::Areas { towns, villages } => (values.list(towns), values.list(villages)),
        Scope::County => (String::new(), String::new()),
    };
    // An administrator who is not county staff looks on.
    if !signed.is_county() && towns.is_empty() && villages.is_empty() {
        return " and 1 = 0".to_owned();
    }
    let mut parts = Vec::new();
    let me = values.add(signed.person.to_string());
    let mut add = |level, place: &dyn Fn(bool) -> String, but: fn(&Ledger) -> bool| {
        for not_own in [true, false] {
            let states = states(level, not_own, but);
            if states.is_empty() {
                continue;
            }
            let others = if not_own {
                format!(" and (e.author_id is null or e.author_id <> {me})")
            } else {
                String::new()
            };
            parts.push(format!("({} and ({states}){others})", place(not_own)));
        }
    };
    let anywhere = |_| "1 = 1".to_owned();
    if signed.is_county() {
        add(EntryRole::County, &anywhere, |_| true);
        add(EntryRole::Town, &anywhere, |ledger| ledger.code == LEAVE);
        add(EntryRole::Town, &|_| NO_TOWN.to_owned(), |ledger| {
            ledger.code != LEAVE
        });
        let nobody = |not_own| format!("{} and {NO_TOWN}", no_captain(not_own));
        add(EntryRole::Captain, &nobody, |_| true);
    }
    if !towns.is_empty() {
        let town = format!("e.town_code in ({towns})");
        add(EntryRole::Town, &|_| town.clone(), |_| true);
        let above = |not_own| format!("{town} and {}", no_captain(not_own));
        add(EntryRole::Captain, &above, |_| true);
    }
    if !villages.is_empty() {
        let village = format!("e.area_code in ({villages})");
        add(EntryRole::Captain, &|_| village.clone(), |_| true);
    }
    format!(" and e.is_open = 1 and ({})", parts.join(" or "))
}

/// Where nobody leads the village, or nobody but the author of what he may not judge himself,
/// what is its captain's to do waits further up.
fn no_captain(not_own: bool) -> String {
    let another = if not_own {
        " and (e.author_id is null or c.person_id <> e.author_id)"
    } else {
        ""
    };
    format!(
        "not exists (select 1 from captaincy c where c.county_id = e.county_id
            and c.village_code = e.area_code{another})"
    )
}

/// States whose awaited move is this level's, as a condition. Codes are the program's own data.
fn states(level: EntryRole, not_own: bool, but: fn(&Ledger) -> bool) -> String {
    let mut all = Vec::new();
    for ledger in ledgers().all().iter().filter(|ledger| but(ledger)) {
        for state in &ledger.states {
            let awaited = awaited(ledger, &state.code);
            if awaited.is_some_and(|step| step.by == level && step.not_own == not_own) {
                all.push(format!(
                    "(e.ledger = '{}' and e.state = '{}')",
                    ledger.code, state.code
                ));
            }
        }
    }
    all.join(" or ")
}

#[cfg(test)]
mod tests {
    use domain::ledger::{EntryRole, ledgers};

    use super::{awaited, states};

    #[test]
    fn each_desk_waits_for_its_own_step_and_for_nothing_that_only_ends_an_entry() {
        let who = |ledger: &str, state: &str| {
            let ledger = ledgers().find(ledger).unwrap();
            awaited(ledger, state).map(|step| (step.code.as_str(), step.by))
        };
        assert_eq!(
            who("plan", "submitted"),
            Some(("approve", EntryRole::Captain))
        );
        assert_eq!(
            who("member_change", "reported"),
            Some(("confirm", EntryRole::Captain))
        );
        assert_eq!(
            who("household_change", "proposed"),
            Some(("confirm", EntryRole::County))
        );
        assert_eq!(who("case", "on_notice"), Some(("pass", EntryRole::Town)));
        assert_eq!(
            who("case", "town_passed"),
            Some(("decide", EntryRole::County))
        );
        assert_eq!(
            who("leave", "requested"),
            Some(("approve", EntryRole::Town))
        );
        assert_eq!(who("plan", "closed"), None);
        // A project is stopped by its captain, but it does not wait for that.
        let captain = states(EntryRole::Captain, false, |_| true);
        assert!(
            captain.contains("'case' and e.state = 'checked'"),
            "{captain}"
        );
        assert!(!captain.contains("'project'"), "{captain}");
        assert!(!captain.contains("'lead'"), "{captain}");
        assert_eq!(
            states(EntryRole::Town, true, |ledger| ledger.code == super::LEAVE),
            "(e.ledger = 'leave' and e.state = 'requested')"
        );
    }
}
