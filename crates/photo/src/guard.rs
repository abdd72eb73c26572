//! Turns a decoder's panic into an error.
//!
//! The decoders and the EXIF reader are other people's and index into hostile bytes. A panic in
//! one must not take the screen a worker is filling in. Nothing shared is touched while they run,
//! so there is no half-changed state to fear.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Error;

pub fn catch<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::Broken))
}
