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
use store::{Connection, Key, Store};
use sync::{Boot, Control, DeviceKey, Failure, Folder, HttpServer, Parties, Summary};

use super::county::runtime;
use super::fuse::Fuse;
use super::line::Line;

type Running = Pin<Box<dyn Future<Output = Result<Summary, Failure>>>>;

/// What the fleet's platform calls its only start.
const BOOT: &str = "simulated";

/// A phone and whoever holds it.
pub struct Handset {
    pub name: String,
    pub person: PersonId,
    pub dir: PathBuf,
    /// What the phone believes the time is, less what it is.
    pub offset_ms: i64,
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
            offset_ms: 0,
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

    pub fn set_time(&self, now_ms: i64) {
        self.clock.set(now_ms + self.offset_ms);
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
        let clock = self.clock.clone();
        let running: Running = Box::pin(async move {
            let now = || Timestamp::from_ms(clock.ms());
            let monotonic_ms = || clock.ms() % 1_000_000_000;
            sync::round(&Parties {
                server: &server,
                store: &store,
                files: &files,
                key: &DeviceKey::from_seed(seed),
                now: &now,
                control: Control {
                    progress: &|_| {},
                    cancelled: &AtomicBool::new(false),
                },
                send_photos: true,
                boot: Some(Boot {
                    id: BOOT,
                    monotonic_ms: &monotonic_ms,
                }),
            })
            .await
        });
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        self.round = Some(Round {
            running,
            line,
            woken,
        });
    }

    /// Lets the round go on as far as it can. Its end, once it has come to one.
    pub fn go_on(&mut self) -> Option<Result<Summary, Failure>> {
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
