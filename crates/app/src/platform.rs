//! What the app asks of the machine it runs on. The shell, the preview and the tests each bring
//! their own; the app reads no clock and knows no key store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::geo::GeoFix;
use domain::time::Timestamp;

use crate::views::bundle::HandedOver;
use crate::views::me::Printing;

/// A phone, a desktop or a test.
pub trait Platform: Send + Sync {
    /// The wall clock.
    fn now(&self) -> Timestamp;
    /// Milliseconds since the device started.
    fn monotonic_ms(&self) -> i64;
    /// Tells one start of the device from the next.
    fn boot_id(&self) -> String;
    /// Reads from the platform's key store.
    fn secret(&self, name: &str) -> Result<Option<Vec<u8>>, SecretError>;
    fn set_secret(&self, name: &str, value: &[u8]) -> Result<(), SecretError>;
    /// Takes a fix. Blocks: the app calls it off the runtime.
    fn locate(&self) -> Result<GeoFix, LocateError>;
    /// True where a place is set by hand.
    fn manual_location(&self) -> bool;
    /// Bytes free where `dir` is, when that can be known.
    fn free_bytes(&self, dir: &Path) -> Option<u64>;
    /// False while the preview's aeroplane switch is on; true elsewhere.
    fn network_allowed(&self) -> bool {
        true
    }
    /// Whether the line costs by the byte: a mobile network rather than Wi-Fi.
    fn metered(&self) -> bool {
        false
    }
    /// Font files of the device that may have rare Chinese characters, the likeliest first.
    fn system_fonts(&self) -> Vec<PathBuf> {
        Vec::new()
    }
    /// As shown under Me and told to the county.
    fn app_version(&self) -> String;
    /// A test's way to end the process in the middle of a save; no real machine has one.
    fn fuse(&self) -> Option<Arc<dyn store::Fuse>> {
        None
    }
    /// Lets a person take a file out of the app: to a folder, a stick or another app. `None` where
    /// the screens do it themselves, as a browser's download. Blocks until the person has chosen.
    fn hand_over(&self, file: &Path) -> Result<Option<HandedOver>, HandOverError> {
        let _ = file;
        Ok(None)
    }
    /// Prints what the screen shows. `InPage` where the web view does so itself; blocks until the
    /// system's own dialog is open.
    fn print(&self) -> Printing {
        Printing::InPage
    }
    /// What this device is called in the county's list of devices.
    fn device_name(&self) -> String {
        "phone".to_owned()
    }
}

/// The key store did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    #[error("the key store is not available")]
    Unavailable,
    #[error("the key store refused")]
    Refused,
}

/// Why a file did not leave the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandOverError {
    #[error("the person thought better of it")]
    Cancelled,
    #[error("the disk is full")]
    DiskFull,
    #[error("the file could not be handed over")]
    Failed,
}

/// Why there is no fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocateError {
    #[error("the permission was denied")]
    Denied,
    #[error("location is switched off")]
    Off,
    #[error("no fix in time")]
    Timeout,
    /// Desktop and preview.
    #[error("this device has no receiver")]
    NoReceiver,
}
