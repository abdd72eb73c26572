//! A phone. What only Android can do is done by four small Kotlin plugins in
//! `gen/android/app/src/main/java/cn/ruhu/app/`; this file asks them and reads their answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::views::bundle::HandedOver;
use app::views::me::Printing;
use app::{App, Config, HandOverError, LocateError, Platform, SecretError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::geo::{self, Fence, GeoFix, Mock, Point};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use tauri::ipc::{Channel, InvokeResponseBody};
use tauri::plugin::mobile::PluginInvokeError;
use tauri::plugin::{Builder, PluginHandle, TauriPlugin};
use tauri::{AppHandle, Manager as _, Wry};

use super::StartError;

/// Where the Kotlin classes are.
const PACKAGE: &str = "cn.ruhu.app";

/// After a minute a reason is taken instead of a place. A good fix is answered at once, and a fair
/// one after a quarter of the time.
const LOCATE_WAIT_MS: u64 = 60_000;

/// The Kotlin side, once it is there.
struct Location(PluginHandle<Wry>);
struct Secrets(PluginHandle<Wry>);
struct Screen(PluginHandle<Wry>);
struct FileHandle(PluginHandle<Wry>);
struct Network(PluginHandle<Wry>);
struct Printer(PluginHandle<Wry>);

/// Until the system has said otherwise, photos are not sent at somebody's cost.
static METERED: AtomicBool = AtomicBool::new(true);

pub(crate) fn plugins(builder: tauri::Builder<Wry>) -> tauri::Builder<Wry> {
    builder
        .plugin(kotlin("location", "LocationPlugin", Location))
        .plugin(kotlin("secrets", "SecretPlugin", Secrets))
        .plugin(kotlin("screen", "ScreenPlugin", Screen))
        .plugin(kotlin("file", "FilePlugin", FileHandle))
        .plugin(kotlin("network", "NetworkPlugin", Network))
        .plugin(kotlin("printer", "PrintPlugin", Printer))
}

fn kotlin<T: Send + Sync + 'static>(
    name: &'static str,
    class: &'static str,
    kept_as: fn(PluginHandle<Wry>) -> T,
) -> TauriPlugin<Wry> {
    Builder::new(name)
        .setup(move |shell, api| {
            shell.manage(kept_as(api.register_android_plugin(PACKAGE, class)?));
            Ok(())
        })
        .build()
}

pub(crate) fn config(handle: &AppHandle) -> Result<Config, StartError> {
    // App-private storage; `allowBackup` is off.
    let data_dir = handle
        .path()
        .app_data_dir()
        .map_err(StartError::NoFolder)?
        .join("phone");
    let secrets = handle.state::<Secrets>().0.clone();
    let boot: BootCount = secrets.run_mobile_plugin("bootCount", ())?;
    let platform = Arc::new(Phone {
        location: handle.state::<Location>().0.clone(),
        files: handle.state::<FileHandle>().0.clone(),
        printer: handle.state::<Printer>().0.clone(),
        secrets,
        boot_id: format!("boot-{}", boot.count),
    });
    Ok(Config { data_dir, platform })
}

pub(crate) fn keep_screen_private(handle: &AppHandle, on: bool) {
    let screen = handle.state::<Screen>().0.clone();
    // Events arrive on the thread that draws the window, which the answer would wait for.
    tauri::async_runtime::spawn(async move {
        let answer: Result<(), _> = screen
            .run_mobile_plugin_async("setPrivate", Privacy { on })
            .await;
        if let Err(error) = answer {
            // The screen starts private, so what went wrong is an opening, not a closing.
            tracing::warn!(%error, on, "The screen's privacy was not changed");
        }
    });
}

/// Passes on what the system says of the network, from now on.
pub(crate) fn watch_network(handle: &AppHandle, app: &App) {
    let network = handle.state::<Network>().0.clone();
    let app = app.clone();
    let channel = Channel::new(move |body| {
        if let InvokeResponseBody::Json(text) = body
            && let Ok(news) = serde_json::from_str::<NetworkNews>(&text)
        {
            METERED.store(news.metered, Ordering::Relaxed);
            app.network_changed(news.up);
        }
        Ok(())
    });
    tauri::async_runtime::spawn(async move {
        let answer: Result<(), _> = network
            .run_mobile_plugin_async("watch", Watch { channel })
            .await;
        if let Err(error) = answer {
            // The screens hear of the network as well, and the slowest pace needs no news.
            tracing::warn!(%error, "The network is not watched");
        }
    });
}

struct Phone {
    location: PluginHandle<Wry>,
    files: PluginHandle<Wry>,
    printer: PluginHandle<Wry>,
    secrets: PluginHandle<Wry>,
    boot_id: String,
}

impl Platform for Phone {
    fn now(&self) -> Timestamp {
        super::now()
    }

    /// Google's since Android 5, makers' beside it, and what older ones had.
    fn system_fonts(&self) -> Vec<PathBuf> {
        let names = [
            "NotoSansCJK-Regular.ttc",
            "NotoSerifCJK-Regular.ttc",
            "NotoSansSC-Regular.otf",
            "MiSansVF.ttf",
            "HarmonyOS_Sans_SC.ttf",
            "DroidSansFallback.ttf",
        ];
        names
            .map(|name| Path::new("/system/fonts").join(name))
            .to_vec()
    }

    fn monotonic_ms(&self) -> i64 {
        super::monotonic_ms()
    }

