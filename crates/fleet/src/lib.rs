//! Plays many people at once against a real server: demonstration data, a whole day's work, load.
//!
//! Everybody here is made up from a seed: names from lists, ID numbers whose first six digits
//! belong to no place, checksums that hold. Only [`big`] knows SQL, and [`rosters`] to stand beside:
//! no phone could fill a county so quickly. Start with [`county::generate`] (who
//! lives in the county) and [`day`] (what they do).

pub mod bench;
pub mod big;
pub mod campaign;
pub mod county;
pub mod day;
pub mod desk;
pub mod history;
pub mod household;
pub mod ledgers;
pub mod names;
pub mod narrator;
pub mod offline;
pub mod phone;
pub mod rosters;
pub mod scene;
pub mod stage;
pub mod totp;
pub mod visitor;
