//! How problems come into the ledger: with a captain's approval of the visit that found them, or
//! because somebody says so. What a later visit finds again is the same problem (DOMAIN §2.1).

use domain::checklist::builtin;
use domain::id::{CountyId, HouseholdId, MemberId, PersonId, ProblemId, VisitId};
use domain::problem::{ProblemState, due, number};
use domain::time::{Date, Timestamp};
use sha2::{Digest as _, Sha256};

use super::step::{Step, take};
use super::{COLUMNS, Current, Line, refresh, unit_name};
use crate::change::{Stop, town_code};
use crate::clock::date_text;
use crate::county::{audit, next_sequence};
use crate::db::{Reader, Row, Tx};
use crate::error::Error;
use crate::{campaign, checklist, params, secret};

/// Whoever registers, and when.
#[derive(Clone, Copy)]
pub struct Clerk {
    pub county: CountyId,
    pub by: Option<PersonId>,
    pub now: i64,
}

/// A problem that is new to the ledger.
pub struct New {
    pub id: ProblemId,
    pub key: String,
    /// Absent for a problem of the village itself.
    pub household_id: Option<HouseholdId>,
    pub member_id: Option<MemberId>,
    pub area_code: String,
    pub source: String,
    pub category: String,
    pub severity: String,
    pub title: String,
    pub detail: String,
    pub role: String,
    pub mode: String,
    pub found_ms: i64,
    pub visit_id: Option<VisitId>,
}

/// Puts a problem in as found.
pub fn add(tx: &mut Tx<'_>, clerk: Clerk, new: &New) -> Result<(), Error> {
    let Clerk {
        county, by, now, ..
    } = clerk;
    let sequence = next_sequence(tx, county)?;
    let town = town_code(&new.area_code).to_owned();
    let unit = unit_name(tx, county, &town, &new.role)?;
    tx.execute(
        "insert into problem (county_id, problem_id, problem_key, household_id, member_id,
             area_code, town_code, source, category, severity, title, detail, state, is_open,
             unit_role, unit, mode, found_ms, found_by, visit_id, sequence)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $16, $17,
             $18, $19, $20)",
        &[
            county.into(),
            new.id.into(),
            (&new.key).into(),
            new.household_id.into(),
            new.member_id.into(),
            (&new.area_code).into(),
            town.into(),
            (&new.source).into(),
            (&new.category).into(),
            (&new.severity).into(),
            (&new.title).into(),
            (&new.detail).into(),
            ProblemState::Found.as_str().into(),
            (&new.role).into(),
            unit.into(),
            (&new.mode).into(),
            new.found_ms.into(),
            by.into(),
            new.visit_id.into(),
            sequence.into(),
        ],
    )?;
    let mut line = Line::new("raised", ProblemState::Found, now, sequence)?;
    (line.by, line.visit_id) = (by, new.visit_id);
    line.write(tx, county, new.id)?;
    audit(tx, county, now, by, "problem_raised", &new.id.to_string())
}

/// Gives a found problem its number and its day.
pub(super) fn register(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: ProblemId,
    what: (Option<HouseholdId>, &str),
) -> Result<(), Error> {
    let Clerk { county, now, .. } = clerk;
    let year = Timestamp::from_ms(now).shanghai_date().year();
    let nth = tx.first(
        "insert into problem_year (county_id, year, last) values ($1, $2, 1)
         on conflict (county_id, year) do update set last = problem_year.last + 1
         returning last",
        &[county.into(), i64::from(year).into()],
    )?;
    let nth = nth
        .ok_or(Error::Stored { what: "a number" })?
        .count("last")?;
    let code = tx.first(
        "select code from county where county_id = $1",
        &[county.into()],
    )?;
    let code = code
        .ok_or(Error::Stored { what: "a county" })?
        .text("code")?;
    let due = due_from(tx, county, what, now)?.map(|day| day.to_string());
    tx.execute(
        "update problem set number = $3, registered_date = $4, due = $5, first_due = $5
         where county_id = $1 and problem_id = $2 and number is null",
        &[
            county.into(),
            id.into(),
            number(&code, year, nth).into(),
            date_text(now).into(),
            due.into(),
        ],
    )?;
    Ok(())
}

/// The day a problem of this severity is due that is taken up now: in the ledger or again.
pub(super) fn due_from(
    reader: &mut Reader<'_>,
    county: CountyId,
    (household, severity): (Option<HouseholdId>, &str),
    now: i64,
) -> Result<Option<Date>, Error> {
    let params = params::at(reader, county, now)?;
    let days = builtin().1.due_days(severity, &params);
    let today = Timestamp::from_ms(now).shanghai_date();
    let ends = match household {
        Some(household) => campaign::ends(reader, county, household, today)?,
        None => None,
    };
    Ok(due(today, days, ends))
}

