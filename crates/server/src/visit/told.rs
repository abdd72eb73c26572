//! What the visit ledger 走访台账 tells of a visit, kept beside each revision: the sealed bytes are
//! some twelve kilobytes, a line of the ledger a tenth of that, and a county exports a hundred
//! thousand lines at a time.

use domain::geo::GeoQuality;
use domain::id::MemberId;
use protocol::visit::{AnswerValueV1, VisitV1};

use crate::db::{Row, Value};
use crate::error::Error;

/// Read from the sealed bytes and nothing else, so that it can always be read from them again.
#[derive(Clone, PartialEq, Eq)]
pub struct Told {
    pub started_ms: i64,
    /// A code of the list `visit_method`.
    pub method: Option<String>,
    /// Who was spoken with.
    pub respondent: Option<MemberId>,
    /// Codes of the list `visit_purpose`, with spaces between.
    pub purposes: String,
    /// What the visitor wrote.
    pub summary: String,
    /// How sure the place is.
    pub place: GeoQuality,
}

impl Told {
    pub fn of(visit: &VisitV1) -> Self {
        let answer = |item: &str| {
            let found = visit.answers.iter().find(|answer| answer.item == item);
            found.map(|answer| &answer.value)
        };
        Self {
            started_ms: visit.started_ms,
            method: match answer("visit_method") {
                Some(AnswerValueV1::Choice(code)) => Some(code.clone()),
                _ => None,
            },
            respondent: match answer("respondent_member") {
                Some(AnswerValueV1::Member(member)) => Some(*member),
                _ => None,
            },
            purposes: match answer("visit_purpose") {
                Some(AnswerValueV1::Choices(codes)) => codes.join(" "),
                _ => String::new(),
            },
            summary: match answer("visit_summary") {
                // PostgreSQL keeps a NUL in no text. It costs nobody a visit: the bytes have it.
                Some(AnswerValueV1::Text(said)) => said.trim().replace('\0', ""),
                _ => String::new(),
            },
            place: visit.geo.quality(),
        }
    }

    /// For the columns of `visit_revision`, in the order they are declared above.
    pub fn values(&self) -> Vec<Value> {
        vec![
            self.started_ms.into(),
            self.method.clone().into(),
            self.respondent.into(),
            (&self.purposes).into(),
            (&self.summary).into(),
            self.place.as_str().into(),
        ]
    }

    /// From the columns; nothing where the revision is from before they were there.
    pub(crate) fn from_row(row: &Row) -> Result<Option<Self>, Error> {
        let Some(started_ms) = row.optional_int("started_ms")? else {
            return Ok(None);
        };
        Ok(Some(Self {
            started_ms,
            method: row.optional_text("method")?,
            respondent: row
                .optional_text("respondent_id")?
                .and_then(|id| id.parse().ok()),
            purposes: row.text("purposes")?,
            summary: row.text("summary")?,
            place: GeoQuality::from_code(&row.text("place")?)
                .ok_or(Error::Stored { what: "a revision" })?,
        }))
    }
}
