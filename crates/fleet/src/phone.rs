//! One simulated phone: the real `app` over a platform whose clock, receiver and signal obey us.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use app::{App, CallError, Config, LocateError, OpenError, Platform, SecretError};
use domain::geo::{Fence, GeoFix, GeoQuality, Mock, Point};
use domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A clock that stands still until it is set; phones and server may share one or disagree.
#[derive(Debug)]
pub struct Clock {
    ms: AtomicI64,
    /// Once true, this machine's own time.
    live: AtomicBool,
}

impl Clock {
    pub fn at(ms: i64) -> Arc<Self> {
        Arc::new(Self {
            ms: AtomicI64::new(ms),
            live: AtomicBool::new(false),
        })
    }

    /// The time of this machine.
    pub fn live() -> Arc<Self> {
        let clock = Self::at(0);
        clock.go_live();
        clock
    }

    pub fn go_live(&self) {
        self.live.store(true, Ordering::Relaxed);
    }

    pub fn ms(&self) -> i64 {
        if self.live.load(Ordering::Relaxed) {
            machine_ms()
        } else {
            self.ms.load(Ordering::Relaxed)
        }
    }

    pub fn set(&self, ms: i64) {
        self.ms.store(ms, Ordering::Relaxed);
    }

    pub fn advance(&self, ms: i64) {
        self.ms.fetch_add(ms, Ordering::Relaxed);
    }
}

// The fleet plays real days: it is one of the edges where clocks are read.
#[allow(clippy::disallowed_methods)]
pub fn machine_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// The machine a simulated phone runs on.
pub struct Device {
    dir: PathBuf,
    clock: Arc<Clock>,
    /// Where the phone is carried, degrees WGS-84 as bits; NaN without satellites.
    lat: AtomicI64,
    lon: AtomicI64,
    signal: AtomicBool,
    metered: AtomicBool,
    /// What the wall clock shows beyond the true time.
    wall_off_ms: AtomicI64,
    /// When the phone was last started, and how often, in true time.
    started_ms: AtomicI64,
    starts: AtomicI64,
    fuse: Option<Arc<dyn store::Fuse>>,
}

impl Device {
    fn new(dir: &Path, clock: Arc<Clock>, fuse: Option<Arc<dyn store::Fuse>>) -> Self {
        let nowhere = bits(f64::NAN);
        Self {
            dir: dir.to_owned(),
            clock,
            lat: AtomicI64::new(nowhere),
            lon: AtomicI64::new(nowhere),
            signal: AtomicBool::new(true),
            metered: AtomicBool::new(false),
            wall_off_ms: AtomicI64::new(0),
            started_ms: AtomicI64::new(0),
            starts: AtomicI64::new(1),
            fuse,
        }
    }
}

/// The preview reads the same file, so that a phone played here can be shown there.
const SECRETS: &str = "secrets.json";

impl Device {
    fn secrets(&self) -> Result<BTreeMap<String, Vec<u8>>, SecretError> {
        match fs::read(self.dir.join(SECRETS)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| SecretError::Refused),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(_) => Err(SecretError::Unavailable),
        }
    }
}

fn bits(degrees: f64) -> i64 {
    i64::from_ne_bytes(degrees.to_ne_bytes())
}

fn degrees(bits: i64) -> f64 {
    f64::from_ne_bytes(bits.to_ne_bytes())
}

impl Platform for Device {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.clock.ms() + self.wall_off_ms.load(Ordering::Relaxed))
    }

    fn monotonic_ms(&self) -> i64 {
        self.clock.ms() - self.started_ms.load(Ordering::Relaxed)
    }

    fn boot_id(&self) -> String {
        format!("simulated-{}", self.starts.load(Ordering::Relaxed))
    }

    fn secret(&self, name: &str) -> Result<Option<Vec<u8>>, SecretError> {
        Ok(self.secrets()?.remove(name))
    }

    fn set_secret(&self, name: &str, value: &[u8]) -> Result<(), SecretError> {
        let mut secrets = self.secrets()?;
        secrets.insert(name.to_owned(), value.to_vec());
        let text = serde_json::to_vec(&secrets).map_err(|_| SecretError::Refused)?;
        let draft = self.dir.join("secrets.new");
        fs::write(&draft, text)
            .and_then(|()| fs::rename(&draft, self.dir.join(SECRETS)))
            .map_err(|_| SecretError::Unavailable)
    }

    fn locate(&self) -> Result<GeoFix, LocateError> {
        let (lat, lon) = (
            degrees(self.lat.load(Ordering::Relaxed)),
            degrees(self.lon.load(Ordering::Relaxed)),
        );
        if lat.is_nan() {
            return Err(LocateError::Timeout);
        }
        Ok(GeoFix {
            at: Point { lat, lon },
            accuracy_m: 12.0,
            altitude_m: Some(1480.0),
            provider: "gps".to_owned(),
            mock: Mock::No,
            fix_time: self.now(),
            fix_age_s: 2,
            fence: Fence::Unknown,
            fence_distance_m: None,
            quality: GeoQuality::Good,
        })
    }

    fn manual_location(&self) -> bool {
        false
    }

    fn free_bytes(&self, _dir: &Path) -> Option<u64> {
        None
    }

    fn network_allowed(&self) -> bool {
        self.signal.load(Ordering::Relaxed)
    }

    fn metered(&self) -> bool {
        self.metered.load(Ordering::Relaxed)
    }

    fn fuse(&self) -> Option<Arc<dyn store::Fuse>> {
        self.fuse.clone()
    }

    fn app_version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }
}

