//! The shell around the phone's screens.
pub fn run() {
    let _ = tauri::Builder::default().run(tauri::generate_context!());
}
