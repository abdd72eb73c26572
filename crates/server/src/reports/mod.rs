//! The twelve reports of DOMAIN §6: which there are, their columns, and where their rows come from.
//!
//! A report is defined once. The screen, the workbook ([`sheet`]) and the document ([`document`])
//! show the same columns of the same rows; formulas are in [`rates`]. Start with [`ALL`].

mod attendance;
mod brief;
mod coverage;
mod deeds;
mod document;
pub(crate) mod export;
mod helpers;
mod monitored;
mod problems;
mod quarter;
mod rates;
pub(crate) mod rows;
mod sheet;
mod spot;
mod text;
mod visits;
mod year;

use axum::http::StatusCode;
use domain::id::CountyId;
use domain::time::Date;

use crate::clock::{date_text, day_begins_ms};
use crate::compliance;
use crate::console::query::Values;
use crate::console::session::Signed;
use crate::db::Reader;
use crate::error::Error;

pub(crate) use rows::Cell;

/// How a column is shown, and what its cells are in a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words, codes and numbers of things: always text, or Excel eats their zeros.
    Text,
    /// To be added up.
    Number,
    /// `YYYY-MM-DD`, as text.
    Date,
    /// A share, 0 to 1.
    Percent,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Percent => "percent",
        }
    }
}

/// One column, exactly as DOMAIN §6 calls it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub zh: &'static str,
    pub en: &'static str,
    pub kind: Kind,
    /// In characters of half width.
    pub width: u8,
}

const fn column(zh: &'static str, en: &'static str, kind: Kind, width: u8) -> Column {
    Column {
        zh,
        en,
        kind,
        width,
    }
}

/// The span of days a report is about, unless somebody says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
}

impl Span {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
        }
    }
}

