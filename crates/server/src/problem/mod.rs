//! The problem ledger: how problems come into it ([`ledger`]), how they move ([`step`]), what
//! changes with their household or unit ([`follow`]), who takes them over from somebody who leaves
//! ([`hand_over`]), what shows them ([`evidence`]), and the row phones pull. What may move where is
//! in `domain::problem`.

pub(crate) mod evidence;
pub(crate) mod follow;
pub(crate) mod hand_over;
pub mod ledger;
pub mod step;
pub mod words;

use domain::id::{CountyId, HouseholdId, MemberId, PersonId, ProblemId, ProblemStepId, VisitId};
use domain::problem::{ProblemStanding, ProblemState};
use domain::time::parse_date;
use protocol::problem::{MoveProblemV1, ProblemStateV1, ProblemStepV1};
use protocol::row::{HouseholdV1, kind};

use crate::db::{Reader, Row, Tx, Value};
use crate::error::Error;
use crate::{facts, feed, roster, secret};

/// A problem as it stands.
#[derive(Clone)]
pub struct Current {
    pub id: ProblemId,
    pub number: Option<String>,
    /// Absent for a problem of the village itself.
    pub household_id: Option<HouseholdId>,
    pub member_id: Option<MemberId>,
    pub area_code: String,
    pub town_code: String,
    pub source: String,
    pub category: String,
    pub severity: String,
    pub title: String,
    pub detail: String,
    pub state: ProblemState,
    pub round: u32,
    pub verified: bool,
    pub role: String,
    pub unit: String,
    /// 配合单位.
    pub cooperating: Vec<String>,
    pub owner_id: Option<PersonId>,
    pub rectifier_id: Option<PersonId>,
    pub found_ms: i64,
    pub first_due: Option<String>,
    pub due: Option<String>,
    pub visit_id: Option<VisitId>,
    pub merged_into: Option<ProblemId>,
    pub version: i64,
}

/// The columns of [`Current`].
pub const COLUMNS: &str = "p.problem_id, p.number, p.household_id, p.member_id, p.area_code,
    p.town_code, p.source, p.category, p.severity, p.title, p.detail, p.state, p.round, p.verified,
    p.unit_role, p.unit, p.cooperating, p.owner_id, p.rectifier_id, p.found_ms, p.first_due, p.due,
    p.visit_id, p.merged_into, p.version";

impl Current {
    pub fn from_row(row: &Row) -> Result<Self, Error> {
        let stored = |_| Error::Stored { what: "a problem" };
        Ok(Self {
            id: row.id("problem_id")?,
            number: row.optional_text("number")?,
            household_id: optional_id(row, "household_id")?,
            member_id: optional_id(row, "member_id")?,
            area_code: row.text("area_code")?,
            town_code: row.text("town_code")?,
            source: row.text("source")?,
            category: row.text("category")?,
            severity: row.text("severity")?,
            title: row.text("title")?,
            detail: row.text("detail")?,
            state: row.text("state")?.parse().map_err(stored)?,
            round: row.count("round")?,
            verified: row.flag("verified")?,
            role: row.text("unit_role")?,
            unit: row.text("unit")?,
            cooperating: row.json("cooperating")?,
            owner_id: optional_id(row, "owner_id")?,
            rectifier_id: optional_id(row, "rectifier_id")?,
            found_ms: row.int("found_ms")?,
            first_due: row.optional_text("first_due")?,
            due: row.optional_text("due")?,
            visit_id: optional_id(row, "visit_id")?,
            merged_into: optional_id(row, "merged_into")?,
            version: row.int("version")?,
        })
    }

    /// A problem as the rules know it.
    pub fn standing(&self) -> ProblemStanding {
        ProblemStanding {
            state: self.state,
            round: self.round,
            critical: self.severity == "critical",
            verified: self.verified,
            due: self.due.as_deref().and_then(parse_date),
        }
    }
}

fn optional_id<T: std::str::FromStr>(row: &Row, column: &'static str) -> Result<Option<T>, Error> {
    Ok(row.optional_text(column)?.and_then(|id| id.parse().ok()))
}

/// A problem by id.
pub fn find(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: ProblemId,
) -> Result<Option<Current>, Error> {
    let row = reader.first(
        &format!("select {COLUMNS} from problem p where p.county_id = $1 and p.problem_id = $2"),
        &[county.into(), id.into()],
    )?;
    row.as_ref().map(Current::from_row).transpose()
}

/// One line of the history. Says whether it is new.
pub(crate) struct Line<'a> {
    pub step_id: ProblemStepId,
    pub step: &'a str,
    pub state: ProblemState,
    pub by: Option<PersonId>,
    pub visit_id: Option<VisitId>,
    pub said: Option<&'a MoveProblemV1>,
    pub now: i64,
    pub sequence: i64,
}

impl<'a> Line<'a> {
    /// One that no person chose an id for.
    pub(crate) fn new(
        step: &'a str,
        state: ProblemState,
        now: i64,
        sequence: i64,
    ) -> Result<Self, Error> {
        Ok(Self {
            step_id: ProblemStepId::from_uuid(secret::id(now)?),
            step,
            state,
            by: None,
            visit_id: None,
            said: None,
            now,
            sequence,
        })
    }