    fn boot_id(&self) -> String {
        self.boot_id.clone()
    }

    fn secret(&self, name: &str) -> Result<Option<Vec<u8>>, SecretError> {
        let answer: SecretAnswer = self
            .secrets
            .run_mobile_plugin("read", SecretName { name })
            .map_err(secret_error)?;
        answer
            .value
            .map(|value| BASE64.decode(value).map_err(|_| SecretError::Refused))
            .transpose()
    }

    fn set_secret(&self, name: &str, value: &[u8]) -> Result<(), SecretError> {
        let value = BASE64.encode(value);
        self.secrets
            .run_mobile_plugin("write", NamedSecret { name, value })
            .map_err(secret_error)
    }

    fn locate(&self) -> Result<GeoFix, LocateError> {
        let fix: Fix = self
            .location
            .run_mobile_plugin(
                "locate",
                LocateRequest {
                    wait_ms: LOCATE_WAIT_MS,
                },
            )
            .map_err(locate_error)?;
        let fix = fix.into_domain(super::now());
        // A receiver that answers nonsense has not found the place.
        if geo::is_plausible(fix.at) {
            Ok(fix)
        } else {
            Err(LocateError::Timeout)
        }
    }

    fn manual_location(&self) -> bool {
        false
    }

    fn free_bytes(&self, dir: &Path) -> Option<u64> {
        super::free_bytes(dir)
    }

    fn metered(&self) -> bool {
        METERED.load(Ordering::Relaxed)
    }

    fn app_version(&self) -> String {
        super::app_version()
    }

    /// `window.print` does nothing in this web view; the system prints it from outside.
    fn print(&self) -> Printing {
        match self.printer.run_mobile_plugin::<()>("print", ()) {
            Ok(()) => Printing::BySystem,
            Err(error) => {
                tracing::warn!(%error, "The page was not printed");
                Printing::Impossible
            }
        }
    }

    /// The system's picker asks where to.
    fn hand_over(&self, file: &Path) -> Result<Option<HandedOver>, HandOverError> {
        let (Some(path), Some(name)) = (
            file.to_str(),
            file.file_name().and_then(|name| name.to_str()),
        ) else {
            return Err(HandOverError::Failed);
        };
        self.files
            .run_mobile_plugin::<()>("handOver", Leaving { path, name })
            .map_err(|error: PluginInvokeError| match rejected_with(&error) {
                Some("cancelled") => HandOverError::Cancelled,
                _ => {
                    tracing::error!(%error, "A file was not handed over");
                    HandOverError::Failed
                }
            })?;
        Ok(Some(HandedOver::Shared))
    }
}

/// The code a Kotlin plugin rejected with.
fn rejected_with(error: &PluginInvokeError) -> Option<&str> {
    match error {
        PluginInvokeError::InvokeRejected(answer) => answer.code.as_deref(),
        _ => None,
    }
}

fn secret_error(error: PluginInvokeError) -> SecretError {
    tracing::error!(%error, "The key store failed");
    match rejected_with(&error) {
        Some("unreadable" | "unwritable") => SecretError::Refused,
        _ => SecretError::Unavailable,
    }
}

fn locate_error(error: PluginInvokeError) -> LocateError {
    match rejected_with(&error) {
        Some("denied") => LocateError::Denied,
        Some("disabled") => LocateError::Off,
        Some("timeout") => LocateError::Timeout,
        _ => {
            tracing::error!(%error, "The receiver could not be asked");
            LocateError::Timeout
        }
    }
}

#[derive(Deserialize)]
struct BootCount {
    count: i64,
}

#[derive(Serialize)]
struct Watch {
    channel: Channel,
}

#[derive(Deserialize)]
struct NetworkNews {
    up: bool,
    metered: bool,
}

#[derive(Serialize)]
struct Privacy {
    on: bool,
}

#[derive(Serialize)]
struct Leaving<'a> {
    path: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct SecretName<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct NamedSecret<'a> {
    name: &'a str,
    value: String,
}

#[derive(Deserialize)]
struct SecretAnswer {
    /// Absent when nothing is stored under the name.
    #[serde(default)]
    value: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocateRequest {
    wait_ms: u64,
}

/// What `LocationPlugin` answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    latitude: f64,
    longitude: f64,
    accuracy_metres: f64,
    #[serde(default)]
    altitude_metres: Option<f64>,
    provider: String,
    age_ms: i64,
    mock: bool,
}

impl Fix {
    fn into_domain(self, now: Timestamp) -> GeoFix {
        let Self {
            latitude,
            longitude,
            accuracy_metres,
            altitude_metres,
            provider,
            age_ms,
            mock,
        } = self;
        let fix_age_s = u32::try_from(age_ms / 1_000).unwrap_or(u32::MAX);
        let mock = if mock { Mock::Yes } else { Mock::No };
        let quality = geo::quality(accuracy_metres, fix_age_s, mock, &provider);
        GeoFix {
            at: Point {
                lat: latitude,
                lon: longitude,
            },
            accuracy_m: accuracy_metres,
            altitude_m: altitude_metres,
            provider,
            mock,
            fix_time: Timestamp::from_ms(now.as_ms().saturating_sub(age_ms)),
            fix_age_s,
            // The village's fence is the app's to know.
            fence: Fence::Unknown,
            fence_distance_m: None,
            quality,
        }
    }
}
