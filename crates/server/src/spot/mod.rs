//! Spot checks 抽查: who may be drawn ([`frame`]), the draw ([`draw`]), what was found
//! ([`result`]), and all of it as rows ([`rows`]). How a sample is drawn is in `domain::sampling`;
//! `docs/sampling.md` tells it to an auditor.
//!
//! A draw is never changed and never taken out: one that was a mistake is cancelled with a reason
//! and stays where everybody sees it, so that nobody draws until he likes what comes.

pub(crate) mod draw;
pub(crate) mod frame;
pub(crate) mod result;
pub(crate) mod rows;

use domain::id::CountyId;

use crate::db::{Reader, Row};
use crate::error::Error;

pub(crate) use rows::{SpotRow, Wanted, rows};

/// Whom a check asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 队员: somebody on a village's team.
    Member,
    /// 工作队: a team, by its captain.
    Team,
    /// 农户.
    Household,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Member, Self::Team, Self::Household];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Team => "team",
            Self::Household => "household",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == code)
    }
}

/// How somebody is asked.
pub(crate) const METHODS: [&str; 3] = ["video", "phone", "on_site"];

/// A check as it stands.
pub(crate) struct Check {
    pub id: String,
    pub number: String,
    pub title: String,
    pub kind: String,
    pub method: String,
    pub seed: String,
    pub towns: Vec<String>,
    pub days: u32,
    pub asked: String,
    pub frame_units: u32,
    pub frame_sha256: String,
    pub drawn: u32,
    pub made_ms: i64,
    pub made_date: String,
    pub made_by: String,
    pub cancelled_ms: Option<i64>,
    pub cancelled_by: Option<String>,
    pub cancel_reason: Option<String>,
    pub sequence: i64,
}

/// All of a check but its frame, which may be long. Conditions follow.
pub(crate) const CHECKS: &str = "
    select c.check_id, c.number, c.title, c.kind, c.method, c.seed, c.towns, c.days, c.asked,
        c.frame_units, c.frame_sha256, c.drawn, c.made_ms, c.made_date, p.name as made_by,
        c.cancelled_ms, q.name as cancelled_by, c.cancel_reason, c.sequence
    from spot_check c
    left join person p on p.county_id = c.county_id and p.person_id = c.made_by
    left join person q on q.county_id = c.county_id and q.person_id = c.cancelled_by
    where c.county_id = $1";

impl Check {
    pub fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.text("check_id")?,
            number: row.text("number")?,
            title: row.text("title")?,
            kind: row.text("kind")?,
            method: row.text("method")?,
            seed: row.text("seed")?,
            towns: row
                .text("towns")?
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            days: row.count("days")?,
            asked: row.text("asked")?,
            frame_units: row.count("frame_units")?,
            frame_sha256: row.text("frame_sha256")?,
            drawn: row.count("drawn")?,
            made_ms: row.int("made_ms")?,
            made_date: row.text("made_date")?,
            made_by: row.optional_text("made_by")?.unwrap_or_default(),
            cancelled_ms: row.optional_int("cancelled_ms")?,
            cancelled_by: row.optional_text("cancelled_by")?,
            cancel_reason: row.optional_text("cancel_reason")?,
            sequence: row.int("sequence")?,
        })
    }
}

/// A check by id.
///
/// # Errors
/// `not_found`.
pub(crate) fn find(reader: &mut Reader<'_>, county: CountyId, id: &str) -> Result<Check, Error> {
    let sql = format!("{CHECKS} and c.check_id = $2");
    let row = reader.first(&sql, &[county.into(), id.into()])?;
    Check::from_row(&row.ok_or_else(Error::not_found)?)
}
