//! The county server over HTTP, believing nothing that a captive portal could have said.

mod answer;
mod transport;

use std::io::{Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use protocol::bundle::BundleReply;
use protocol::enrol::{CountyV1, EnrolReply, EnrolRequest, TokenReply, TokenRequest};
use protocol::have::{HaveReply, HaveRequest};
use protocol::photo::{MAX_PHOTO_BYTES, TUS_VERSION};
use protocol::pull::{PullReply, PullRequest};
use protocol::push::{PushReply, PushRequest};
use protocol::settled::{SettledReply, SettledRequest};
use protocol::team::TeamReply;
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap,
    HeaderName, HeaderValue,
};
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Failure, PhotoAt, PhotoName, Server, Traffic};
use answer::{Answer, text};

pub use transport::{Body, Incoming, Outgoing, Reqwest, Transport};

const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");

const OFFSET_STREAM: &str = "application/offset+octet-stream";

/// No page is as large; an endless answer must not fill a phone's memory.
const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;

/// Below this, packing gains nothing.
const PACK_FROM_BYTES: usize = 1024;

/// The county server at one address, or at the end of any other line.
pub struct HttpServer<T = Reqwest> {
    line: T,
    up: AtomicU64,
    down: AtomicU64,
    requests: AtomicU64,
}

impl HttpServer {
    /// `address` as printed beside the enrolment code.
    pub fn new(address: &str) -> Result<Self, Failure> {
        Ok(Self::over(Reqwest::new(address)?))
    }
}

impl<T: Transport> HttpServer<T> {
    /// The server at the end of `line`.
    pub fn over(line: T) -> Self {
        Self {
            line,
            up: AtomicU64::new(0),
            down: AtomicU64::new(0),
            requests: AtomicU64::new(0),
        }
    }