/// A phone somebody holds.
#[derive(Clone)]
pub struct Phone {
    pub app: App,
    pub dir: PathBuf,
    device: Arc<Device>,
}

/// What went wrong with a simulated phone.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the phone did not open")]
    Open(#[from] OpenError),
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("the phone's folder failed")]
    Folder(#[from] std::io::Error),
    #[error("the answer has another shape")]
    Shape(#[from] serde_json::Error),
}

impl Phone {
    /// Opens the phone whose data is in `dir`; a new one if there is none.
    pub fn open(dir: &Path, clock: Arc<Clock>) -> Result<Self, Error> {
        Self::open_with(dir, clock, None)
    }

    /// The same, with a fuse that ends it in the middle of whatever it does.
    pub fn open_with(
        dir: &Path,
        clock: Arc<Clock>,
        fuse: Option<Arc<dyn store::Fuse>>,
    ) -> Result<Self, Error> {
        fs::create_dir_all(dir)?;
        let device = Arc::new(Device::new(dir, clock, fuse));
        let app = App::open(Config {
            data_dir: dir.to_owned(),
            platform: device.clone(),
        })?;
        Ok(Self {
            app,
            dir: dir.to_owned(),
            device,
        })
    }

    /// Asks the phone something, as a screen would.
    pub async fn call<A: DeserializeOwned>(
        &self,
        name: &str,
        args: impl Serialize,
    ) -> Result<A, Error> {
        let answer = self.app.call(name, serde_json::to_value(args)?).await?;
        Ok(serde_json::from_value(answer)?)
    }

    /// Makes it a device of the county.
    pub async fn enrol(&self, server: &str, code: &str) -> Result<(), Error> {
        let form = serde_json::json!({ "server": server, "code": code });
        self.call::<serde_json::Value>("enrol", form)
            .await
            .map(drop)
    }

    /// Carries the phone to a place with satellites overhead.
    pub fn carry_to(&self, lat: f64, lon: f64) {
        self.device.lat.store(bits(lat), Ordering::Relaxed);
        self.device.lon.store(bits(lon), Ordering::Relaxed);
    }

    /// Switches the network on or off.
    pub fn signal(&self, on: bool) {
        self.device.signal.store(on, Ordering::Relaxed);
    }

    /// Puts the phone on a line that costs by the byte, or on Wi-Fi.
    pub fn metered(&self, on: bool) {
        self.device.metered.store(on, Ordering::Relaxed);
    }

    /// Sets the wall clock so far from the true time.
    pub fn set_wall_clock_off(&self, ms: i64) {
        self.device.wall_off_ms.store(ms, Ordering::Relaxed);
    }

    /// Starts the phone anew: its monotonic clock begins again. The app in hand goes on, as if
    /// opened again.
    pub fn restart(&self) {
        let device = &self.device;
        device
            .started_ms
            .store(device.clock.ms(), Ordering::Relaxed);
        device.starts.fetch_add(1, Ordering::Relaxed);
    }

    /// Says when the phone was started, in true time: the app alone may have died since.
    pub fn set_started(&self, at_ms: i64) {
        self.device.started_ms.store(at_ms, Ordering::Relaxed);
        self.device.starts.store(at_ms, Ordering::Relaxed);
    }

    /// The machine under the app.
    pub fn platform(&self) -> &dyn Platform {
        &*self.device
    }

    pub fn clock(&self) -> &Clock {
        &self.device.clock
    }
}
