//! The policy card 政策“一口清” (DOMAIN §2.4): which policies a helper must be able to name. Their
//! amounts and dates are the county's, each text with the days it holds; the program ships none.

use std::sync::OnceLock;

use crate::checklist::{Reader, TemplateError, read_json};
use crate::codes::Language;
use crate::time::Date;

/// A card is read out at a door: more than this is no card.
pub const MAX_TEXT_CHARS: usize = 2000;
/// Of one policy: years of history, and no mistake of a program.
pub const MAX_TEXTS: usize = 40;

/// One line of the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// What texts are filed under.
    pub code: String,
    /// The Chinese name.
    pub zh: String,
    /// The English name.
    pub en: Option<String>,
    /// A code of `unit_role`: who in the town answers for it.
    pub unit_role: String,
}

impl Policy {
    /// The name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        language.pick(&self.zh, self.en.as_deref())
    }
}

/// The days a text holds. `until` is the last of them; without it the text holds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Option<Date>,
}

impl Term {
    /// Whether the text holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }
}

/// Why texts of one policy cannot stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermError {
    /// The last day is before the first. Counts from 0.
    Backwards(usize),
    /// Two texts hold on the same day. The later of the two, counted from 0.
    Overlap(usize),
}

/// Texts of one policy hold one after the other: on no day does a helper read two amounts.
///
/// # Errors
/// The first text that does not fit.
pub fn check_terms(terms: &[Term]) -> Result<(), TermError> {
    for (at, term) in terms.iter().enumerate() {
        if term.until.is_some_and(|until| until < term.from) {
            return Err(TermError::Backwards(at));
        }
        if terms.iter().take(at).any(|earlier| earlier.overlaps(term)) {
            return Err(TermError::Overlap(at));
        }
    }
    Ok(())
}

/// The policies of the card, in its order.
///
/// # Panics
/// Never in a released program: a test reads the same bytes.
#[must_use]
#[allow(clippy::panic)] // without its checklist there is no program
pub fn policies() -> &'static [Policy] {
    static POLICIES: OnceLock<Vec<Policy>> = OnceLock::new();
    POLICIES.get_or_init(
        || match read(include_str!("../../../data/checklist.json")) {
            Ok(policies) => policies,
            // The bytes are part of the program; without them there is nothing to run.
            Err(error) => panic!("the built-in policy card is broken: {error}"),
        },
    )
}

/// A policy by its code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Policy> {
    policies().iter().find(|policy| policy.code == code)
}

fn read(json: &str) -> Result<Vec<Policy>, TemplateError> {
    let value = read_json(json, json.len())?;
    let card = Reader::root(&value).child("policy_card")?;
    let lines = card.list("policies")?;
    lines
        .iter()
        .map(|line| {
            Ok(Policy {
                code: line.text("code")?,
                zh: line.text("zh")?,
                en: line.optional_text("en")?,
                unit_role: line.text("unit_role")?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::builtin;
    use crate::time::parse_date;

    fn term(from: &str, until: Option<&str>) -> Term {
        Term {
            from: parse_date(from).unwrap(),
            until: until.map(|day| parse_date(day).unwrap()),
        }
    }

    #[test]
    fn the_card_has_eleven_lines_each_with_a_unit_and_english() {
        assert_eq!(policies().len(), 11);
        for policy in policies() {
            assert!(policy.en.is_some(), "{}", policy.code);
            let role = builtin().1.find("unit_role", &policy.unit_role);
            assert!(role.is_some(), "{}", policy.unit_role);
        }
        assert!(find("water").is_some() && find("Water").is_none());
    }

    #[test]
    fn a_text_holds_on_its_first_and_last_day() {
        let year = term("2026-01-01", Some("2026-12-31"));
        let day = |text| parse_date(text).unwrap();
        assert!(year.holds_on(day("2026-01-01")) && year.holds_on(day("2026-12-31")));
        assert!(!year.holds_on(day("2025-12-31")) && !year.holds_on(day("2027-01-01")));
        assert!(term("2026-01-01", None).holds_on(day("2099-01-01")));
    }

    #[test]
    fn two_texts_never_hold_on_one_day() {
        let last = term("2025-01-01", Some("2025-12-31"));
        let this = term("2026-01-01", None);
        assert_eq!(check_terms(&[last, this]), Ok(()));
        assert_eq!(check_terms(&[this, last]), Ok(()), "in any order");
        let early = term("2025-12-31", None);
        assert_eq!(check_terms(&[last, early]), Err(TermError::Overlap(1)));
        assert_eq!(check_terms(&[this, this]), Err(TermError::Overlap(1)));
        let turned = term("2026-02-01", Some("2026-01-31"));
        assert_eq!(check_terms(&[last, turned]), Err(TermError::Backwards(1)));
    }
}
