//! 抽查名单, and what spot checks say in other reports.
//!
//! The county keeps no spot checks yet: nobody is on the list, and nobody has a score. Both come
//! from the three functions below and from nowhere else.

use std::collections::{BTreeMap, HashMap};

use super::rates::Share;
use super::rows::Lines;
use super::{Ask, Kind, Report, Sheet, Source, Span, column};
use crate::db::Reader;
use crate::error::Error;

/// Until there are spot checks, their scores stay empty.
pub(super) const LACKS_SCORES: &[&str] = &["抽查得分"];

pub(super) static REPORT: Report = Report {
    id: "spot",
    zh: "抽查名单",
    en: "Spot checks",
    span: Span::Quarter,
    columns: &[
        column("批次", "Batch", Kind::Text, 16),
        column("抽样种子", "Seed", Kind::Text, 20),
        column("镇", "Town", Kind::Text, 12),
        column("村", "Village", Kind::Text, 12),
        column("队", "Team", Kind::Text, 18),
        column("被抽人", "Person", Kind::Text, 12),
        column("方式", "How", Kind::Text, 10),
        column("接通", "Reached", Kind::Text, 8),
        column("五项得分", "Five scores", Kind::Text, 18),
        column("问题", "Problem", Kind::Text, 34),
        column("整改期限", "Due", Kind::Date, 12),
        column("整改结果", "Result", Kind::Text, 30),
    ],
    sheets: &[Sheet {
        zh: "抽查名单",
        en: "Spot checks",
        only: &[],
    }],
    source: Source::Whole(rows),
    behind: None,
    groups: &[],
    switch: None,
    document: false,
    of_campaign: false,
    lacks: &["批次", "抽样种子", "被抽人", "五项得分"],
};

/// Everybody drawn within the days.
fn rows(_reader: &mut Reader<'_>, _ask: &Ask) -> Result<Lines, Error> {
    Ok(Vec::new())
}

/// Points reached of those possible, by village.
pub(super) fn scores(
    _reader: &mut Reader<'_>,
    _ask: &Ask,
) -> Result<BTreeMap<String, Share>, Error> {
    Ok(BTreeMap::new())
}

/// The same by person.
pub(super) fn people(
    _reader: &mut Reader<'_>,
    _ask: &Ask,
) -> Result<HashMap<String, Share>, Error> {
    Ok(HashMap::new())
}
