//! Sealed bundles taken in, part by part, whoever brings them. Knows no HTTP beyond a body.
//!
//! Each part is checked, opened and fed to the same two doors that phones use: [`crate::change`]
//! for changes, `routes::photos` for photos. What came by another way already is not doubled.

pub(crate) mod key;
mod part;
mod record;

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use bundle::{Found, Scanner};
use domain::id::{DeviceId, PersonId};
use protocol::bundle::{BundleHeaderV1, PartCountsV1, PartOutcomeV1};

use crate::app::App;
use crate::error::Error;

/// Who brings a bundle. Neither need be the one whose work it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Via {
    Phone(DeviceId),
    Console(PersonId),
}

/// What became of a stream of parts.
#[derive(Default)]
pub(crate) struct Taken {
    pub header: Option<BundleHeaderV1>,
    /// Written by a newer app.
    pub version: Option<u64>,
    pub parts: Vec<PartOutcomeV1>,
    /// How often bytes belonged to no part.
    pub damaged: u32,
    /// Whether the part that says it is the last was among them.
    pub complete: bool,
}

impl Taken {
    /// What all parts came to.
    pub fn counts(&self) -> PartCountsV1 {
        let mut all = PartCountsV1::default();
        for part in &self.parts {
            all += part.counts;
        }
        all
    }

    /// Why not everything was taken in; the first reason, which mostly is every part's.
    pub fn code(&self) -> Option<&str> {
        if self.version.is_some() {
            return Some("bundle_version");
        }
        if let Some(code) = self.parts.iter().find_map(|part| part.code.as_deref()) {
            return Some(code);
        }
        match (self.parts.is_empty(), self.damaged) {
            (true, _) if self.header.is_none() => Some("bundle_none"),
            (true, _) => Some("bundle_damaged"),
            (false, 0) if !self.complete => Some("bundle_incomplete"),
            (false, 0) => None,
            (false, _) => Some("bundle_damaged"),
        }
    }
}

/// Takes in the parts of a body as they come; never holds more than one. What was taken in before
/// the line dropped stays, and sending everything again is harmless.
pub(crate) async fn take(
    app: &App,
    via: Via,
    mut body: Body,
    most_bytes: u64,
) -> Result<Taken, Error> {
    let mut scanner = Scanner::default();
    let mut taken = Taken::default();
    let mut bytes_left = most_bytes;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Error::refused(StatusCode::BAD_REQUEST, "bad_body"))?;
        let Ok(bytes): Result<Bytes, _> = frame.into_data() else {
            continue;
        };
        bytes_left = bytes_left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| Error::refused(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))?;
        scanner.push(&bytes);
        drain(app, via, &mut scanner, &mut taken).await?;
    }
    scanner.end();
    drain(app, via, &mut scanner, &mut taken).await?;
    Ok(taken)
}

async fn drain(app: &App, via: Via, scanner: &mut Scanner, taken: &mut Taken) -> Result<(), Error> {
    while let Some(found) = scanner.find() {
        match found {
            Found::Header(header) => taken.header = Some(header),
            Found::Version(version) => taken.version = Some(version),
            Found::Damage => taken.damaged += 1,
            Found::Part(found) => {
                let last = found.head.last;
                let outcome = part::take(app, via, found).await?;
                taken.complete |= last && outcome.receipt.is_some();
                taken.parts.push(outcome);
                app.reuse.wake();
            }
        }
    }
    Ok(())
}
