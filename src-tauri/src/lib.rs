//! The shell: a window around the phone's screens, on Android and on a desktop.
//!
//! Knows paths, clocks, the key store, the receiver and the window. Knows no visit and no
//! household: what a person asks goes by name to [`app::App::call`], the one command there is.
//! Start at [`run`]; what the machine has to offer is in [`platform`].

mod platform;
#[cfg(not(target_os = "android"))]
mod secret_file;

use app::{App, CallError, ErrorCode};
use serde_json::Value;
use tauri::plugin::TauriPlugin;
use tauri::webview::{PermissionKind, PermissionResponse};
use tauri::{AppHandle, Emitter as _, Listener as _, Manager as _, Url, Wry};

/// Told to the screens when stored data changed; they load again.
const CHANGED: &str = "changed";
/// Told to the screens while a round runs.
const PROGRESS: &str = "progress";
/// Told by the screens: `{"on": false}` opens the screen to screenshots, anything else closes it.
const SCREEN_PRIVATE: &str = "screen_private";

/// The app, or why there is none. A window that says why is better than no window.
struct Phone(Result<App, ErrorCode>);

#[tauri::command]
async fn call(
    phone: tauri::State<'_, Phone>,
    name: String,
    args: Value,
) -> Result<Value, CallError> {
    let app = phone.0.clone()?;
    app.call(&name, args).await
}

/// Opens the window and stays until it is closed.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    start_log();
    let ended = platform::plugins(tauri::Builder::default())
        .plugin(stay_home())
        .on_permission_request(|_, kind| permission(kind))
        .invoke_handler(tauri::generate_handler![call])
        .setup(|shell| {
            let phone = open(shell.handle());
            shell.manage(Phone(phone));
            Ok(())
        })
        .run(tauri::generate_context!());
    if let Err(error) = ended {
        tracing::error!(%error, "The window could not be opened");
        std::process::exit(1);
    }
}

/// The window shows our own page and no other, so what is granted is granted to that alone.
fn stay_home() -> TauriPlugin<Wry> {
    tauri::plugin::Builder::new("home")
        .on_navigation(|_, url| is_home(url))
        .build()
}

fn is_home(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Android serves the same files under this name.
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// The camera, which Android asks the person about, and nothing else: places come from the system.
fn permission(kind: PermissionKind) -> PermissionResponse {
    match kind {
        PermissionKind::Camera => PermissionResponse::Allow,
        _ => PermissionResponse::Deny,
    }
}

fn open(handle: &AppHandle) -> Result<App, ErrorCode> {
    let app = platform::config(handle)
        .and_then(|config| App::open(config).map_err(platform::StartError::from))
        .map_err(|error| {
            tracing::error!(error = ?error, "The app could not start");
            error.code()
        })?;

    let screens = handle.clone();
    app.on_changed(Box::new(move || tell(&screens, CHANGED, Value::Null)));
    let screens = handle.clone();
    app.on_progress(Box::new(move |progress| tell(&screens, PROGRESS, progress)));

    platform::watch_network(handle, &app);
    tauri::async_runtime::spawn(app.clone().keep_rounds());

    let shell = handle.clone();
    handle.listen(SCREEN_PRIVATE, move |event| {
        platform::keep_screen_private(&shell, wants_privacy(event.payload()));
    });
    Ok(app)
}

/// Nobody may be listening yet, or any more; the screens load everything anew when they open.
fn tell(screens: &AppHandle, event: &str, what: Value) {
    if let Err(error) = screens.emit(event, what) {
        tracing::debug!(%error, event, "An event was not delivered");
    }
}

/// Private unless clearly told otherwise.
fn wants_privacy(payload: &str) -> bool {
    let said: Value = serde_json::from_str(payload).unwrap_or_default();
    said.get("on") != Some(&Value::Bool(false))
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    // A second logger would be refused; the first one serves.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(cfg!(desktop))
        .try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_opens_only_when_clearly_told_so() {
        assert!(!wants_privacy(r#"{"on":false}"#));
        for unclear in [
            "",
            "null",
            "false",
            "{}",
            r#"{"on":true}"#,
            r#"{"on":"false"}"#,
            "{",
        ] {
            assert!(wants_privacy(unclear), "{unclear}");
        }
    }

    #[test]
    fn the_camera_is_for_our_own_page_alone() {
        for (address, home) in [
            ("tauri://localhost/index.html#/today", true),
            ("http://tauri.localhost/", true),
            ("tauri://elsewhere/", false),
            ("http://tauri.localhost.example.org/", false),
            ("https://example.org/?tauri.localhost", false),
            ("file:///etc/passwd", false),
            ("data:text/html,hello", false),
        ] {
            assert_eq!(is_home(&address.parse().unwrap()), home, "{address}");
        }
        assert_eq!(
            permission(PermissionKind::Camera),
            PermissionResponse::Allow
        );
        for kind in [
            PermissionKind::Microphone,
            PermissionKind::Geolocation,
            PermissionKind::DisplayCapture,
            PermissionKind::Other,
        ] {
            assert_eq!(permission(kind), PermissionResponse::Deny);
        }
    }

    #[test]
    fn the_screens_may_call_nothing_of_the_shell_but_events() {
        let capability: Value =
            serde_json::from_str(include_str!("../capabilities/phone.json")).unwrap();
        assert_eq!(
            capability["permissions"],
            serde_json::json!([
                "core:event:allow-listen",
                "core:event:allow-unlisten",
                "core:event:allow-emit"
            ])
        );
    }

    #[test]
    fn no_page_or_script_from_elsewhere_is_loaded() {
        let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        let policy = config["app"]["security"]["csp"].as_object().unwrap();
        for (directive, sources) in policy {
            for source in sources.as_str().unwrap().split(' ') {
                let remote = source.contains("//") && source != "http://ipc.localhost";
                assert!(!remote && source != "*", "{directive} allows {source}");
            }
        }
        assert!(!policy["script-src"].as_str().unwrap().contains("'unsafe"));
    }

    /// What is committed under `gen/android` is edited by hand; generating it anew would lose this.
    #[test]
    fn the_android_app_asks_for_six_permissions_and_is_in_no_backup() {
        let manifest = include_str!("../gen/android/app/src/main/AndroidManifest.xml");
        let mut asked: Vec<&str> = manifest
            .split("android.permission.")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        asked.sort_unstable();
        assert_eq!(
            asked,
            [
                "ACCESS_COARSE_LOCATION",
                "ACCESS_FINE_LOCATION",
                "ACCESS_NETWORK_STATE",
                "CAMERA",
                "INTERNET",
                "POST_NOTIFICATIONS"
            ]
        );
        assert!(manifest.contains(r#"android:allowBackup="false""#));
        assert!(manifest.contains("@xml/data_extraction_rules"));
        // Without it Android 11 and newer find no camera app and offer the gallery in its stead.
        assert!(manifest.contains("android.media.action.IMAGE_CAPTURE"));

        let build = include_str!("../gen/android/app/build.gradle.kts");
        assert!(build.contains("minSdk = 24"));
        assert!(!build.contains(r#"["usesCleartextTraffic"] = "true""#));
    }

    #[test]
    fn a_household_is_never_in_the_list_of_recent_apps_by_default() {
        let activity = include_str!("../gen/android/app/src/main/java/cn/ruhu/app/MainActivity.kt");
        let (before, _) = activity.split_once("super.onCreate(").unwrap();
        assert!(before.contains("addFlags(WindowManager.LayoutParams.FLAG_SECURE)"));
    }
}
