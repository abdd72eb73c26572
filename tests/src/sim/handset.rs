//! A phone in somebody's hands: the real app, the rounds it makes, and the moment it dies.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use domain::{PersonId, Timestamp};
use fleet::phone::{Clock, Error, Phone};
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::bundle as carried;
use store::{Connection, Key, Store};
use sync::{
    Boot, Control, DeviceKey, Failure, Folder, HttpServer, Parties, Server, Summary,
    deliver_bundles,
};

use super::county::runtime;
use super::fuse::Fuse;
use super::line::Line;

/// How a round ends: with what it did, and the parts of others' bundles it delivered.
pub type End = Result<(Summary, u32), Failure>;

type Running = Pin<Box<dyn Future<Output = End>>>;

/// A phone and whoever holds it.
pub struct Handset {
    pub name: String,
    pub person: PersonId,
    pub dir: PathBuf,
    /// What its wall clock shows, less what the time is.
    wall_off_ms: i64,
    /// When it was last switched on: its monotonic clock began at nought then.
    started_ms: i64,
    /// The true time, as far as this phone has lived through it.
    pub clock: Arc<Clock>,
    pub fuse: Arc<Fuse>,
    /// The county no longer takes its word.
    pub revoked: bool,
    process: Option<Process>,
    round: Option<Round>,
}

struct Process {
    phone: Phone,
    /// Where rounds read and write, as the app's own do.
    store: Arc<Store>,
}

struct Round {
    running: Running,
    line: Line,
    woken: Arc<Woken>,
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// The keys a phone without a PIN keeps in the platform's key store.
fn secret(dir: &Path, name: &str) -> Vec<u8> {
    let secrets = std::fs::read(dir.join("secrets.json")).unwrap();
    let mut secrets: std::collections::BTreeMap<String, Vec<u8>> =
        serde_json::from_slice(&secrets).unwrap();
    secrets.remove(name).unwrap()
}

/// The same for the device, which the app makes when it enrols.
pub fn keep_device_key(dir: &Path, seed: [u8; 32]) {
    let path = dir.join("secrets.json");
    let mut secrets: std::collections::BTreeMap<String, Vec<u8>> =
        serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    secrets.insert("device_key".to_owned(), seed.to_vec());
    std::fs::write(path, serde_json::to_vec(&secrets).unwrap()).unwrap();
}

impl Handset {
    pub fn new(name: &str, person: PersonId, dir: &Path, now_ms: i64) -> Self {
        let mut handset = Self {
            name: name.to_owned(),
            person,
            dir: dir.to_owned(),
            wall_off_ms: 0,
            started_ms: now_ms,
            clock: Clock::at(now_ms),
            fuse: Arc::default(),
            revoked: false,
            process: None,
            round: None,
        };
        handset.start();
        handset
    }

    /// Opens the phone from its files.
    pub fn start(&mut self) {
        self.fuse = Arc::default();
        let fuse: Arc<dyn store::Fuse> = self.fuse.clone();
        let phone = Phone::open_with(&self.dir, self.clock.clone(), Some(fuse.clone())).unwrap();
        // No rounds of the app's own: the world makes them, over its own road.
        phone.signal(false);
        phone.set_wall_clock_off(self.wall_off_ms);
        phone.set_started(self.started_ms);
        let key: [u8; 32] = secret(&self.dir, "store_key")[1..].try_into().unwrap();
        let path = self.dir.join("ruhu.db");
        let store = Store::open_with(&path, &Key::from_bytes(key), Some(fuse)).unwrap();
        self.process = Some(Process {
            phone,
            store: Arc::new(store),
        });
    }

    /// The battery is pulled: whatever ran stops where it was.
    pub fn kill(&mut self) {
        self.fuse.blow();
        self.round = None;
        self.process = None;
    }

    pub fn is_dead(&self) -> bool {
        self.fuse.is_blown()
    }

    /// Time only goes on: somebody's visit may have taken this phone ahead of the others.
    pub fn set_time(&self, now_ms: i64) {
        self.clock.set(now_ms.max(self.clock.ms()));
    }

    /// Somebody sets its wall clock; the clock nobody can set goes on as before.
    pub fn set_wall_clock_off(&mut self, ms: i64) {
        self.wall_off_ms = ms;
        self.process().phone.set_wall_clock_off(ms);
    }

    /// The machine goes down with the app, and begins to count from nought.
    pub fn switch_off(&mut self) {
        self.kill();
        self.started_ms = self.clock.ms();
    }

    fn process(&self) -> &Process {
        self.process.as_ref().unwrap()
    }

    pub fn store(&self) -> &Arc<Store> {
        &self.process().store
    }

