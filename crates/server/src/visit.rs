//! The current row of a visit, and the body phones pull.

pub mod told;

use domain::id::{BatchId, CountyId, HouseholdId, PersonId, PhotoId, VisitId};
use protocol::edit::ReviewV1;
use protocol::row::{ReviewedV1, kind};
use protocol::visit::VisitV1;
use serde::Serialize;

use crate::db::{Reader, Row, Tx};
use crate::error::Error;
use crate::{feed, tally};

/// Where a visit stands. Holds no answers.
#[derive(Clone, Debug)]
pub struct Current {
    pub id: VisitId,
    pub household_id: HouseholdId,
    pub visitor_id: PersonId,
    /// Answers for it in the visitor's place.
    pub answerable_id: Option<PersonId>,
    pub by_captain: bool,
    pub area_code: String,
    pub town_code: String,
    pub revision: u32,
    pub state: String,
    pub approved_by: Option<PersonId>,
    pub received_ms: i64,
    /// Absent for visits from before trusted times.
    pub trusted_ended_ms: Option<i64>,
    pub sequence: i64,
    pub batch_id: Option<BatchId>,
}

impl Current {
    /// Whether this is a person's own visit: recorded by, or answered for.
    pub fn is_of(&self, person: PersonId) -> bool {
        self.visitor_id == person || self.answerable_id == Some(person)
    }

    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id("visit_id")?,
            household_id: row.id("household_id")?,
            visitor_id: row.id("visitor_id")?,
            answerable_id: row
                .optional_text("answerable_id")?
                .and_then(|id| id.parse().ok()),
            by_captain: row.flag("by_captain")?,
            area_code: row.text("area_code")?,
            town_code: row.text("town_code")?,
            revision: row.count("revision")?,
            state: row.text("state")?,
            approved_by: row
                .optional_text("approved_by")?
                .and_then(|id| id.parse().ok()),
            received_ms: row.int("received_ms")?,
            trusted_ended_ms: row.optional_int("trusted_ended_ms")?,
            sequence: row.int("sequence")?,
            batch_id: row
                .optional_text("batch_id")?
                .and_then(|id| id.parse().ok()),
        })
    }
}

/// A visit by id.
pub fn find(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: VisitId,
) -> Result<Option<Current>, Error> {
    let row = reader.first(
        "select visit_id, household_id, visitor_id, answerable_id, by_captain, area_code, town_code, revision,
             state, approved_by, received_ms, trusted_ended_ms, sequence, batch_id
         from visit where county_id = $1 and visit_id = $2",
        &[county.into(), id.into()],
    )?;
    row.as_ref().map(Current::from_row).transpose()
}

/// The sealed bytes of a revision, read.
pub fn sealed(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: VisitId,
    revision: u32,
) -> Result<VisitV1, Error> {
    let row = reader.first(
        "select c.edit from visit_revision r
         join change c on c.county_id = r.county_id and c.change_id = r.change_id
         where r.county_id = $1 and r.visit_id = $2 and r.revision = $3",
        &[county.into(), id.into(), revision.into()],
    )?;
    let bytes = row
        .ok_or(Error::Stored { what: "a revision" })?
        .bytes("edit")?;
    serde_json::from_slice(&bytes).map_err(|_| Error::Stored { what: "a revision" })
}

/// Moves a visit; the caller has asked the rules.
pub fn set_state(tx: &mut Tx<'_>, county: CountyId, id: VisitId, state: &str) -> Result<(), Error> {
    tx.execute(
        "update visit set state = $3 where county_id = $1 and visit_id = $2",
        &[county.into(), id.into(), state.into()],
    )?;
    Ok(())
}

/// Decisions on a visit with the names of their moves, oldest first.
pub fn decisions(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: VisitId,
) -> Result<Vec<(String, ReviewedV1)>, Error> {
    let rows = reader.query(
        "select r.decision, r.body, r.by_side, r.received_ms, p.name from review r
         left join person p on p.county_id = r.county_id and p.person_id = r.reviewer_id
         where r.county_id = $1 and r.visit_id = $2
         order by r.sequence",
        &[county.into(), id.into()],
    )?;
    rows.iter()
        .map(|row| {
            let reviewed = ReviewedV1 {
                review: row.json::<ReviewV1>("body")?,
                reviewer_name: row.optional_text("name")?.unwrap_or_default(),
                by: row.text("by_side")?,
                received_ms: row.int("received_ms")?,
            };
            Ok((row.text("decision")?, reviewed))
        })
        .collect()
}

/// Decisions as phones show them: approvals and returns. Setting aside shows in the state.
fn reviews(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: VisitId,
) -> Result<Vec<ReviewedV1>, Error> {
    let all = decisions(reader, county, id)?;
    let shown = all.into_iter().filter(|(decision, _)| decision != "void");
    Ok(shown.map(|(_, reviewed)| reviewed).collect())
}

