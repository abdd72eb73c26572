//! A phone joins its county with the code from the console.

use sync::{DeviceKey, Enrolment, HttpServer};

use store::{identity, sync_state};

use crate::App;
use crate::error::{CallError, ErrorCode};
use crate::platform::Platform;
use crate::views::Nothing;
use crate::views::status::{EnrolForm, Status};

const DEVICE_KEY: &str = "device_key";

impl App {
    pub(crate) async fn enrol(&self, form: EnrolForm) -> Result<Status, CallError> {
        let desk = self.desk()?;
        let EnrolForm { server, code } = form;
        let (enrolled, last_error) = desk.read(|conn| {
            Ok((
                identity::device(conn)?.is_some(),
                sync_state::get(conn)?.last_error,
            ))
        })?;
        // A phone the county signed out may come back with a new code, for the same person.
        if enrolled && last_error.as_deref() != Some("signed_out") {
            return Err(ErrorCode::AlreadyEnrolled.into());
        }
        if code.trim().is_empty() {
            return Err(CallError::new(ErrorCode::BadCode).at("code"));
        }
        if !desk.platform.network_allowed() {
            return Err(ErrorCode::Offline.into());
        }
        let address = server.trim().trim_end_matches('/').to_owned();
        let http = HttpServer::new(&address)?;
        let platform = desk.platform.clone();
        // Kept before it is used: a lost reply is cured by enrolling again with the same key.
        let key = self.off_runtime(move || device_key(&*platform)).await?;
        let platform = desk.platform.clone();
        let now = move || platform.now();
        let version = desk.platform.app_version();
        let name = desk.platform.device_name();
        let enrolment = Enrolment {
            server_url: &address,
            code: code.trim(),
            device_name: &name,
            app_version: &version,
        };
        sync::enrol(&http, &desk.store, &key, &enrolment, &now).await?;
        self.changed();
        self.start_round_now();
        self.status(Nothing {}).await
    }
}

/// The phone's own key, made once.
pub(crate) fn device_key(platform: &dyn Platform) -> Result<DeviceKey, CallError> {
    if let Some(kept) = platform.secret(DEVICE_KEY)? {
        let seed = kept.try_into().map_err(|_| ErrorCode::KeyUnavailable)?;
        return Ok(DeviceKey::from_seed(seed));
    }
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|_| ErrorCode::KeyUnavailable)?;
    platform.set_secret(DEVICE_KEY, &seed)?;
    Ok(DeviceKey::from_seed(seed))
}
