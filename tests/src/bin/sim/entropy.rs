//! The machine's chance and its wall clock, taken over for the whole process: ids, keys and nonces
//! of our real code come from the seed, and nothing is drawn that another run would not draw.
//!
//! The programs ask the C library for both; this program's own functions of the same names stand
//! before it. Only the simulation is linked with this.

#![allow(unsafe_code)] // there is no other way to stand before the C library

use std::ffi::{c_char, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};
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

type Syscall = extern "C" fn(i64, i64, i64, i64, i64, i64, i64) -> i64;

unsafe extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
}

/// `RTLD_NEXT`: whoever comes after this program.
const NEXT: *mut c_void = std::ptr::without_provenance_mut(usize::MAX);

/// The C library's own door to the kernel.
fn kernel() -> Syscall {
    static DOOR: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());
    let mut door = DOOR.load(Ordering::Relaxed);
    if door.is_null() {
        // Sound: the name ends with a nought, and the library has been loaded before `main`.
        door = unsafe { dlsym(NEXT, c"syscall".as_ptr()) };
        DOOR.store(door, Ordering::Relaxed);
    }
    // Sound: it takes a number and up to six words, and these are passed as it passes them.
    unsafe { std::mem::transmute::<*mut c_void, Syscall>(door) }
}

/// Some ask the kernel itself: the sealing of files does.
#[unsafe(no_mangle)]
extern "C" fn syscall(number: i64, a: i64, b: i64, c: i64, d: i64, e: i64, f: i64) -> i64 {
    if number == GETRANDOM {
        let (buffer, length) = (a as usize as *mut u8, b as usize);
        // Sound: as the kernel's own.
        return unsafe { getrandom(buffer, length, c as u32) } as i64;
    }
    kernel()(number, a, b, c, d, e, f)
}

#[cfg(target_arch = "x86_64")]
const GETRANDOM: i64 = 318;
#[cfg(target_arch = "aarch64")]
const GETRANDOM: i64 = 278;

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
        let answer = kernel()(CLOCK_GETTIME, i64::from(clock), time as i64, 0, 0, 0, 0);
        i32::try_from(answer).unwrap_or(-1)
    }
}
