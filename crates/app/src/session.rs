//! Open, locked, and the PIN between them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::time::Timestamp;
use store::{Key, Store, contact};

use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::keys::{self, Kept, StoreKey};
use crate::platform::Platform;
use crate::views::Nothing;
use crate::views::status::{PinChange, PinForm, Status};
use crate::{App, Config, OpenError, lock, settings};

/// What the phone will let a person at.
pub(crate) enum Session {
    /// The store's key is behind the PIN.
    Locked,
    Open {
        store: Arc<Store>,
        key: StoreKey,
    },
}

impl Session {
    /// Opens the store unless a PIN guards it.
    pub(crate) fn start(config: &Config) -> Result<Self, OpenError> {
        let key = match keys::kept(&*config.platform)? {
            Kept::Wrapped => return Ok(Self::Locked),
            Kept::Plain(key) => key,
            // A new key would not open it, and would overwrite the hope of finding the old one.
            Kept::Nothing if database(&config.data_dir).exists() => {
                return Err(OpenError::KeyLost);
            }
            Kept::Nothing => keys::create(&*config.platform)?,
        };
        Ok(Self::opened(config, key)?)
    }

    fn opened(config: &Config, key: StoreKey) -> Result<Self, store::OpenError> {
        let store = Store::open_with(
            &database(&config.data_dir),
            &Key::from_bytes(*key.bytes()),
            config.platform.fuse(),
        )?;
        Ok(Self::Open {
            store: Arc::new(store),
            key,
        })
    }
}

/// The wall clock put right, as far as the county was ever heard (DESIGN law 11).
fn county_now(
    store: &Store,
    platform: &dyn Platform,
    wall: Timestamp,
) -> Result<Timestamp, CallError> {
    let (boot_id, monotonic_ms) = (platform.boot_id(), platform.monotonic_ms());
    let ms = store.read(|conn| contact::county_ms(conn, &boot_id, monotonic_ms, wall.as_ms()))?;
    Ok(Timestamp::from_ms(ms))
}

fn database(data_dir: &Path) -> PathBuf {
    data_dir.join("ruhu.db")
}

impl App {
    pub(crate) async fn unlock(&self, form: PinForm) -> Result<Status, CallError> {
        let app = self.clone();
        // One try at a time: two at once would share one failure.
        let _trying = self.inner.pin.lock().await;
        if matches!(*lock(&self.inner.session), Session::Locked) {
            let session = self
                .off_runtime(move || {
                    let key = keys::unwrap(&*app.inner.config.platform, &form.pin)?;
                    Ok(Session::opened(&app.inner.config, key)?)
                })
                .await?;
            *lock(&self.inner.session) = session;
            self.start_round_now();
            self.changed();
        }
        self.status(Nothing {}).await
    }

    /// Locks a phone that has a PIN; without one there is nothing to lock with.
    pub(crate) async fn lock(&self, _: Nothing) -> Result<Status, CallError> {
        let kept = keys::kept(&*self.inner.config.platform)?;
        if matches!(kept, Kept::Wrapped) {
            *lock(&self.inner.session) = Session::Locked;
            self.changed();
        }
        self.status(Nothing {}).await
    }

    pub(crate) async fn change_pin(&self, change: PinChange) -> Result<Status, CallError> {
        let PinChange { old_pin, new_pin } = change;
        let app = self.clone();
        let _trying = self.inner.pin.lock().await;
        self.off_runtime(move || {
            let platform = &*app.inner.config.platform;
            let open = match &*lock(&app.inner.session) {
                Session::Locked => return Err(ErrorCode::Locked.into()),
                Session::Open { key, .. } => key.clone(),
            };
            let key = match keys::kept(platform)? {
                Kept::Wrapped => keys::unwrap(platform, &old_pin.unwrap_or_default())?,
                _ => open,
            };
            if new_pin.is_empty() {
                Ok(keys::keep_plain(platform, &key)?)
            } else {
                keys::keep_wrapped(platform, &key, &new_pin)
            }
        })
        .await?;
        self.status(Nothing {}).await
    }

    /// The open store, with this moment beside it.
    pub(crate) fn desk(&self) -> Result<Desk, CallError> {
        let Config { data_dir, platform } = &self.inner.config;
        let wall = platform.now();
        match &*lock(&self.inner.session) {
            Session::Locked => Err(ErrorCode::Locked.into()),
            Session::Open { store, .. } => Ok(Desk {
                now: county_now(store, &**platform, wall)?,
                wall,
                store: store.clone(),
                platform: platform.clone(),
                data_dir: data_dir.clone(),
                shelf: self.inner.shelf.clone(),
                language: settings::language(&settings::load(data_dir)),
            }),
        }
    }

    /// Runs a command that only looks.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<T, CallError> + Send + 'static,
    ) -> Result<T, CallError> {
        let desk = self.desk()?;
        self.off_runtime(move || work(&desk)).await
    }

    /// Runs a command that changes something, and tells the screens.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<T, CallError> + Send + 'static,
    ) -> Result<T, CallError> {
        let answer = self.look(work).await?;
        self.changed();
        Ok(answer)
    }

    /// Disks, ciphers and pictures take their time; the runtime has other work.
    pub(crate) async fn off_runtime<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, CallError> + Send + 'static,
    ) -> Result<T, CallError> {
        tokio::task::spawn_blocking(work)
            .await
            .map_err(CallError::internal)?
    }

    pub(crate) fn changed(&self) {
        for listener in lock(&self.inner.changed).iter() {
            listener();
        }
    }
}
