//! The checklist engine: one call, [`evaluate`], says what is visible, what is missing,
//! what problems the answers raise and what they add up to. Phone and server both run it.
//!
//! A [`Template`] is read once and its rules are parsed once; old visits keep being
//! evaluated with the template version they were answered under.

mod answers;
mod carry;
mod check;
mod compare;
mod decimal;
mod derived;
mod error;
mod evaluate;
mod facts;
mod heard;
pub mod overlay;
mod parse;
mod parts;
mod predicate;
mod raises;
mod reader;
mod reads;
mod shelf;
mod template;
mod visible;

#[cfg(test)]
mod carry_tests;
#[cfg(test)]
mod english;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;

pub use answers::{Answer, AnswerKey, AnswerValue, Answers, photo_code, waiver_code};
pub use carry::{Carried, Unchanged, no_change, prefill};
pub use check::{AnswerError, AnswerErrorCode, check_answer};
pub use decimal::Decimal;
pub use derived::Conclusion;
pub use error::TemplateError;
pub use evaluate::{Evaluation, evaluate};
pub use facts::{Facts, HouseholdFacts, MemberFacts, MemberInput, VisitFacts};
pub use predicate::{Fact, Literal, Lookup, Op, Operand, Predicate, Value};
pub use raises::{Candidate, ProblemKey};
pub(crate) use reader::{Reader, read_json};
pub use reads::ParamUse;
pub use shelf::{Shelf, base};
pub use template::{
    AnswerType, Derived, Item, PhotoRule, Profile, ProfileMode, Raise, Scope, Section, Sensitivity,
    TableRow, Template,
};
pub use visible::{ItemState, Missing, MissingKind, SectionState};

use crate::codes::Codes;
use std::sync::OnceLock;

pub use crate::codes::OptionItem;

const CHECKLIST: &str = include_str!("../../../../data/checklist.json");

/// The base checklist as a document: what it is read from, and what overlays are laid over.
///
/// # Panics
/// Never in a released program, as [`builtin`].
#[must_use]
#[allow(clippy::panic)] // as in `builtin`
pub fn builtin_document() -> &'static str {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    DOCUMENT.get_or_init(|| match overlay::trim(CHECKLIST) {
        Ok(document) => document,
        Err(error) => panic!("the built-in checklist is broken: {error}"),
    })
}

/// The base checklist and code lists this program was built with.
///
/// # Panics
/// Never in a released program: a test reads the same bytes.
#[must_use]
#[allow(clippy::panic)] // without its checklist there is no program
pub fn builtin() -> &'static (Template, Codes) {
    static BUILTIN: OnceLock<(Template, Codes)> = OnceLock::new();
    BUILTIN.get_or_init(|| {
        let codes = Codes::parse(include_str!("../../../../data/codes.json"));
        let parsed = codes
            .and_then(|codes| Template::parse(CHECKLIST, &codes).map(|template| (template, codes)));
        match parsed {
            Ok(parsed) => parsed,
            // The bytes are part of the program; without them there is nothing to run.
            Err(error) => panic!("the built-in checklist is broken: {error}"),
        }
    })
}
