//! A photo's bytes on their way in.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody};
use axum::http::StatusCode;
use domain::DeviceId;
use tokio::time::{Instant, timeout_at};

use super::known::{Known, begin, finish_if_whole, finish_whole, on_disk};
use crate::app::App;
use crate::error::Error;
use crate::housekeeping::MAX_UNFINISHED;
use crate::photos::Gathers;

/// A photo whose turn it is, and how much of it is here.
pub(super) struct Arriving<'a> {
    pub app: &'a App,
    pub device: DeviceId,
    pub sha256: &'a str,
    /// As announced.
    pub bytes: u64,
    pub here: u64,
    /// Whether it is written down that it is coming: no byte reaches the disk before.
    pub is_begun: bool,
}

/// What a body brought.
enum Came {
    /// It has been added to what was here.
    Added,
    /// All of the photo at once; nothing of it is on the disk yet.
    Whole(Vec<u8>),
}

impl Arriving<'_> {
    /// Takes in a body that begins at `from`, at or before what is here, and verifies the photo
    /// if that was the rest of it.
    pub(super) async fn go_on(&mut self, from: u64, body: Body) -> Result<Known, Error> {
        match self.take_in(from, body).await? {
            Came::Whole(photo) => finish_whole(self.app, self.device, self.sha256, photo).await,
            Came::Added => {
                let known = Known {
                    bytes: self.bytes,
                    here: self.here,
                    receipt: None,
                };
                finish_if_whole(self.app, self.device, self.sha256, known).await
            }
        }
    }

    /// What arrived before the line dropped stays.
    async fn take_in(&mut self, from: u64, mut body: Body) -> Result<Came, Error> {
        let Gathers {
            bytes: enough,
            within,
        } = self.app.photos.gathers();
        let mut known = self.here.saturating_sub(from);
        let mut gathered = Vec::new();
        let mut due = None;
        let ended = loop {
            let next = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
            let next = match due {
                Some(due) => timeout_at(due, next).await,
                None => Ok(next.await),
            };
            match next {
                // A slow line: what has come is safest on the disk.
                Err(_) => {
                    self.add(std::mem::take(&mut gathered)).await?;
                    due = None;
                }
                Ok(None) => break Ok(()),
                Ok(Some(Err(_))) => {
                    break Err(Error::refused(StatusCode::BAD_REQUEST, "bad_body"));
                }
                Ok(Some(Ok(frame))) => {
                    let Ok(bytes) = frame.into_data() else {
                        continue;
                    };
                    let skipped = known.min(bytes.len() as u64);
                    known -= skipped;
                    let bytes = bytes.slice(usize::try_from(skipped).unwrap_or(usize::MAX)..);
                    if bytes.is_empty() {
                        continue;
                    }
                    let left = self.bytes.saturating_sub(self.here);
                    if (gathered.len() + bytes.len()) as u64 > left {
                        break Err(Error::refused(StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
                    }
                    if gathered.is_empty() {
                        gathered.reserve(usize::try_from(left).unwrap_or(enough).min(enough));
                        due = within.map(|within| Instant::now() + within);
                    }
                    gathered.extend_from_slice(&bytes);
                    if gathered.len() >= enough && (gathered.len() as u64) < left {
                        self.add(std::mem::take(&mut gathered)).await?;
                        due = None;
                    }
                }
            }
        };
        let is_whole = self.here == 0 && gathered.len() as u64 == self.bytes;
        if is_whole && ended.is_ok() {
            return Ok(Came::Whole(gathered));
        }
        // A line that dropped before its first byte has begun nothing.
        if !gathered.is_empty() || ended.is_ok() {
            self.add(gathered).await?;
        }
        ended.map(|()| Came::Added)
    }

    async fn add(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        if !self.is_begun {
            let most = Some(MAX_UNFINISHED);
            begin(self.app, self.device, self.sha256, self.bytes, most).await?;
            self.is_begun = true;
        }
        self.here += add(self.app, self.sha256, self.here, bytes).await?;
        Ok(())
    }
}

/// Returns how many bytes were added.
pub(super) async fn add(app: &App, sha256: &str, from: u64, bytes: Vec<u8>) -> Result<u64, Error> {
    let length = bytes.len() as u64;
    if length > 0 {
        on_disk(app, sha256, move |photos, sha256| {
            photos.append(sha256, from, &bytes)
        })
        .await?;
    }
    Ok(length)
}
