//! One phone: its app, its switch and those who listen to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::{App, CallError, Config};
use tokio::sync::broadcast;

use crate::Error;
use crate::machine::Machine;

/// What a phone tells its screens.
#[derive(Clone)]
pub(crate) enum Told {
    Changed,
    Progress(serde_json::Value),
}

/// A phone with a name, kept in a folder.
#[derive(Clone)]
pub struct Phone {
    pub(crate) name: String,
    pub(crate) machine: Arc<Machine>,
    pub(crate) told: broadcast::Sender<Told>,
    app: App,
}

impl Phone {
    /// Opens the phone kept in `dir`, which is made if absent.
    pub fn open(name: &str, dir: &Path) -> Result<Self, Error> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if name.is_empty() || name.len() > 40 || !name.chars().all(plain) {
            return Err(Error::BadName);
        }
        let machine = Arc::new(Machine::new(dir));
        let config = Config {
            data_dir: PathBuf::from(dir),
            platform: machine.clone(),
        };
        let app = App::open(config).map_err(|source| Error::Phone {
            name: name.to_owned(),
            source,
        })?;
        // A screen that reads too slowly misses progress and loads again; it never holds a phone.
        let (told, _) = broadcast::channel(64);
        let (to_changed, to_progress) = (told.clone(), told.clone());
        // Nobody listening is no failure.
        app.on_changed(Box::new(move || {
            let _ = to_changed.send(Told::Changed);
        }));
        app.on_progress(Box::new(move |progress| {
            let _ = to_progress.send(Told::Progress(progress));
        }));
        Ok(Self {
            name: name.to_owned(),
            machine,
            told,
            app,
        })
    }

    /// The phone's app, for whoever prepares a demonstration.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Enrols the phone unless it is enrolled already.
    pub async fn enrol(&self, server: &str, code: &str) -> Result<(), Error> {
        let form = serde_json::json!({ "server": server, "code": code });
        match self.app.call("enrol", form).await {
            Ok(_)
            | Err(CallError {
                code: app::ErrorCode::AlreadyEnrolled,
                ..
            }) => Ok(()),
            Err(CallError { code, .. }) => Err(Error::Enrol {
                name: self.name.clone(),
                code,
            }),
        }
    }

    /// The aeroplane switch: false keeps the phone off the network.
    pub fn set_network(&self, on: bool) {
        self.machine.set_network(on);
        self.app.network_changed(on);
    }
}
