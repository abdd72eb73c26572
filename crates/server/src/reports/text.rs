//! Codes in Chinese, as reports write them.

use domain::checklist::builtin;
use domain::geo::GeoQuality;

use super::Cell;
use crate::db::Row;
use crate::error::Error;

/// A code of a list in Chinese; the code itself where the list does not know it.
pub(super) fn zh(list: &str, code: &str) -> String {
    let found = builtin().1.find(list, code);
    found.map_or_else(|| code.to_owned(), |option| option.zh.clone())
}

/// A column that may be absent, as a cell.
pub(super) fn cell(row: &Row, column: &'static str) -> Result<Cell, Error> {
    Ok(row.optional_text(column)?.map_or(Cell::Empty, Cell::text))
}

/// Where a visit stands.
pub(super) fn visit_state(state: &str) -> &str {
    match state {
        "submitted" => "待队长审核",
        "captain_approved" => "队长已通过",
        "returned" => "退回走访人",
        "batched" => "待县级审核",
        "county_accepted" => "县级已采信",
        "returned_to_captain" => "退回队长",
        "voided" => "已作废",
        other => other,
    }
}

/// How sure the place of a visit is.
pub(super) fn place(quality: GeoQuality) -> &'static str {
    match quality {
        GeoQuality::Good => "精确",
        GeoQuality::Fair => "一般",
        GeoQuality::Poor => "较差",
        GeoQuality::Stale => "定位过时",
        GeoQuality::None => "无定位",
        GeoQuality::Mock => "疑似虚拟定位",
    }
}

/// What a household is.
pub(super) fn base_type(code: &str) -> String {
    zh("household_type", code)
}

/// 是 or 否.
pub(super) fn yes(is: bool) -> Cell {
    Cell::text(if is { "是" } else { "否" })
}
