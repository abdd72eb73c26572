//! The machine's chance and its wall clock, taken over for the whole process: ids, keys and nonces
//! of our real code come from the seed, and nothing is drawn that another run would not draw.
//!
//! The programs ask the C library for both; this program's own functions of the same names stand
//! before it. Only the simulation is linked with this.

#![allow(unsafe_code)] // there is no other way to stand before the C library

use std::sync::{Mutex, PoisonError};

use fastrand::Rng;

static CHANCE: Mutex<Option<Rng>> = Mutex::new(None);

/// The seconds every wall clock of this process shows.
const NOW_S: i64 = tests::MORNING_MS / 1000;

/// What the standard library asks with for its hash maps, on every new thread. Those must not
/// shift the numbers of the rest.
const FOR_HASH_MAPS: u32 = 4;

/// Begins the numbers of a seed.
pub fn begin(seed: u64) {
    *CHANCE.lock().unwrap_or_else(PoisonError::into_inner) = Some(Rng::with_seed(seed));
}

#[unsafe(no_mangle)]
unsafe extern "C" fn getrandom(buffer: *mut u8, length: usize, flags: u32) -> isize {
    if length == 0 {
        return 0;
    }
    // Sound: the caller gives a buffer of this length, as it would to the C library.
    let buffer = unsafe { std::slice::from_raw_parts_mut(buffer, length) };
    let mut chance = CHANCE.lock().unwrap_or_else(PoisonError::into_inner);
    match chance.as_mut() {
        Some(rng) if flags != FOR_HASH_MAPS => rng.fill(buffer),
        _ => buffer.fill(7),
    }
    isize::try_from(length).unwrap_or(isize::MAX)
}

#[repr(C)]
struct TimeSpec {
    seconds: i64,
    nanoseconds: i64,
}

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

#[cfg(target_arch = "x86_64")]
const CLOCK_GETTIME: i64 = 228;
#[cfg(target_arch = "aarch64")]
const CLOCK_GETTIME: i64 = 113;

#[unsafe(no_mangle)]
unsafe extern "C" fn clock_gettime(clock: i32, time: *mut TimeSpec) -> i32 {
    const WALL: i32 = 0;
    // Sound: the caller gives a place for the time, as it would to the C library.
    unsafe {
        if clock == WALL {
            *time = TimeSpec {
                seconds: NOW_S,
                nanoseconds: 0,
            };
            return 0;
        }
        i32::try_from(syscall(CLOCK_GETTIME, i64::from(clock), time)).unwrap_or(-1)
    }
}
