//! A real phone without screens: its encrypted store, and rounds over real HTTP.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use domain::Timestamp;
use fastrand::Rng;
use store::{Key, Store, identity, outbox};
use sync::{Boot, Control, DeviceKey, Folder, HttpServer, Parties, Progress, Step, Summary};

use super::Error;
use super::ground::Enrolled;
use super::load;
use super::pattern::{Family, Pattern};
use crate::phone::machine_ms;

/// A phone whose rounds are timed.
pub struct Phone {
    store: Store,
    server: HttpServer,
    files: Folder,
    key: DeviceKey,
}

/// How long each part of a round took.
#[derive(Clone, Debug, Default)]
pub struct Timed {
    pub whole: Duration,
    pub push: Duration,
    pub summary: Summary,
}

impl Phone {
    /// A new store in `dir`, enrolled before.
    ///
    /// # Errors
    /// When the store does not open.
    pub fn new(dir: &Path, server: &str, enrolled: &Enrolled) -> Result<Self, Error> {
        let store = Store::open(&dir.join("ruhu.db"), &Key::from_bytes([7; 32]))?;
        store.write(|tx| identity::save_enrolment(tx, server, &enrolled.reply))?;
        Ok(Self {
            store,
            server: HttpServer::new(server)?,
            files: Folder(dir.to_owned()),
            key: DeviceKey::from_seed(enrolled.seed),
        })
    }

    /// Puts visits into the outbox, as sealing does.
    ///
    /// # Errors
    /// When the store fails.
    pub fn seal(
        &self,
        rng: &mut Rng,
        families: &[Family],
        patterns: &[Pattern],
        visits: usize,
    ) -> Result<(), Error> {
        let now = machine_ms();
        let mut changes = Vec::with_capacity(visits);
        for family in families.iter().cycle().take(visits) {
            let visit = family.visit(rng, patterns, now)?;
            changes.push(load::change(rng, visit, changes.len() + 1)?);
        }
        self.store.write(|tx| {
            for change in &changes {
                let edit = serde_json::from_str(change.edit.get())?;
                outbox::push(tx, change.change_id, &edit, &change.made_at)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// One round.
    ///
    /// # Errors
    /// As the round says.
    pub async fn round(&self) -> Result<Timed, Error> {
        let cancelled = AtomicBool::new(false);
        let pulling = Mutex::new(None);
        let seen = |progress: &Progress| {
            if progress.step == Step::Pull
                && let Ok(mut pulling) = pulling.lock()
            {
                pulling.get_or_insert_with(Instant::now);
            }
        };
        let began = Instant::now();
        let summary = sync::round(&Parties {
            server: &self.server,
            store: &self.store,
            files: &self.files,
            key: &self.key,
            now: &|| Timestamp::from_ms(machine_ms()),
            control: Control {
                progress: &seen,
                cancelled: &cancelled,
            },
            send_photos: true,
            boot: Some(Boot {
                id: "measured",
                monotonic_ms: &|| machine_ms() % 1_000_000_000,
            }),
        })
        .await?;
        let whole = began.elapsed();
        let pulling = pulling.into_inner().ok().flatten();
        Ok(Timed {
            whole,
            push: pulling.map_or(whole, |at| at - began),
            summary,
        })
    }
}
