//! Codes with their labels, from the lists the program was built with.

use domain::checklist::builtin;
use domain::codes::{Codes, Language};

use crate::views::Labelled;

pub(crate) fn codes() -> &'static Codes {
    &builtin().1
}

/// A code with its label; a code the list lacks is shown as it is.
pub(crate) fn labelled(list: &str, code: &str, language: Language) -> Labelled {
    let label = codes().label(list, code, language).unwrap_or(code);
    Labelled {
        code: code.to_owned(),
        label: label.to_owned(),
    }
}

/// How a member is related to the head of the household. Rosters hold the national system's
/// words themselves; one it does not use is shown as it stands.
pub(crate) fn relation(zh: &str, language: Language) -> String {
    labelled("relationship_export_crosswalk", zh, language).label
}

pub(crate) fn all_labelled(list: &str, found: &[String], language: Language) -> Vec<Labelled> {
    found
        .iter()
        .map(|code| labelled(list, code, language))
        .collect()
}

/// A whole list, in the order to show it.
pub(crate) fn list(list: &str, language: Language) -> Vec<Labelled> {
    let options = codes().list(list).unwrap_or_default().iter();
    options
        .map(|option| Labelled {
            code: option.code.clone(),
            label: option.label(language).to_owned(),
        })
        .collect()
}