    pub(crate) fn write(
        &self,
        tx: &mut Tx<'_>,
        county: CountyId,
        problem: ProblemId,
    ) -> Result<bool, Error> {
        let said = self.said.map(serde_json::to_string).transpose();
        let said = said.map_err(|_| Error::Stored { what: "a step" })?;
        let values: [Value; 10] = [
            county.into(),
            problem.into(),
            self.sequence.into(),
            self.step_id.into(),
            self.step.into(),
            self.state.as_str().into(),
            self.by.into(),
            self.visit_id.into(),
            said.into(),
            self.now.into(),
        ];
        let stored = tx.execute(
            "insert into problem_step (county_id, problem_id, sequence, step_id, step, state,
                 by_person, visit_id, body, received_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (county_id, step_id) do nothing",
            &values,
        )?;
        Ok(stored > 0)
    }
}

/// What happened to a problem, oldest first.
pub fn steps(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: ProblemId,
) -> Result<Vec<ProblemStepV1>, Error> {
    let rows = reader.query(
        "select s.step, s.state, s.visit_id, s.body, s.received_ms, p.name from problem_step s
         left join person p on p.county_id = s.county_id and p.person_id = s.by_person
         where s.county_id = $1 and s.problem_id = $2 order by s.sequence",
        &[county.into(), id.into()],
    )?;
    rows.iter()
        .map(|row| {
            let said = row.optional_text("body")?.map(|_| row.json("body"));
            Ok(ProblemStepV1 {
                step: row.text("step")?,
                state: row.text("state")?,
                by_name: row.optional_text("name")?.unwrap_or_default(),
                at_ms: row.int("received_ms")?,
                visit_id: optional_id(row, "visit_id")?,
                said: said.transpose()?,
            })
        })
        .collect()
}

/// Writes the row phones pull anew and shows it to whoever may see the problem.
pub fn refresh(tx: &mut Tx<'_>, county: CountyId, id: ProblemId) -> Result<(), Error> {
    tx.execute(
        "update problem set version = version + 1 where county_id = $1 and problem_id = $2",
        &[county.into(), id.into()],
    )?;
    let current = find(tx, county, id)?.ok_or(Error::Stored { what: "a problem" })?;
    let row = row(tx, county, current)?;
    feed::put(tx, county, kind::PROBLEM, &id.to_string(), &row)?;
    feed::publish_problem(tx, county, &id.to_string())
}

fn row(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: Current,
) -> Result<ProblemStateV1, Error> {
    let home: Option<HouseholdV1> = match current.household_id {
        Some(home) => facts::load(reader, county, &home.to_string())?,
        None => None,
    };
    let owner_name = match current.owner_id {
        Some(owner) => name(reader, county, owner)?,
        None => String::new(),
    };
    let steps = steps(reader, county, current.id)?;
    let (head_name, village, group) = match home {
        Some(home) => (home.head_name, home.village, home.group),
        None => {
            let village = roster::area_name(reader, county, &current.area_code)?;
            (String::new(), village, String::new())
        }
    };
    Ok(ProblemStateV1 {
        id: current.id,
        number: current.number,
        household_id: current.household_id,
        head_name,
        area_code: Some(current.area_code),
        village,
        group,
        member: current.member_id,
        source: current.source,
        category: current.category,
        severity: current.severity,
        title: current.title,
        detail: Some(current.detail).filter(|detail| !detail.is_empty()),
        state: current.state.as_str().to_owned(),
        round: current.round,
        verified: current.verified,
        role: current.role,
        unit: current.unit,
        cooperating_units: current.cooperating,
        owner_id: current.owner_id,
        owner_name,
        rectifier_id: current.rectifier_id,
        due: current.due,
        first_due: current.first_due,
        found_ms: current.found_ms,
        visit_id: current.visit_id,
        merged_into: current.merged_into,
        version: u64::try_from(current.version).unwrap_or(0),
        steps,
    })
}

pub(crate) fn name(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
) -> Result<String, Error> {
    let row = reader.first(
        "select name from person where county_id = $1 and person_id = $2",
        &[county.into(), person.into()],
    )?;
    Ok(row
        .map(|row| row.text("name"))
        .transpose()?
        .unwrap_or_default())
}

/// Whether there is a village of this code: twelve digits.
pub fn is_village(reader: &mut Reader<'_>, county: CountyId, code: &str) -> Result<bool, Error> {
    let known = reader.count(
        "select count(*) as n from area where county_id = $1 and code = $2 and length(code) = 12",
        &[county.into(), code.into()],
    )?;
    Ok(known > 0)
}

/// What the responsible unit of a role is called in a town; empty where nobody said.
pub fn unit_name(
    reader: &mut Reader<'_>,
    county: CountyId,
    town: &str,
    role: &str,
) -> Result<String, Error> {
    let row = reader.first(
        "select name from unit where county_id = $1 and town_code = $2 and role = $3",
        &[county.into(), town.into(), role.into()],
    )?;
    Ok(row
        .map(|row| row.text("name"))
        .transpose()?
        .unwrap_or_default())
}
