//! The phone's SQLite, encrypted: the county's rows, the person's own work, what waits to be sent.
//!
//! Knows no network, no screens and no clock: `now` and ids come in as arguments. It is the only
//! crate that speaks SQL on the phone. Functions that write take a [`Transaction`], functions that
//! read a [`Connection`]; `save_…` is the person's and queues for the county, `apply` is the
//! county's and queues nothing.
//!
//! Start with [`Store::open`], then [`outbox`] (what waits), [`pull`] (what came) and [`visit`]
//! (what a person records).

pub mod alike;
pub mod answer;
pub mod board;
pub mod bundle;
pub mod campaign;
mod column;
pub mod contact;
pub mod corrected;
pub mod county_visit;
pub mod cover;
pub mod draft;
pub mod dropped;
pub mod entry;
pub mod entry_draft;
pub mod epoch;
mod error;
pub mod facts;
mod fuse;
pub mod hand_in;
pub mod household;
pub mod identity;
pub mod journal;
pub mod member;
pub mod open;
pub mod outbox;
pub mod photo;
pub mod pinyin;
pub mod problem;
pub mod problem_draft;
pub mod pull;
pub mod receipt;
pub mod roll;
pub mod search;
pub mod settled;
pub mod standing;
pub mod sync_state;
pub mod tag;
pub mod taken_back;
pub mod team_news;
pub mod template;
pub mod told;
pub mod versions;
pub mod visit;
mod waiting;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use fuse::Fuse;
pub use open::{Key, OpenError, Store, set_aside};
/// For the closures of [`Store::read`] and [`Store::write`]; nobody else names rusqlite.
pub use rusqlite::{Connection, Transaction};

/// What every function here answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;