/// What phones pull of a visit beside its sealed bytes: [`protocol::row::VisitStateV1`] without
/// the visit, which is kept once, in its change.
#[derive(Serialize)]
pub(crate) struct Head {
    pub id: VisitId,
    pub revision: u32,
    pub state: String,
    pub visitor_name: String,
    pub received_ms: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_ended_ms: Option<i64>,
    pub photos_verified: Vec<String>,
    pub reviews: Vec<ReviewedV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_id: Option<BatchId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answerable_id: Option<PersonId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeated: Vec<PhotoId>,
}

/// A head and the sealed bytes of its visit, as phones pull them.
///
/// # Errors
/// When the head is no object, or the bytes are no text.
pub(crate) fn whole(head: &str, edit: &[u8]) -> Result<String, Error> {
    let unread = || Error::Stored { what: "a visit" };
    let open = head.strip_suffix('}').ok_or_else(unread)?;
    let edit = std::str::from_utf8(edit).map_err(|_| unread())?;
    Ok(format!("{open},\"visit\":{edit}}}"))
}

/// Brings a visit's figures and body up to date and shows it to whoever may see it.
pub fn refresh(tx: &mut Tx<'_>, county: CountyId, id: VisitId) -> Result<(), Error> {
    let Some(current) = find(tx, county, id)? else {
        return Ok(());
    };
    let found = tx.query(
        "select v.sha256 from visit_photo v
         join photo p on p.county_id = v.county_id and p.sha256 = v.sha256
         where v.county_id = $1 and v.visit_id = $2 order by v.sha256",
        &[county.into(), id.into()],
    )?;
    let mut verified: Vec<String> = found
        .iter()
        .map(|row| row.text("sha256"))
        .collect::<Result<_, _>>()?;
    tx.execute(
        "update visit set photos_verified = $3 where county_id = $1 and visit_id = $2",
        &[
            county.into(),
            id.into(),
            u32::try_from(verified.len()).unwrap_or(u32::MAX).into(),
        ],
    )?;
    verified.dedup();
    let visitor = tx.first(
        "select name from person where county_id = $1 and person_id = $2",
        &[county.into(), current.visitor_id.into()],
    )?;
    let sealed = tx.first(
        "select change_id from visit_revision
         where county_id = $1 and visit_id = $2 and revision = $3",
        &[county.into(), id.into(), current.revision.into()],
    )?;
    let sealed = sealed.ok_or(Error::Stored { what: "a revision" })?;
    let head = Head {
        id,
        revision: current.revision,
        state: current.state,
        visitor_name: visitor
            .map(|row| row.text("name"))
            .transpose()?
            .unwrap_or_default(),
        received_ms: current.received_ms,
        trusted_ended_ms: current.trusted_ended_ms,
        photos_verified: verified,
        reviews: reviews(tx, county, id)?,
        batch_id: current.batch_id,
        answerable_id: current.answerable_id,
        repeated: repeated(tx, county, id)?,
    };
    feed::put_sealed(
        tx,
        county,
        kind::VISIT,
        &id.to_string(),
        &head,
        sealed.id("change_id")?,
    )?;
    feed::publish_visit(tx, county, id)?;
    count_household(tx, county, current.household_id)?;
    tally::visit(tx, county, id)?;
    tally::homes(tx, county, &[current.household_id.into()])
}

/// Photos of a visit's present revision that came after one they show again, as long as nobody
/// found that fair.
fn repeated(reader: &mut Reader<'_>, county: CountyId, id: VisitId) -> Result<Vec<PhotoId>, Error> {
    let rows = reader.query(
        "select distinct m.photo_id from photo_match m
         join visit_photo v on v.county_id = m.county_id and v.visit_id = m.visit_id
             and v.photo_id = m.photo_id
         where m.county_id = $1 and m.visit_id = $2 and m.kind <> 'look' and m.outcome <> 'fair'
         order by m.photo_id",
        &[county.into(), id.into()],
    )?;
    rows.iter().map(|row| Ok(row.id("photo_id")?)).collect()
}

/// Keeps a household's visit figures in step with its visits. The largest of a bare column would
/// send SQLite through all visits in the order of that column.
fn count_household(tx: &mut Tx<'_>, county: CountyId, id: HouseholdId) -> Result<(), Error> {
    tx.execute(
        "update household set
             visits = (select count(*) from visit v where v.county_id = $1
                 and v.household_id = $2 and v.state <> 'voided'),
             last_visit_ms = (select max(coalesce(v.trusted_ended_ms, v.ended_ms)) from visit v where v.county_id = $1
                 and v.household_id = $2 and v.state <> 'voided'),
             last_counting_period = (select max(case when v.state <> 'voided' then v.period end)
                 from visit v where v.county_id = $1
                 and v.household_id = $2 and v.counts = 1 and v.by_helper = 1),
             counted_ms = (select max(coalesce(v.trusted_ended_ms, v.ended_ms)) from visit v where v.county_id = $1
                 and v.household_id = $2 and v.state <> 'voided' and v.counts = 1 and v.by_helper = 1),
             approved_period = (select max(case
                     when v.state in ('captain_approved', 'batched', 'county_accepted')
                     then v.period end) from visit v where v.county_id = $1
                 and v.household_id = $2 and v.counts = 1 and v.by_helper = 1)
         where county_id = $1 and household_id = $2",
        &[county.into(), id.into()],
    )?;
    Ok(())
}
