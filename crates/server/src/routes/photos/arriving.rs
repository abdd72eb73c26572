//! A photo's bytes on their way in.

use std::future::poll_fn;
use std::ops::Range;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;

use super::on_disk;
use crate::app::App;
use crate::error::Error;

/// Adds the body to the upload as it comes: what arrived before the line dropped stays. `room` is
/// from what has arrived to what was announced.
pub(super) async fn take_in(
    app: &App,
    sha256: &str,
    room: Range<u64>,
    mut body: Body,
) -> Result<(), Error> {
    let Range { mut start, end } = room;
    let mut gathered = Vec::new();
    let ended = loop {
        match poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            None => break Ok(()),
            Some(Err(_)) => break Err(Error::refused(StatusCode::BAD_REQUEST, "bad_body")),
            Some(Ok(frame)) => {
                let Ok(bytes): Result<Bytes, _> = frame.into_data() else {
                    continue;
                };
                if start + (gathered.len() + bytes.len()) as u64 > end {
                    break Err(Error::refused(StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
                }
                gathered.extend_from_slice(&bytes);
            }
        }
        if gathered.len() >= app.photos.gathers() {
            start += add(app, sha256, start, std::mem::take(&mut gathered)).await?;
        }
    };
    add(app, sha256, start, gathered).await?;
    ended
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
