//! One question to the county beside the rounds: somebody is looking and waits for the answer.

use std::sync::atomic::AtomicBool;

use domain::time::Timestamp;
use sync::{Control, DeviceKey, Folder, HttpServer, Parties, Progress};

use crate::desk::{self, Desk};
use crate::enrol::device_key;
use crate::error::CallError;
use crate::visit::PHOTO_FOLDER;

/// What such a question needs, for as long as it takes.
pub(crate) struct Line {
    server: HttpServer,
    files: Folder,
    key: DeviceKey,
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    progress: fn(&Progress),
    cancelled: AtomicBool,
}

impl Line {
    pub(crate) fn to_county(desk: &Desk) -> Result<Self, CallError> {
        let device = desk.read(desk::device)?;
        let platform = desk.platform.clone();
        Ok(Self {
            server: HttpServer::new(&device.server_url)?,
            files: Folder(desk.data_dir.join(PHOTO_FOLDER)),
            key: device_key(&*platform)?,
            now: Box::new(move || platform.now()),
            progress: |_| {},
            cancelled: AtomicBool::new(false),
        })
    }

    pub(crate) fn parties<'a>(&'a self, desk: &'a Desk) -> Parties<'a, HttpServer> {
        Parties {
            server: &self.server,
            store: &desk.store,
            files: &self.files,
            key: &self.key,
            now: &*self.now,
            control: Control {
                progress: &self.progress,
                cancelled: &self.cancelled,
            },
            send_photos: false,
            boot: None,
        }
    }
}
