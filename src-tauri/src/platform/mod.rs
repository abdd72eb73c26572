//! What the machine has to offer: a clock, a key store, a receiver, a folder.
//!
//! One file per kind of machine, with the same functions; this one has what they share.

#[cfg(target_os = "android")]
mod android;
#[cfg(not(target_os = "android"))]
mod linux;

#[cfg(target_os = "android")]
pub(crate) use android::{config, keep_screen_private, plugins, watch_network};
#[cfg(not(target_os = "android"))]
pub(crate) use linux::{config, keep_screen_private, plugins, watch_network};

use std::path::Path;

use app::{ErrorCode, OpenError};
use domain::time::Timestamp;

/// Why there is no app in the window.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error("the system names no folder for the app's data")]
    NoFolder(#[source] tauri::Error),
    #[error("the phone's own parts could not be reached")]
    #[cfg(target_os = "android")]
    Native(#[from] tauri::plugin::mobile::PluginInvokeError),
    #[error("the app did not open")]
    Open(#[from] OpenError),
}

impl StartError {
    /// What the screens have words for.
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::Open(OpenError::Secret(_)) => ErrorCode::KeyUnavailable,
            #[cfg(target_os = "android")]
            Self::Native(_) => ErrorCode::KeyUnavailable,
            Self::NoFolder(_) | Self::Open(_) => ErrorCode::Internal,
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the shell is where the clock is read"
)]
fn now() -> Timestamp {
    let since_1970 = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        // A clock before 1970 is a clock that was never set.
        .unwrap_or_default();
    Timestamp::from_ms(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}

/// Goes on while the device sleeps, as a visit does.
fn monotonic_ms() -> i64 {
    let since_start = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    since_start.tv_sec * 1_000 + since_start.tv_nsec / 1_000_000
}

fn free_bytes(dir: &Path) -> Option<u64> {
    let volume = rustix::fs::statvfs(dir).ok()?;
    volume.f_bavail.checked_mul(volume.f_frsize)
}

fn app_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
