//! Keys of a desktop, where no key store can be counted on: a file only its owner may read.
//!
//! The file says what it is. It is replaced as a whole, never written in place, and one that
//! cannot be understood is left alone: without its keys the store is lost.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use app::SecretError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// Read and written by its owner, by nobody else.
const OWNER_ONLY: u32 = 0o600;

const EXPLANATION: &str = "\
# Ruhu: the keys of the household store in this folder.
# They are NOT encrypted. Whoever has this file and the store can read the store, unless the app's
# PIN protects it. Keep the file: without it the store, and every visit not yet sent, cannot be
# opened by anybody. Do not send it to anyone and do not copy it to another machine.
";

pub(crate) struct SecretFile {
    path: PathBuf,
    /// Reading, changing and replacing the file is one thing.
    turn: Mutex<()>,
}

impl SecretFile {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self {
            path: folder.join("keys.txt"),
            turn: Mutex::new(()),
        }
    }

    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, SecretError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(self.load()?.remove(name))
    }

    pub(crate) fn write(&self, name: &str, value: &[u8]) -> Result<(), SecretError> {
        if name.is_empty() || name.contains(['=', '#', '\n', '\r', ' ']) {
            return Err(SecretError::Refused);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut secrets = self.load()?;
        secrets.insert(name.to_owned(), value.to_vec());
        self.replace(&secrets).map_err(|error| {
            tracing::error!(kind = ?error.kind(), "The key file could not be written");
            SecretError::Unavailable
        })
    }

    fn load(&self) -> Result<BTreeMap<String, Vec<u8>>, SecretError> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(SecretError::Refused);
            }
            Err(error) => {
                tracing::error!(kind = ?error.kind(), "The key file could not be read");
                return Err(SecretError::Unavailable);
            }
        };
        self.close_to_others();
        text.lines()
            .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
            .map(|line| {
                let (name, value) = line.split_once(" = ").ok_or(SecretError::Refused)?;
                let value = BASE64.decode(value).map_err(|_| SecretError::Refused)?;
                Ok((name.to_owned(), value))
            })
            .collect()
    }

    /// A file restored from somewhere may have come back open to all.
    fn close_to_others(&self) {
        let open = fs::metadata(&self.path)
            .is_ok_and(|found| found.permissions().mode() & 0o777 != OWNER_ONLY);
        if open
            && let Err(error) = fs::set_permissions(&self.path, Permissions::from_mode(OWNER_ONLY))
        {
            tracing::warn!(kind = ?error.kind(), "Others can read the key file");
        }
    }

    fn replace(&self, secrets: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let new = self.path.with_extension("new");
        // Left behind by a crash, perhaps with other permissions.
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(OWNER_ONLY)
            .open(&new)?;
        file.write_all(EXPLANATION.as_bytes())?;
        for (name, value) in secrets {
            writeln!(file, "{name} = {}", BASE64.encode(value))?;
        }
        file.sync_all()?;
        fs::rename(&new, &self.path)?;
        File::open(folder)?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::TempDir, SecretFile) {
        let folder = tempfile::tempdir().unwrap();
        let file = SecretFile::in_folder(folder.path());
        (folder, file)
    }

    #[test]
    fn a_secret_comes_back_after_a_restart_beside_the_others() {
        let (folder, file) = file();
        assert_eq!(file.read("store").unwrap(), None);
        file.write("store", &[0, 255, 7]).unwrap();
        file.write("device", b"second").unwrap();
        file.write("device", b"third").unwrap();

        let reopened = SecretFile::in_folder(folder.path());
        assert_eq!(
            reopened.read("store").unwrap().as_deref(),
            Some(&[0, 255, 7][..])
        );
        assert_eq!(
            reopened.read("device").unwrap().as_deref(),
            Some(&b"third"[..])
        );
    }

    #[test]
    fn only_the_owner_reads_the_file_even_when_it_came_back_open() {
        let (folder, file) = file();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = folder.path().join("keys.txt");
        file.write("store", b"key").unwrap();
        assert_eq!(mode(&path), OWNER_ONLY);

        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        file.read("store").unwrap();
        assert_eq!(mode(&path), OWNER_ONLY);
    }

    #[test]
    fn a_damaged_file_is_refused_and_left_as_it_was() {
        for damage in [
            &b"store = not base64!\n"[..],
            b"store\n",
            &[0xff, 0xfe, 0x00],
        ] {
            let (folder, file) = file();
            let path = folder.path().join("keys.txt");
            fs::write(&path, damage).unwrap();
            assert_eq!(file.read("store"), Err(SecretError::Refused));
            assert_eq!(file.write("device", b"new"), Err(SecretError::Refused));
            assert_eq!(fs::read(&path).unwrap(), damage);
        }
    }

    #[test]
    fn a_write_that_died_half_way_does_not_stand_in_the_way() {
        let (folder, file) = file();
        file.write("store", b"key").unwrap();
        fs::write(folder.path().join("keys.new"), b"# Ruhu: the ke").unwrap();
        assert_eq!(file.read("store").unwrap().as_deref(), Some(&b"key"[..]));
        file.write("device", b"other").unwrap();
        assert_eq!(file.read("store").unwrap().as_deref(), Some(&b"key"[..]));
    }

    #[test]
    fn a_name_that_would_break_the_file_is_refused() {
        let (_folder, file) = file();
        for name in ["", "a=b", "a\nb", "# a", "a b"] {
            assert_eq!(
                file.write(name, b"x"),
                Err(SecretError::Refused),
                "{name:?}"
            );
        }
    }

    #[test]
    fn the_file_says_what_it_is() {
        let (folder, file) = file();
        file.write("store", b"key").unwrap();
        let text = fs::read_to_string(folder.path().join("keys.txt")).unwrap();
        assert!(text.starts_with("# Ruhu: the keys of the household store"));
    }
}