    /// Does something with the phone, to its end.
    pub fn act<T>(&self, work: impl AsyncFnOnce(&Phone) -> Result<T, Error>) -> Result<T, Error> {
        let runtime = runtime();
        runtime.block_on(work(&self.process().phone))
    }

    /// Asks the phone one thing.
    pub fn call<T: DeserializeOwned>(&self, name: &str, args: Value) -> Result<T, Error> {
        self.act(async |phone| phone.call(name, args).await)
    }

    /// Looks into the phone's database.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> store::Result<T>) -> Option<T> {
        self.store().read(work).ok()
    }

    /// Rows of text columns; absent values are empty.
    pub fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let read = |conn: &Connection| {
            let mut query = conn.prepare(sql)?;
            let columns = query.column_count();
            let rows = query.query_map([], |row| {
                (0..columns)
                    .map(|at| Ok(row.get::<_, Option<String>>(at)?.unwrap_or_default()))
                    .collect()
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        self.read(read).unwrap_or_default()
    }

    pub fn is_in_round(&self) -> bool {
        self.round.is_some()
    }

    pub fn begin_round(&mut self) {
        let line = Line::default();
        let server = HttpServer::over(line.clone());
        let store = self.store().clone();
        let files = Folder(self.dir.join("photos"));
        let seed: [u8; 32] = secret(&self.dir, "device_key").try_into().unwrap();
        let carried = Folder(self.dir.join("carried"));
        let phone = self.process().phone.clone();
        let running: Running = Box::pin(async move {
            let platform = phone.platform();
            let boot_id = platform.boot_id();
            let parties = Parties {
                server: &server,
                store: &store,
                files: &files,
                key: &DeviceKey::from_seed(seed),
                now: &|| platform.now(),
                control: Control {
                    progress: &|_| {},
                    cancelled: &AtomicBool::new(false),
                },
                send_photos: true,
                boot: Some(Boot {
                    id: &boot_id,
                    monotonic_ms: &|| platform.monotonic_ms(),
                }),
            };
            let summary = sync::round(&parties).await?;
            Ok((summary, deliver(&parties, &carried).await?))
        });
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        self.round = Some(Round {
            running,
            line,
            woken,
        });
    }

    /// Lets the round go on as far as it can. Its end, once it has come to one.
    pub fn go_on(&mut self) -> Option<End> {
        let round = self.round.as_mut()?;
        let waker = Waker::from(round.woken.clone());
        while round.woken.0.swap(false, Ordering::SeqCst) {
            let end = round
                .running
                .as_mut()
                .poll(&mut Context::from_waker(&waker));
            if let Poll::Ready(end) = end {
                self.round = None;
                return Some(end);
            }
        }
        None
    }

    /// What the round asks of the county.
    pub fn line(&self) -> Option<&Line> {
        self.round.as_ref().map(|round| &round.line)
    }

    /// Makes it a device of the county; over a calm line only.
    pub fn enrol(
        &self,
        code: &str,
        carry: impl FnMut(sync::Outgoing) -> Option<super::line::Reply>,
    ) -> Result<(), Failure> {
        let line = Line::default();
        let server = HttpServer::over(line.clone());
        let seed: [u8; 32] = secret(&self.dir, "device_key").try_into().unwrap();
        let clock = self.clock.clone();
        let now = move || Timestamp::from_ms(clock.ms());
        let key = DeviceKey::from_seed(seed);
        let enrolment = sync::Enrolment {
            server_url: "http://county.invalid",
            code,
            device_name: "phone",
            app_version: "0.1.0",
        };
        let enrol = sync::enrol(&server, self.store(), &key, &enrolment, &now);
        drive(Box::pin(enrol), &line, carry).map(drop)
    }
}

/// After the phone's own work, what it carries for others; as the app does it.
async fn deliver<S: Server>(parties: &Parties<'_, S>, folder: &Folder) -> Result<u32, Failure> {
    let delivered = deliver_bundles(parties, folder).await?;
    for one in parties.store.read(carried::carried)? {
        if let (Some(_), Some(file)) = (one.delivered_ms, &one.file) {
            let _ = std::fs::remove_file(folder.0.join(file));
            parties
                .store
                .write(|tx| carried::forget_file(tx, one.bundle_id))?;
        }
    }
    Ok(delivered.parts)
}

/// Runs one thing to its end over a line that carries at once.
fn drive<T>(
    mut running: Pin<Box<dyn Future<Output = T> + '_>>,
    line: &Line,
    mut carry: impl FnMut(sync::Outgoing) -> Option<super::line::Reply>,
) -> T {
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(woken);
    loop {
        if let Poll::Ready(end) = running.as_mut().poll(&mut Context::from_waker(&waker)) {
            return end;
        }
        for (request, asked) in line.take_asked() {
            line.answer(request, carry(asked));
        }
    }
}