    async fn post<R: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&str>,
        body: &impl Serialize,
        what: &'static str,
    ) -> Result<R, Failure> {
        let json = serde_json::to_vec(body).map_err(|_| Failure::BadReply { what: "request" })?;
        let mut request = outgoing(Method::POST, path)
            .with(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request.body = if json.len() >= PACK_FROM_BYTES {
            request = request.with(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            pack(&json).map_err(|_| Failure::BadReply { what: "request" })?
        } else {
            json
        };
        if let Some(token) = token {
            request = request.signed_in(token)?;
        }
        self.count_up(request.body.len());
        self.answer(request).await?.json(what)
    }

    /// Sends a request and reads the whole answer, as far as it is the county server's.
    async fn answer(&self, request: Outgoing) -> Result<Answer, Failure> {
        self.answer_within(request, MAX_ANSWER_BYTES).await
    }

    async fn answer_within(&self, request: Outgoing, limit: usize) -> Result<Answer, Failure> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let Incoming {
            status,
            headers,
            body: mut coming,
        } = self.line.send(request).await?;
        // The county server names the protocol in every answer; a portal's friendly page does not.
        if !headers.contains_key(protocol::PROTOCOL_HEADER) {
            // A gateway before the server is not the server either, but says that it is down.
            return Err(match status.as_u16() {
                502..=504 => Failure::Offline,
                _ => Failure::NotOurServer,
            });
        }
        let mut body = Vec::new();
        loop {
            let before = body.len();
            let more = coming.more(&mut body).await?;
            self.down
                .fetch_add(as_u64(body.len() - before), Ordering::Relaxed);
            if body.len() > limit {
                return Err(Failure::BadReply { what: "size" });
            }
            if !more {
                break;
            }
        }
        if text(&headers, CONTENT_ENCODING.as_str()) == Some("gzip") && !body.is_empty() {
            body = unpack(&body, limit)?;
        }
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    fn count_up(&self, bytes: usize) {
        self.up.fetch_add(as_u64(bytes), Ordering::Relaxed);
    }

    fn photo_path(sha256: &str) -> String {
        format!("v1/photos/{sha256}")
    }
}

impl<T: Transport> Server for HttpServer<T> {
    async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, Failure> {
        self.post("v1/enrol", None, request, "enrol").await
    }

    async fn token(&self, request: &TokenRequest) -> Result<TokenReply, Failure> {
        self.post("v1/token", None, request, "token").await
    }

    async fn push(&self, token: &str, request: &PushRequest) -> Result<PushReply, Failure> {
        self.post("v1/push", Some(token), request, "push").await
    }

    async fn pull(&self, token: &str, request: &PullRequest) -> Result<PullReply, Failure> {
        let PullRequest { after, limit } = request;
        let path = format!("v1/pull?after={after}&limit={limit}");
        let request = outgoing(Method::GET, &path).signed_in(token)?;
        self.answer(request).await?.json("pull")
    }

    async fn county(&self, token: &str) -> Result<CountyV1, Failure> {
        let request = outgoing(Method::GET, "v1/county").signed_in(token)?;
        let answer = self.answer(request).await?.json("county");
        answer.map_err(no_such_route)
    }

    async fn have(&self, token: &str, request: &HaveRequest) -> Result<HaveReply, Failure> {
        let answer = self.post("v1/have", Some(token), request, "have").await;
        answer.map_err(no_such_route)
    }

    async fn settled(
        &self,
        token: &str,
        request: &SettledRequest,
    ) -> Result<SettledReply, Failure> {
        self.post("v1/settled", Some(token), request, "settled")
            .await
    }

    async fn team(&self, token: &str) -> Result<TeamReply, Failure> {
        let request = outgoing(Method::GET, "v1/team").signed_in(token)?;
        let answer = self.answer(request).await?.json("team");
        answer.map_err(no_such_route)
    }

    async fn photo_create(
        &self,
        token: &str,
        photo: &PhotoName,
        first: Vec<u8>,
    ) -> Result<PhotoAt, Failure> {
        let metadata = format!(
            "sha256 {},photo_id {}",
            STANDARD.encode(&photo.sha256),
            STANDARD.encode(photo.photo_id.to_string())
        );
        let metadata = HeaderValue::try_from(metadata);
        let mut request = outgoing(Method::POST, "v1/photos")
            .signed_in(token)?
            .with(TUS_RESUMABLE, HeaderValue::from_static(TUS_VERSION))
            .with(UPLOAD_LENGTH, HeaderValue::from(photo.bytes))
            .with(
                UPLOAD_METADATA,
                metadata.map_err(|_| Failure::BadReply { what: "request" })?,
            );
        if first.is_empty() {
            request = request.with(CONTENT_LENGTH, HeaderValue::from(0));
        } else {
            request = request.with(CONTENT_TYPE, HeaderValue::from_static(OFFSET_STREAM));
            self.count_up(first.len());
            request.body = first;
        }
        self.answer(request).await?.photo(0)
    }

    async fn photo_offset(&self, token: &str, sha256: &str) -> Result<Option<PhotoAt>, Failure> {
        let request = outgoing(Method::HEAD, &Self::photo_path(sha256))
            .signed_in(token)?
            .with(TUS_RESUMABLE, HeaderValue::from_static(TUS_VERSION));
        let answer = self.answer(request).await?;
        if matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::GONE) {
            return Ok(None);
        }
        answer.photo(0).map(Some)
    }

    async fn photo_send(
        &self,
        token: &str,
        sha256: &str,
        offset: u64,
        chunk: Vec<u8>,
    ) -> Result<Option<PhotoAt>, Failure> {
        self.count_up(chunk.len());
        let sent = as_u64(chunk.len());
        let mut request = outgoing(Method::PATCH, &Self::photo_path(sha256))
            .signed_in(token)?
            .with(TUS_RESUMABLE, HeaderValue::from_static(TUS_VERSION))
            .with(UPLOAD_OFFSET, HeaderValue::from(offset))
            .with(CONTENT_TYPE, HeaderValue::from_static(OFFSET_STREAM));
        request.body = chunk;
        let answer = self.answer(request).await?;
        if matches!(
            answer.status,
            StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::CONFLICT
        ) {
            return Ok(None);
        }
        answer.photo(offset + sent).map(Some)
    }

    async fn photo_fetch(&self, token: &str, sha256: &str) -> Result<Vec<u8>, Failure> {
        let request = outgoing(Method::GET, &Self::photo_path(sha256)).signed_in(token)?;
        let limit = usize::try_from(MAX_PHOTO_BYTES).unwrap_or(MAX_ANSWER_BYTES);
        let answer = self.answer_within(request, limit).await?;
        Ok(answer.success()?.body)
    }

    async fn bundle_send(&self, token: &str, parts: Vec<u8>) -> Result<BundleReply, Failure> {
        let mut request = outgoing(Method::POST, "v1/bundles")
            .with(
                CONTENT_TYPE,
                HeaderValue::from_static("application/octet-stream"),
            )
            .signed_in(token)?;
        self.count_up(parts.len());
        request.body = parts;
        self.answer(request).await?.json("bundle")
    }

    fn traffic(&self) -> Traffic {
        Traffic {
            up: self.up.load(Ordering::Relaxed),
            down: self.down.load(Ordering::Relaxed),
            requests: self.requests.load(Ordering::Relaxed),
        }
    }
}

fn outgoing(method: Method, path: &str) -> Outgoing {
    let mut headers = HeaderMap::new();
    headers.insert(
        HeaderName::from_static(protocol::PROTOCOL_HEADER),
        HeaderValue::from(protocol::PROTOCOL),
    );
    // Unpacked here, so that bytes are counted as they came and a bomb is noticed.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    Outgoing {
        method,
        path: path.to_owned(),
        headers,
        body: Vec::new(),
    }
}

impl Outgoing {
    fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    fn signed_in(self, token: &str) -> Result<Self, Failure> {
        let mut value = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| Failure::BadReply { what: "token" })?;
        value.set_sensitive(true);
        Ok(self.with(AUTHORIZATION, value))
    }
}

/// A county server that does not know a route is older than this app.
fn no_such_route(failure: Failure) -> Failure {
    match failure {
        Failure::Refused {
            status: 404 | 405, ..
        } => Failure::ServerTooOld,
        other => other,
    }
}

fn pack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn unpack(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Failure> {
    let mut unpacked = Vec::new();
    GzDecoder::new(bytes)
        .take(as_u64(limit) + 1)
        .read_to_end(&mut unpacked)
        .map_err(|_| Failure::BadReply { what: "gzip" })?;
    if unpacked.len() > limit {
        return Err(Failure::BadReply { what: "size" });
    }
    Ok(unpacked)
}

fn as_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
