//! W3: photos up by tus, as phones send them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fastrand::Rng;
use protocol::photo::{CHUNK_BYTES, MAX_CHUNK_BYTES, RECEIPT_HEADER, TUS_VERSION};
use sha2::{Digest as _, Sha256};
use sync::Pace;
use tokio::sync::Barrier;

use super::Error;
use super::ground::Ground;
use super::wire::{Line, request};

/// A JPEG's beginning, as far as the county looks: 1600 × 1200. What follows packs like noise,
/// as pictures do.
const HEAD: &[u8] = &[
    0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0x04, 0xb0, 0x06, 0x40, 1, 1, 0x11, 0,
];

/// Photos of 300 kB that nobody took.
pub fn paint(rng: &mut Rng, count: usize) -> Vec<Vec<u8>> {
    (0..count)
        .map(|_| {
            let mut photo = vec![0; 300_000];
            rng.fill(&mut photo);
            photo[..HEAD.len()].copy_from_slice(HEAD);
            photo
        })
        .collect()
}

/// Sends all photos from `lanes` phones at once; MB a second of photos verified.
///
/// # Errors
/// When a photo is not verified.
pub async fn send(
    server: SocketAddr,
    ground: &Ground,
    photos: &Arc<Vec<Vec<u8>>>,
    lanes: usize,
) -> Result<f64, Error> {
    let together = Arc::new(Barrier::new(lanes + 1));
    let mut running = Vec::new();
    for (lane, cadre) in ground.cadres.iter().take(lanes).enumerate() {
        let (together, photos) = (together.clone(), photos.clone());
        let token = cadre.reply.token.token.clone();
        // A phone knows its photos' names long before it sends them.
        let named: Vec<(usize, String)> = (lane..photos.len())
            .step_by(lanes)
            .map(|at| (at, protocol::hex(&Sha256::digest(&photos[at]))))
            .collect();
        running.push(tokio::spawn(async move {
            let mut line = Line::to(server).await?;
            let mut pace = Pace::between(CHUNK_BYTES, MAX_CHUNK_BYTES);
            together.wait().await;
            for (at, name) in &named {
                one(&mut line, &mut pace, &token, name, &photos[*at]).await?;
            }
            Ok::<_, Error>(())
        }));
    }
    together.wait().await;
    let began = Instant::now();
    for lane in running {
        lane.await.map_err(|_| Error::Wrong("a lane panicked"))??;
    }
    let bytes: usize = photos.iter().map(Vec::len).sum();
    Ok(bytes as f64 / 1e6 / began.elapsed().as_secs_f64())
}

/// One photo in as many requests as a phone would make of it.
async fn one(
    line: &mut Line,
    pace: &mut Pace,
    token: &str,
    sha256: &str,
    photo: &[u8],
) -> Result<(), Error> {
    let stream = "content-type: application/offset+octet-stream\r\n";
    let first = &photo[..pace.size().min(photo.len())];
    let create = format!(
        "tus-resumable: {TUS_VERSION}\r\nupload-length: {}\r\n\
         upload-metadata: sha256 {}\r\n{stream}",
        photo.len(),
        STANDARD.encode(sha256),
    );
    let began = Instant::now();
    let mut answer = line
        .ask(&request("POST", "/v1/photos", token, &create, first))
        .await?
        .success("a photo's announcement")?;
    pace.took(first.len(), millis(began));
    let path = format!("/v1/photos/{sha256}");
    let mut sent = first.len();
    while sent < photo.len() {
        let chunk = &photo[sent..photo.len().min(sent + pace.size())];
        let more = format!("tus-resumable: {TUS_VERSION}\r\nupload-offset: {sent}\r\n{stream}");
        let began = Instant::now();
        answer = line
            .ask(&request("PATCH", &path, token, &more, chunk))
            .await?
            .success("a piece of a photo")?;
        pace.took(chunk.len(), millis(began));
        sent += chunk.len();
    }
    if answer.header(RECEIPT_HEADER).is_some() {
        Ok(())
    } else {
        Err(Error::Wrong("a photo was not verified"))
    }
}

fn millis(began: Instant) -> i64 {
    i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX)
}
