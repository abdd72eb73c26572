//! The circles: who may see what, as queries for the ids of people.

use crate::db::{Reader, Value};
use crate::error::Error;

/// Who has a record. With `$many` in the place of `$3` it is asked of many.
pub(super) const HAVING: &str = "select record_id, person_id from feed
    where county_id = $1 and kind = $2 and record_id in ($3) and removed = 0";

/// Who may see a household: who helps it, who leads its village, and the town's captain when a
/// visit there is his to review. With `$many` in the place of `$2` it is asked of many.
pub(super) const HOUSEHOLD_VIEWERS: &str = "
    select household_id, person_id from assignment
        where county_id = $1 and household_id in ($2) and active = 1
    union select h.household_id, c.person_id from captaincy c
        join household h on h.county_id = c.county_id and h.area_code = c.village_code
        where c.county_id = $1 and h.household_id in ($2)
    union select h.household_id, r.person_id from role r
        join household h on h.county_id = r.county_id and h.town_code = r.area
        where r.county_id = $1 and h.household_id in ($2) and r.role = 'town_captain'
        and exists (select 1 from visit v where v.county_id = $1
            and v.household_id = h.household_id and v.by_captain = 1)";

/// Who may see a visit: its visitor, who answers for it, and who may see the household, the town's captain only
/// where it is his to review.
pub(super) const VISIT_VIEWERS: &str = "
    select v.visitor_id as person_id from visit v where v.county_id = $1 and v.visit_id = $2
    union select v.answerable_id from visit v where v.county_id = $1 and v.visit_id = $2
        and v.answerable_id is not null
    union select a.person_id from assignment a
        join visit v on v.county_id = a.county_id and v.household_id = a.household_id
        where a.county_id = $1 and v.visit_id = $2 and a.active = 1
    union select c.person_id from captaincy c
        join visit v on v.county_id = c.county_id and v.area_code = c.village_code
        where c.county_id = $1 and v.visit_id = $2
    union select r.person_id from role r
        join visit v on v.county_id = r.county_id and v.town_code = r.area
        where r.county_id = $1 and v.visit_id = $2 and v.by_captain = 1
        and r.role = 'town_captain'";

/// Who may see a problem: who may see its household, who answers for it, and the captain of its
/// village and of its town.
pub(super) const PROBLEM_VIEWERS: &str = "
    select a.person_id from assignment a
        join problem p on p.county_id = a.county_id and p.household_id = a.household_id
        where a.county_id = $1 and p.problem_id = $2 and a.active = 1
    union select p.owner_id as person_id from problem p
        where p.county_id = $1 and p.problem_id = $2 and p.owner_id is not null
    union select c.person_id from captaincy c
        join problem p on p.county_id = c.county_id and p.area_code = c.village_code
        where c.county_id = $1 and p.problem_id = $2
    union select r.person_id from role r
        join problem p on p.county_id = r.county_id and p.town_code = r.area
        where r.county_id = $1 and p.problem_id = $2 and r.role = 'town_captain'";

/// Who may see an entry of a ledger: who wrote it, the captain of its village and of its town;
/// besides, of a household's, who helps the household; of a village's, its team; of a person's own,
/// the captains of the villages he works in.
pub(super) const ENTRY_VIEWERS: &str = "
    select e.author_id as person_id from entry e
        where e.county_id = $1 and e.entry_id = $2 and e.author_id is not null
    union select a.person_id from assignment a
        join entry e on e.county_id = a.county_id and e.household_id = a.household_id
        where a.county_id = $1 and e.entry_id = $2 and a.active = 1
    union select c.person_id from captaincy c
        join entry e on e.county_id = c.county_id and e.area_code = c.village_code
        where c.county_id = $1 and e.entry_id = $2
    union select r.person_id from role r
        join entry e on e.county_id = r.county_id and e.town_code = r.area
        where r.county_id = $1 and e.entry_id = $2 and r.role = 'town_captain'
    union select m.person_id from entry e
        join team t on t.county_id = e.county_id and t.village_code = e.area_code
        join team_member m on m.county_id = t.county_id and m.team_id = t.team_id
        where e.county_id = $1 and e.entry_id = $2 and e.scope = 'village'
    union select c.person_id from entry e
        join team_member m on m.county_id = e.county_id and m.person_id = e.author_id
        join team t on t.county_id = m.county_id and t.team_id = m.team_id
        join captaincy c on c.county_id = t.county_id and c.village_code = t.village_code
        where e.county_id = $1 and e.entry_id = $2 and e.scope = 'person'";

pub(super) const TEAM_VIEWERS: &str = "
    select captain_id as person_id from team where county_id = $1 and team_id = $2
    union select person_id from team_member where county_id = $1 and team_id = $2
    union select r.person_id from role r
        join team t on t.county_id = r.county_id and substr(t.village_code, 1, 9) = r.area
        where r.county_id = $1 and t.team_id = $2 and r.role = 'town_captain'";

pub(super) const BATCH_VIEWERS: &str = "
    select sender_id as person_id from batch where county_id = $1 and batch_id = $2
    union select c.person_id from captaincy c
        join batch b on b.county_id = c.county_id and b.area_code = c.village_code
        where c.county_id = $1 and b.batch_id = $2
    union select r.person_id from role r
        join batch b on b.county_id = r.county_id and b.town_code = r.area
        where r.county_id = $1 and b.batch_id = $2 and r.role = 'town_captain'";

/// The people of a circle.
pub(super) fn viewers(
    reader: &mut Reader<'_>,
    sql: &str,
    values: &[Value],
) -> Result<Vec<String>, Error> {
    let rows = reader.query(sql, values)?;
    rows.iter().map(|row| Ok(row.text("person_id")?)).collect()
}
