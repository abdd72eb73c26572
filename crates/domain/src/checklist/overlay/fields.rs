//! Which fields an overlay may hold, and where.

use super::Faults;
use super::fault::{Fault, FaultCode};
use crate::checklist::Reader;

pub(super) const ROOT: &[&str] = &[
    "schema_version",
    "base",
    "version",
    "title_zh",
    "title_en",
    "sections",
];
/// Of a section the base has.
pub(super) const SECTION: &[&str] = &["code", "title_zh", "title_en", "hide", "items"];
/// Of one that is new.
pub(super) const NEW_SECTION: &[&str] = &[
    "code", "new", "after", "title_zh", "title_en", "scope", "core", "show_if", "profiles", "items",
];
/// Of an item the base has. Its type may be said, and must be what it is.
pub(super) const ITEM: &[&str] = &[
    "code",
    "type",
    "label_zh",
    "label_en",
    "help_zh",
    "help_en",
    "required",
    "hide",
    "min",
    "max",
    "decimals",
    "max_length",
    "unit",
    "unit_en",
    "options",
    "photo",
];
/// Those of them that are taken over as they stand.
pub(super) const TAKEN: &[&str] = &[
    "label_zh",
    "label_en",
    "help_zh",
    "help_en",
    "required",
    "min",
    "max",
    "decimals",
    "max_length",
    "unit",
    "unit_en",
];
/// Of one that is new.
pub(super) const NEW_ITEM: &[&str] = &[
    "code",
    "new",
    "after",
    "type",
    "label_zh",
    "label_en",
    "help_zh",
    "help_en",
    "required",
    "min",
    "max",
    "decimals",
    "max_length",
    "unit",
    "unit_en",
    "options",
    "options_ref",
    "photo",
    "waiver_reason",
    "carry_forward",
    "sensitivity",
    "show_if",
    "raises",
];
pub(super) const OPTION: &[&str] = &["code", "new", "zh", "en", "hide", "exclusive"];
/// Of the photos of an item the base has.
pub(super) const PHOTO: &[&str] = &["min", "max"];

/// Names every field that is not among `known`; `fixed` are those only a new one may say.
pub(super) fn check(at: &Reader<'_>, known: &[&str], fixed: &[&str], faults: &mut Faults) -> bool {
    let fields = match at.object() {
        Ok(fields) => fields,
        Err(error) => {
            faults.push(Fault::of(error));
            return false;
        }
    };
    for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
        let code = if fixed.contains(&name.as_str()) {
            FaultCode::NotChangeable
        } else {
            FaultCode::UnknownField
        };
        faults.push(Fault::new(at.path(), code, name).at(name));
    }
    true
}
