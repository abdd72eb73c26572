//! The person's choices for this phone. Kept beside the store: the lock screen needs the language
//! before there is a key.

use std::path::Path;

use domain::codes::Language;

use crate::App;
use crate::error::{CallError, ErrorCode};
use crate::files;
use crate::views::Nothing;
use crate::views::status::{Settings, Status};

const FILE: &str = "settings.json";

/// Reads the choices; what cannot be read is as if never chosen.
pub(crate) fn load(data_dir: &Path) -> Settings {
    let stored = std::fs::read(data_dir.join(FILE)).ok();
    stored
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

pub(crate) fn language(settings: &Settings) -> Language {
    if settings.language == "en" {
        Language::En
    } else {
        Language::Zh
    }
}

impl App {
    pub(crate) async fn save_settings(&self, settings: Settings) -> Result<Status, CallError> {
        if !matches!(settings.language.as_str(), "zh" | "en") {
            return Err(CallError::new(ErrorCode::BadArguments).at("language"));
        }
        if !(100..=200).contains(&settings.text_percent) {
            return Err(CallError::new(ErrorCode::BadArguments).at("text_percent"));
        }
        let path = self.inner.config.data_dir.join(FILE);
        let bytes = serde_json::to_vec(&settings).map_err(CallError::internal)?;
        self.off_runtime(move || Ok(files::write_whole(&path, &bytes)?))
            .await?;
        self.changed();
        self.status(Nothing {}).await
    }
}
