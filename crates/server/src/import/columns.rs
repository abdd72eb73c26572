//! Which column is which: the labels of the national system's exports and how else they are
//! written, as data (`data/import_columns.json`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Household,
    Member,
}

impl FileKind {
    pub const ALL: [Self; 2] = [Self::Household, Self::Member];

    pub fn name(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Member => "member",
        }
    }
}

/// A column that is known.
#[derive(Deserialize)]
pub(crate) struct Column {
    pub field: String,
    /// As the export has it now.
    pub label: String,
    #[serde(default)]
    aliases: Vec<String>,
    /// Without it no row can be taken.
    #[serde(default)]
    pub needed: bool,
    /// Label and aliases as [`plain`] writes them.
    #[serde(skip)]
    plain: BTreeSet<String>,
}

#[derive(Default, Deserialize)]
struct Columns {
    household: Vec<Column>,
    member: Vec<Column>,
    /// Labels that mean a code of a list, beside the list's own.
    values: BTreeMap<String, BTreeMap<String, String>>,
}

static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    let text = include_str!("../../../../data/import_columns.json");
    // A test reads it, so that a slip in the file is not found by a county.
    let mut columns: Columns = serde_json::from_str(text).unwrap_or_default();
    for column in columns.household.iter_mut().chain(&mut columns.member) {
        let labels = column.aliases.iter().chain(std::iter::once(&column.label));
        column.plain = labels.map(|label| plain(label)).collect();
    }
    columns
});

pub(crate) fn of(kind: FileKind) -> &'static [Column] {
    match kind {
        FileKind::Household => &COLUMNS.household,
        FileKind::Member => &COLUMNS.member,
    }
}

/// The column this label is of, by its own name before all shorter forms.
pub(crate) fn find(kind: FileKind, label: &str) -> Option<&'static Column> {
    let whole = plain(label);
    if whole.is_empty() {
        return None;
    }
    let all = of(kind);
    let exact = all.iter().find(|column| column.plain.contains(&whole));
    let short = without_brackets(&whole);
    exact.or_else(|| {
        let is_it = |column: &&Column| {
            column.plain.contains(short) || without_brackets(&plain(&column.label)) == short
        };
        all.iter().find(is_it)
    })
}

/// The code a label means that the list itself does not have.
pub(crate) fn value(list: &str, label: &str) -> Option<&'static str> {
    COLUMNS.values.get(list)?.get(label).map(String::as_str)
}

/// A label without what programs and people add: blanks, line breaks, stars, wide brackets.
pub(crate) fn plain(label: &str) -> String {
    let letters = label.chars().filter_map(|letter| match letter {
        '*' | '\u{ff0a}' | '\u{feff}' | '_' => None,
        letter if letter.is_whitespace() => None,
        '【' | '[' | '〔' => Some('('),
        '】' | ']' | '〕' => Some(')'),
        // Full-width forms lie in one block beside ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        letter => Some(letter),
    });
    letters
        .collect::<String>()
        .to_ascii_lowercase()
        .trim_end_matches(':')
        .to_owned()
}

fn without_brackets(plain: &str) -> &str {
    match plain.find('(') {
        Some(at) if at > 0 && plain.ends_with(')') => &plain[..at],
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FileKind, label: &str) -> Option<&'static str> {
        find(kind, label).map(|column| column.field.as_str())
    }

    #[test]
    fn labels_are_known_however_they_are_broken_and_bracketed() {
        let member = FileKind::Member;
        assert_eq!(field(member, "*务工时间\n（月）"), Some("work_months"));
        assert_eq!(
            field(member, "公益性岗位（月数）"),
            Some("public_post_months")
        );
        assert_eq!(field(member, "公益性岗位"), Some("public_post"));
        assert_eq!(
            field(member, "是否参加新型农村合作医疗（2025年度）"),
            Some("med_resident")
        );
        let home = FileKind::Household;
        assert_eq!(field(home, "人均纯收入（元）"), Some("net_per_head"));
        assert_eq!(field(home, "致贫／返贫风险 2"), Some("risk2"));
        assert_eq!(field(home, "星座"), None);
    }

    #[test]
    fn no_label_means_two_columns() {
        for kind in FileKind::ALL {
            let mut seen = BTreeMap::new();
            assert!(of(kind).len() > 30);
            for column in of(kind) {
                for label in &column.plain {
                    let other = seen.insert(label.clone(), &column.field);
                    assert_eq!(other, None, "{label}");
                }
            }
        }
    }

    #[test]
    fn every_value_is_a_code_of_its_list() {
        let codes = &domain::checklist::builtin().1;
        assert!(COLUMNS.values.len() > 10);
        for (list, values) in &COLUMNS.values {
            for code in values.values() {
                assert!(codes.find(list, code).is_some(), "{list} {code}");
            }
        }
    }
}
