//! The ledgers 台账 a household, a village and a cadre have beside visits and problems: good deeds,
//! measures, plans, income surveys, changes of members, household dynamics, activities, projects,
//! funds, days and leave (DOMAIN §1, §3, §5.3). What each holds is data (`data/ledgers.json`); the
//! rules here are the same for all.
//!
//! Start at [`ledgers`] for what there is, [`check`] for whether a form may be saved, [`decide`]
//! for who may move an entry where, [`income::reckon`] for what an income survey comes to.

mod check;
mod decide;
mod definition;
pub mod dynamics;
pub mod income;
pub mod notice;
mod parse;
#[cfg(test)]
mod tests;
mod value;

use std::sync::OnceLock;

pub use check::{Checked, FieldFault, Ground, check, is_shown};
pub use decide::{EntryActor, EntryRefused, EntryRole, decide, due, may_correct, moves};
pub use definition::{Due, Field, Ledger, Ledgers, Move, Scope, Shape, State};
pub use value::{EntryValue, Values};

use crate::checklist::builtin;

/// The state of an entry that was taken out with a reason; every ledger has it. Never deleted.
pub const VOIDED: &str = "voided";

/// The step that takes an entry out.
pub const VOID: &str = "void";

/// The ledgers of this program.
///
/// # Panics
/// Never in a released program: a test reads the same bytes.
#[must_use]
#[allow(clippy::panic)] // without its ledgers there is no program
pub fn ledgers() -> &'static Ledgers {
    static LEDGERS: OnceLock<Ledgers> = OnceLock::new();
    LEDGERS.get_or_init(|| {
        let json = include_str!("../../../../data/ledgers.json");
        match Ledgers::parse(json, &builtin().1) {
            Ok(ledgers) => ledgers,
            Err(error) => panic!("the built-in ledgers are broken: {error}"),
        }
    })
}
