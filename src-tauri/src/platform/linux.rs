//! A desktop: for trying the app out, for tests, and for a county office without phones.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::views::bundle::HandedOver;
use app::{App, Config, HandOverError, LocateError, Platform, SecretError};
use domain::geo::GeoFix;
use domain::time::Timestamp;
use tauri::{AppHandle, Manager as _, Wry};

use super::StartError;
use crate::secret_file::SecretFile;

/// Set by the demo and the tests, so that each has a phone of its own.
const DATA_DIR: &str = "RUHU_DATA_DIR";

/// A desktop needs nothing native.
pub(crate) fn plugins(builder: tauri::Builder<Wry>) -> tauri::Builder<Wry> {
    builder
}

pub(crate) fn config(handle: &AppHandle) -> Result<Config, StartError> {
    let data_dir = match std::env::var_os(DATA_DIR) {
        Some(chosen) if !chosen.is_empty() => PathBuf::from(chosen),
        _ => handle.path().app_data_dir().map_err(StartError::NoFolder)?,
    };
    // Other people of this machine have no business here. A folder that cannot be made is
    // reported by the app, which needs it.
    let _ = std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&data_dir);
    let platform = Arc::new(Desktop {
        secrets: SecretFile::in_folder(&data_dir),
        downloads: handle.path().download_dir().ok(),
    });
    Ok(Config { data_dir, platform })
}

/// Desktops have no way to forbid screenshots.
pub(crate) fn keep_screen_private(_handle: &AppHandle, _on: bool) {}

/// A desktop's screens hear of the network themselves; its lines cost nothing.
pub(crate) fn watch_network(_handle: &AppHandle, _app: &App) {}

struct Desktop {
    secrets: SecretFile,
    /// Where a person looks for what leaves the app.
    downloads: Option<PathBuf>,
}

impl Platform for Desktop {
    fn now(&self) -> Timestamp {
        super::now()
    }

    fn monotonic_ms(&self) -> i64 {
        super::monotonic_ms()
    }

    fn boot_id(&self) -> String {
        std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
            .map_or_else(|_| "unknown".to_owned(), |id| id.trim().to_owned())
    }

    fn secret(&self, name: &str) -> Result<Option<Vec<u8>>, SecretError> {
        self.secrets.read(name)
    }

    fn set_secret(&self, name: &str, value: &[u8]) -> Result<(), SecretError> {
        self.secrets.write(name, value)
    }

    /// The system's location service answers (0, 0) here, as a success. So nobody is asked.
    fn locate(&self) -> Result<GeoFix, LocateError> {
        Err(LocateError::NoReceiver)
    }

    fn manual_location(&self) -> bool {
        true
    }

    fn free_bytes(&self, dir: &Path) -> Option<u64> {
        super::free_bytes(dir)
    }

    fn app_version(&self) -> String {
        super::app_version()
    }

    fn hand_over(&self, file: &Path) -> Result<Option<HandedOver>, HandOverError> {
        let folder = self.downloads.as_ref().ok_or(HandOverError::Failed)?;
        let name = file.file_name().ok_or(HandOverError::Failed)?;
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::copy(file, folder.join(name)))
            .map_err(|error| {
                tracing::error!(%error, "A file was not handed over");
                match error.kind() {
                    std::io::ErrorKind::StorageFull => HandOverError::DiskFull,
                    _ => HandOverError::Failed,
                }
            })?;
        let folder = folder.display().to_string();
        Ok(Some(HandedOver::Saved { folder }))
    }

    fn device_name(&self) -> String {
        "desktop".to_owned()
    }
}
