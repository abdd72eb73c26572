//! The machine a previewed phone runs on: this computer's clock, a file of secrets, a switch.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use app::{LocateError, Platform, SecretError};
use domain::geo::GeoFix;
use domain::time::Timestamp;

/// Stands in for a phone. Its secrets lie in a file only this user can read: good enough for
/// made-up households, and never shipped.
pub(crate) struct Machine {
    dir: PathBuf,
    network: AtomicBool,
    started: Instant,
    writing: Mutex<()>,
}

impl Machine {
    // The preview is one of the edges where clocks are read.
    #[allow(clippy::disallowed_methods)]
    pub(crate) fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            network: AtomicBool::new(true),
            started: Instant::now(),
            writing: Mutex::new(()),
        }
    }

    pub(crate) fn network(&self) -> bool {
        self.network.load(Ordering::Relaxed)
    }

    pub(crate) fn set_network(&self, on: bool) {
        self.network.store(on, Ordering::Relaxed);
    }

    fn secrets_path(&self) -> PathBuf {
        self.dir.join("secrets.json")
    }

    fn secrets(&self) -> Result<BTreeMap<String, Vec<u8>>, SecretError> {
        match std::fs::read(self.secrets_path()) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| SecretError::Refused),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(_) => Err(SecretError::Unavailable),
        }
    }

    /// Written beside and renamed, so that a crash leaves the old file or the new one.
    fn write_secrets(&self, secrets: &BTreeMap<String, Vec<u8>>) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.dir)?;
        let beside = self.dir.join("secrets.json.new");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(&serde_json::to_vec(secrets)?)?;
        file.sync_all()?;
        std::fs::rename(beside, self.secrets_path())
    }
}

impl Platform for Machine {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let ms = since.map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        });
        Timestamp::from_ms(ms)
    }

    fn monotonic_ms(&self) -> i64 {
        // Linux counts from its own start, which is what `boot_id` names.
        let uptime = std::fs::read_to_string("/proc/uptime")
            .ok()
            .and_then(|text| {
                let (seconds, part) = text.split_whitespace().next()?.split_once('.')?;
                Some(seconds.parse::<i64>().ok()? * 1000 + part.parse::<i64>().ok()? * 10)
            });
        uptime.unwrap_or_else(|| {
            i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
        })
    }

    fn boot_id(&self) -> String {
        std::fs::read_to_string("/proc/sys/kernel/random/boot_id").map_or_else(
            |_| format!("process-{}", std::process::id()),
            |id| id.trim().to_owned(),
        )
    }

    fn secret(&self, name: &str) -> Result<Option<Vec<u8>>, SecretError> {
        Ok(self.secrets()?.remove(name))
    }

    fn set_secret(&self, name: &str, value: &[u8]) -> Result<(), SecretError> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut secrets = self.secrets()?;
        secrets.insert(name.to_owned(), value.to_vec());
        self.write_secrets(&secrets)
            .map_err(|_| SecretError::Unavailable)
    }

    fn locate(&self) -> Result<GeoFix, LocateError> {
        Err(LocateError::NoReceiver)
    }

    fn manual_location(&self) -> bool {
        true
    }

    fn free_bytes(&self, dir: &Path) -> Option<u64> {
        // `df` spares the preview a dependency; on a phone the shell asks the system itself.
        let out = std::process::Command::new("df")
            .arg("-Pk")
            .arg(dir)
            .output()
            .ok()?;
        let text = String::from_utf8(out.stdout).ok()?;
        let free: u64 = text
            .lines()
            .nth(1)?
            .split_whitespace()
            .nth(3)?
            .parse()
            .ok()?;
        free.checked_mul(1024)
    }

    fn network_allowed(&self) -> bool {
        self.network()
    }

    fn app_version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    fn device_name(&self) -> String {
        "preview".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_survive_a_restart_and_are_this_users_alone() {
        let dir = tempfile::tempdir().unwrap();
        Machine::new(dir.path())
            .set_secret("key", &[1, 2, 3])
            .unwrap();
        let again = Machine::new(dir.path());
        assert_eq!(again.secret("key").unwrap(), Some(vec![1, 2, 3]));
        assert_eq!(again.secret("other").unwrap(), None);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(again.secrets_path())
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