/// The id of what a visit found first. There is one entry for a household and key, so it is made
/// of these: if the county is taken back to an older backup and the visits come once more, what
/// phones did with the problem finds it again, whichever visit comes first.
fn id_of(household: HouseholdId, key: &str) -> ProblemId {
    let digest = Sha256::digest(format!("problem\n{household}\n{key}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    ProblemId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Takes in what was approved before there was a ledger. Once: with the first entry it is done.
pub fn catch_up(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<(), Error> {
    let begun = tx.first(
        "select problem_id from problem where county_id = $1 limit 1",
        &[county.into()],
    )?;
    if begun.is_some() {
        return Ok(());
    }
    let visits = tx.query(
        "select v.visit_id, v.approved_by from visit v
         where v.county_id = $1 and v.state in ('captain_approved', 'batched', 'county_accepted')
             and exists (select 1 from visit_problem i where i.county_id = v.county_id
                 and i.visit_id = v.visit_id and i.dismissed is null)
         order by coalesce(v.trusted_ended_ms, v.ended_ms), v.visit_id",
        &[county.into()],
    )?;
    for row in &visits {
        let clerk = Clerk {
            county,
            by: super::optional_id(row, "approved_by")?,
            now,
        };
        of_visit(tx, clerk, row.id("visit_id")?)?;
    }
    Ok(())
}

/// Takes the problems of a visit that was just approved into the ledger.
pub fn of_visit(tx: &mut Tx<'_>, clerk: Clerk, visit: VisitId) -> Result<(), Error> {
    let county = clerk.county;
    let found = tx.query(
        "select i.problem_key, i.origin, i.member_id, i.category, i.severity, i.title,
             v.household_id, coalesce(h.area_code, v.area_code) as area_code, v.visitor_id,
             coalesce(v.trusted_ended_ms, v.ended_ms) as found_ms
         from visit_problem i
         join visit v on v.county_id = i.county_id and v.visit_id = i.visit_id
         left join household h on h.county_id = v.county_id and h.household_id = v.household_id
         where i.county_id = $1 and i.visit_id = $2 and i.dismissed is null
         order by i.position",
        &[county.into(), visit.into()],
    )?;
    for row in &found {
        let (origin, title) = (row.text("origin")?, row.text("title")?);
        let rule = checklist::raise(tx, county, visit, &origin, &title)?;
        let rule = rule.as_ref();
        let is_derived = rule.is_some_and(|rule| rule.is_derived);
        match known(tx, county, row, is_derived)? {
            Some(known) => seen_again(tx, clerk, &known, visit)?,
            None => {
                let (household, key) = (row.id("household_id")?, row.text("problem_key")?);
                let mut id = id_of(household, &key);
                // Somebody's phone gave a report this very id: it does not stand in the way.
                if super::find(tx, county, id)?.is_some() {
                    id = ProblemId::from_uuid(secret::id(clerk.now)?);
                }
                let new = New {
                    id,
                    key,
                    household_id: Some(household),
                    member_id: super::optional_id(row, "member_id")?,
                    area_code: row.text("area_code")?,
                    source: "visit".to_owned(),
                    category: row.text("category")?,
                    severity: row.text("severity")?,
                    title: row.text("title")?,
                    detail: String::new(),
                    // What no rule raised, the village looks after until somebody is named.
                    role: rule.map_or("village", |rule| &rule.unit_role).to_owned(),
                    mode: rule
                        .and_then(|rule| rule.rectify_mode.clone())
                        .unwrap_or_default(),
                    found_ms: row.int("found_ms")?,
                    visit_id: Some(visit),
                };
                let visitor = Clerk {
                    by: Some(row.id("visitor_id")?),
                    ..clerk
                };
                add(tx, visitor, &new)?;
                Step::register(clerk, new.id)?.carry_out(tx)?;
            }
        }
    }
    Ok(())
}

/// The ledger's entry that this find is the same as: of the same key, or, for what only follows
/// from a conclusion, an open one of the same category.
fn known(
    reader: &mut Reader<'_>,
    county: CountyId,
    row: &Row,
    is_derived: bool,
) -> Result<Option<Current>, Error> {
    let household: HouseholdId = row.id("household_id")?;
    let same = reader.first(
        &format!(
            "select {COLUMNS} from problem p
             where p.county_id = $1 and p.household_id = $2 and p.problem_key = $3
             order by p.is_open desc, p.sequence desc limit 1"
        ),
        &[
            county.into(),
            household.into(),
            row.text("problem_key")?.into(),
        ],
    )?;
    let same = match same {
        None if is_derived => reader.first(
            &format!(
                "select {COLUMNS} from problem p
                 where p.county_id = $1 and p.household_id = $2 and p.category = $3
                     and p.is_open = 1
                     and (p.member_id = $4 or p.member_id is null and cast($4 as text) is null)
                 order by p.sequence limit 1"
            ),
            &[
                county.into(),
                household.into(),
                row.text("category")?.into(),
                row.optional_text("member_id")?.into(),
            ],
        )?,
        found => found,
    };
    let mut current = same.as_ref().map(Current::from_row).transpose()?;
    // Handled with another: that one it is. Merging never makes a ring, see `step`.
    while let Some(into) = current.as_ref().and_then(|current| current.merged_into) {
        current = super::find(reader, county, into)?;
    }
    Ok(current)
}

/// A visit found it again: open, it is noted; thought settled, it is open again.
fn seen_again(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    current: &Current,
    visit: VisitId,
) -> Result<(), Error> {
    let Clerk {
        county, by, now, ..
    } = clerk;
    let noted = tx.count(
        "select count(*) as n from problem_step
         where county_id = $1 and problem_id = $2 and visit_id = $3",
        &[county.into(), current.id.into(), visit.into()],
    )?;
    // Approved a second time, after it was returned to the captain.
    if noted > 0 {
        return Ok(());
    }
    tx.execute(
        "update problem set seen = seen + 1 where county_id = $1 and problem_id = $2",
        &[county.into(), current.id.into()],
    )?;
    let sequence = next_sequence(tx, county)?;
    let mut line = Line::new("seen", current.state, now, sequence)?;
    (line.by, line.visit_id) = (by, Some(visit));
    line.write(tx, county, current.id)?;
    if current.state.is_open() {
        refresh(tx, county, current.id)
    } else {
        Step::reopen(clerk, current.id)?.carry_out(tx)
    }
}

impl Step<'_> {
    /// A step the ledger takes by itself, on a captain's word.
    fn carry_out(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        take(tx, self).map_err(Stop::into_error)
    }
}