/// Where rows come from.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    /// Read a page at a time, however many there are; and how many that is.
    Paged(
        fn(&mut Reader<'_>, &Ask, i64, i64) -> Result<rows::Keyed, Error>,
        fn(&mut Reader<'_>, &Ask) -> Result<i64, Error>,
    ),
    /// The same of rows without a number of their own to go on from: by what names the last one;
    /// and how many a file reads at a time.
    Named(
        fn(&mut Reader<'_>, &Ask, Option<&str>, i64) -> Result<rows::Named, Error>,
        fn(&mut Reader<'_>, &Ask) -> Result<i64, Error>,
        i64,
    ),
    /// A line for each area or person: worked out at once.
    Whole(fn(&mut Reader<'_>, &Ask) -> Result<rows::Lines, Error>),
}

/// One sheet of a workbook: all columns of its report, or some of them from the same rows.
pub(crate) struct Sheet {
    pub zh: &'static str,
    pub en: &'static str,
    pub only: &'static [&'static str],
}

impl Sheet {
    /// Which of a report's columns it shows.
    pub fn picked(&self, columns: &[Column]) -> Vec<usize> {
        let is_in = |column: &Column| self.only.is_empty() || self.only.contains(&column.zh);
        let all = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| is_in(column));
        all.map(|(at, _)| at).collect()
    }
}

/// What is behind a figure of the report, as a list of its own.
pub(crate) struct Behind {
    pub zh: &'static str,
    pub en: &'static str,
    pub columns: &'static [Column],
    pub source: Source,
}

pub(crate) struct Report {
    pub id: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub span: Span,
    pub columns: &'static [Column],
    pub sheets: &'static [Sheet],
    pub source: Source,
    pub behind: Option<Behind>,
    /// Choices of what to leave out: names of [`Ask::group`].
    pub groups: &'static [&'static str],
    /// The switch without which it is refused.
    pub switch: Option<&'static str>,
    /// Also made as a document that can be edited.
    pub document: bool,
    /// May be asked for one campaign.
    pub of_campaign: bool,
}

/// In the order of DOMAIN §6.
pub(crate) const ALL: [&Report; 12] = [
    &visits::REPORT,
    &problems::LEDGER,
    &problems::FOUR_LISTS,
    &attendance::REPORT,
    &coverage::REPORT,
    &helpers::REPORT,
    &brief::WEEK,
    &brief::MONTH,
    &quarter::REPORT,
    &year::REPORT,
    &spot::REPORT,
    &monitored::REPORT,
];

/// A report by its id.
///
/// # Errors
/// `not_found`.
pub(crate) fn find(id: &str) -> Result<&'static Report, Error> {
    let found = ALL.into_iter().find(|report| report.id == id);
    found.ok_or_else(Error::not_found)
}

impl Report {
    /// Whether the county may use it.
    ///
    /// # Errors
    /// When the database failed.
    pub fn is_on(&self, reader: &mut Reader<'_>, county: CountyId) -> Result<bool, Error> {
        self.switch
            .map_or(Ok(true), |name| compliance::is_on(reader, county, name))
    }

    /// Refuses a report whose legal basis nobody recorded.
    ///
    /// # Errors
    /// `compliance_off`.
    pub fn needs_on(&self, reader: &mut Reader<'_>, county: CountyId) -> Result<(), Error> {
        if self.is_on(reader, county)? {
            return Ok(());
        }
        Err(Error::refused(StatusCode::CONFLICT, "compliance_off"))
    }
}

/// What somebody wants to see, and how far he sees.
#[derive(Clone)]
pub(crate) struct Ask {
    pub county: CountyId,
    pub signed: Signed,
    pub now: i64,
    pub from: Date,
    /// The last day, included.
    pub to: Date,
    /// Nine digits.
    pub town: Option<String>,
    /// Twelve digits: of a list behind a figure.
    pub village: Option<String>,
    pub campaign: Option<domain::id::CampaignId>,
    pub group: Option<String>,
    /// What people write themselves into a brief.
    pub practice: String,
    pub plans: String,
}

/// No report covers more: a year, and the leap day.
const MOST_DAYS: i32 = 366;

impl Ask {
    /// Refuses days that make no sense.
    ///
    /// # Errors
    /// `later_day_needed`, `out_of_range`.
    pub fn check(&self, report: &Report) -> Result<(), Error> {
        if self.to < self.from {
            return Err(Error::bad("later_day_needed", "to"));
        }
        if domain::time::days_between(self.from, self.to) >= MOST_DAYS {
            return Err(Error::bad("out_of_range", "to"));
        }
        let group = self.group.as_deref().unwrap_or("all");
        if group != "all" && !report.groups.contains(&group) {
            return Err(Error::bad("unknown_option", "group"));
        }
        Ok(())
    }

    pub fn today(&self) -> String {
        date_text(self.now)
    }

    /// The first millisecond, and the first one after.
    pub fn milliseconds(&self) -> (i64, i64) {
        let after = self.to.tomorrow().unwrap_or(self.to);
        (day_begins_ms(self.from), day_begins_ms(after))
    }

    /// Conditions on the areas of a table: what the person sees, and what was chosen of it.
    pub fn areas(&self, table: &str, values: &mut Values) -> String {
        let mut sql = self.signed.scope.clause(table, values);
        for (column, code) in [("town_code", &self.town), ("area_code", &self.village)] {
            if let Some(code) = code {
                sql.push_str(&format!(" and {table}.{column} = {}", values.add(code)));
            }
        }
        sql
    }

    /// The half-years its days lie in: visits are found by them.
    pub fn half_years(&self, values: &mut Values) -> String {
        let all = crate::campaign::Current::of_everybody(self.from, self.to).periods();
        values.list(&all)
    }

    /// What counts as a visit `v` of these days: at the dwelling, not voided (DOMAIN §5.1).
    pub fn counting_visits(&self, values: &mut Values) -> String {
        let (from, until) = self.milliseconds();
        let periods = self.half_years(values);
        let (from, until) = (values.add(from), values.add(until));
        format!(
            "v.counts = 1 and v.state <> 'voided' and v.period in ({periods})
                 and coalesce(v.trusted_ended_ms, v.ended_ms) >= {from}
                 and coalesce(v.trusted_ended_ms, v.ended_ms) < {until}"
        )
    }

    /// Within the days, for a column of dates.
    pub fn days(&self, column: &str, values: &mut Values) -> String {
        let from = values.add(self.from.to_string());
        let to = values.add(self.to.to_string());
        format!("{column} >= {from} and {column} <= {to}")
    }
}
