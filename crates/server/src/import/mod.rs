//! Rosters from files of the national system: looked through, then written, then perhaps taken back.
//!
//! [`read`] makes rows of cells of any file, [`header`] finds the table, [`columns`] knows the
//! labels, [`plan`] says what a row would do. [`check`] tells that, [`apply`] does it with the
//! functions of [`crate::roster`], [`undo`] takes it back, for as long as [`term`] says. Nothing is written before a person has
//! seen the check of the very file, against the roster as it still is.

mod annotate;
pub(crate) mod apply;
mod book;
mod cell;
pub(crate) mod check;
mod columns;
mod fields;
mod header;
mod household;
mod member;
mod places;
mod plan;
mod read;
mod rules;
pub(crate) mod run;
pub(crate) mod term;
pub(crate) mod undo;
mod words;
