//! Plays many people at once against a real server: demonstration data, a whole day's work, load.
//!
//! Everybody here is made up from a seed: names from lists, ID numbers whose first six digits
//! belong to no place, checksums that hold. Knows no SQL. Start with [`county::generate`] (who
//! lives in the county) and [`day`] (what they do).

pub mod county;
pub mod household;
pub mod names;
