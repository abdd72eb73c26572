//! The county server over HTTP, believing nothing that a captive portal could have said.

use std::io::{Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use protocol::enrol::{EnrolReply, EnrolRequest, TokenReply, TokenRequest};
use protocol::error::ErrorReply;
use protocol::photo::{MAX_PHOTO_BYTES, RECEIPT_HEADER, TUS_VERSION};
use protocol::pull::{PullReply, PullRequest};
use protocol::push::{PushReply, PushRequest};
use protocol::receipt::PhotoReceiptV1;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, RETRY_AFTER,
};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Failure, PhotoAt, PhotoName, Server, Traffic};

/// Longer than any mast takes to say yes.
const CONNECT_SILENCE: Duration = Duration::from_secs(20);

/// Sent bytes that nobody acknowledges for this long: the line is dead. Slow is not silent.
const SEND_SILENCE: Duration = Duration::from_secs(45);

/// No byte of an answer for this long. A batch on 2G needs a minute to get there.
const ANSWER_SILENCE: Duration = Duration::from_secs(120);

/// No page is as large; an endless answer must not fill a phone's memory.
const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;

/// Below this, packing gains nothing.
const PACK_FROM_BYTES: usize = 1024;

/// When a busy server does not say how long.
const DEFAULT_PATIENCE_S: u32 = 30;

/// The county server at one address.
pub struct HttpServer {
    base: Url,
    client: Client,
    up: AtomicU64,
    down: AtomicU64,
    requests: AtomicU64,
}

impl HttpServer {
    /// `address` as printed beside the enrolment code.
    pub fn new(address: &str) -> Result<Self, Failure> {
        let mut base = Url::parse(address.trim()).map_err(|_| Failure::BadAddress)?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(Failure::BadAddress);
        }
        // With the last slash, `join` adds to the address instead of replacing its end.
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let client = Client::builder()
            .connect_timeout(CONNECT_SILENCE)
            .tcp_user_timeout(SEND_SILENCE)
            .read_timeout(ANSWER_SILENCE)
            .tcp_keepalive(CONNECT_SILENCE)
            // Only a portal sends a phone elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|_| Failure::Offline)?;
        Ok(Self {
            base,
            client,
            up: AtomicU64::new(0),
            down: AtomicU64::new(0),
            requests: AtomicU64::new(0),
        })
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, Failure> {
        let url = self.base.join(path).map_err(|_| Failure::BadAddress)?;
        Ok(self
            .client
            .request(method, url)
            .header(protocol::PROTOCOL_HEADER, protocol::PROTOCOL)
            // Unpacked here, so that bytes are counted as they came and a bomb is noticed.
            .header(ACCEPT_ENCODING, "gzip"))
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&str>,
        body: &impl Serialize,
        what: &'static str,
    ) -> Result<T, Failure> {
        let json = serde_json::to_vec(body).map_err(|_| Failure::BadReply { what: "request" })?;
        let mut request = self
            .request(Method::POST, path)?
            .header(CONTENT_TYPE, "application/json");
        let body = if json.len() >= PACK_FROM_BYTES {
            request = request.header(CONTENT_ENCODING, "gzip");
            pack(&json).map_err(|_| Failure::BadReply { what: "request" })?
        } else {
            json
        };
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        self.count_up(body.len());
        let answer = self.answer(request.body(body)).await?;
        answer.json(what)
    }

    /// Sends a request and reads the whole answer, as far as it is the county server's.
    async fn answer(&self, request: RequestBuilder) -> Result<Answer, Failure> {
        self.answer_within(request, MAX_ANSWER_BYTES).await
    }

    async fn answer_within(
        &self,
        request: RequestBuilder,
        limit: usize,
    ) -> Result<Answer, Failure> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let mut response = request.send().await.map_err(|_| Failure::Offline)?;
        let status = response.status();
        if !speaks_ruhu(&response) {
            // A gateway before the server is not the server either, but says that it is down.
            return Err(match status.as_u16() {
                502..=504 => Failure::Offline,
                _ => Failure::NotOurServer,
            });
        }
        let headers = response.headers().clone();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| Failure::Offline)? {
            self.down.fetch_add(as_u64(chunk.len()), Ordering::Relaxed);
            body.extend_from_slice(&chunk);
            if body.len() > limit {
                return Err(Failure::BadReply { what: "size" });
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

impl Server for HttpServer {
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
        let request = self.request(Method::GET, &path)?.bearer_auth(token);
        self.answer(request).await?.json("pull")
    }

    async fn photo_create(&self, token: &str, photo: &PhotoName) -> Result<PhotoAt, Failure> {
        let metadata = format!(
            "sha256 {},photo_id {}",
            STANDARD.encode(&photo.sha256),
            STANDARD.encode(photo.photo_id.to_string())
        );
        let request = self
            .request(Method::POST, "v1/photos")?
            .bearer_auth(token)
            .header("tus-resumable", TUS_VERSION)
            .header("upload-length", photo.bytes)
            .header("upload-metadata", metadata)
            .header(CONTENT_LENGTH, 0);
        self.answer(request).await?.photo(0)
    }

    async fn photo_offset(&self, token: &str, sha256: &str) -> Result<Option<PhotoAt>, Failure> {
        let request = self
            .request(Method::HEAD, &Self::photo_path(sha256))?
            .bearer_auth(token)
            .header("tus-resumable", TUS_VERSION);
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
        let request = self
            .request(Method::PATCH, &Self::photo_path(sha256))?
            .bearer_auth(token)
            .header("tus-resumable", TUS_VERSION)
            .header("upload-offset", offset)
            .header(CONTENT_TYPE, "application/offset+octet-stream")
            .body(chunk);
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
        let request = self
            .request(Method::GET, &Self::photo_path(sha256))?
            .bearer_auth(token);
        let limit = usize::try_from(MAX_PHOTO_BYTES).unwrap_or(MAX_ANSWER_BYTES);
        let answer = self.answer_within(request, limit).await?;
        Ok(answer.success()?.body)
    }

    fn traffic(&self) -> Traffic {
        Traffic {
            up: self.up.load(Ordering::Relaxed),
            down: self.down.load(Ordering::Relaxed),
            requests: self.requests.load(Ordering::Relaxed),
        }
    }
}

/// An answer of the county server, not yet understood.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn json<T: DeserializeOwned>(self, what: &'static str) -> Result<T, Failure> {
        let answer = self.success()?;
        serde_json::from_slice(&answer.body).map_err(|_| Failure::BadReply { what })
    }

    fn photo(self, offset_unless_said: u64) -> Result<PhotoAt, Failure> {
        let answer = self.success()?;
        let offset = match text(&answer.headers, "upload-offset") {
            Some(offset) => offset.parse().map_err(|_| Failure::BadReply {
                what: "upload offset",
            })?,
            None => offset_unless_said,
        };
        let receipt = text(&answer.headers, RECEIPT_HEADER)
            .map(|encoded| {
                let json = STANDARD.decode(encoded).ok()?;
                serde_json::from_slice::<PhotoReceiptV1>(&json).ok()
            })
            .map(|receipt| {
                receipt.ok_or(Failure::BadReply {
                    what: "photo receipt",
                })
            })
            .transpose()?;
        Ok(PhotoAt { offset, receipt })
    }

    fn success(self) -> Result<Self, Failure> {
        if self.status.is_success() {
            Ok(self)
        } else {
            Err(self.failure())
        }
    }

    fn failure(&self) -> Failure {
        let reply: Option<ErrorReply> = serde_json::from_slice(&self.body).ok();
        let status = self.status.as_u16();
        let patience = reply
            .as_ref()
            .and_then(|reply| reply.retry_after_s)
            .or_else(|| text(&self.headers, RETRY_AFTER.as_str())?.parse().ok())
            .unwrap_or(DEFAULT_PATIENCE_S);
        match (status, reply) {
            (401, reply)
                if reply
                    .as_ref()
                    .is_none_or(|reply| reply.code == "signed_out") =>
            {
                Failure::SignedOut
            }
            (426, _) => Failure::UpgradeNeeded,
            (429 | 503, _) => Failure::Busy {
                retry_after_s: patience,
            },
            (500.., _) => Failure::ServerFailed { status },
            (_, Some(ErrorReply { code, .. })) if code == "protocol_unknown" => {
                Failure::UpgradeNeeded
            }
            (_, Some(ErrorReply { code, field, .. })) => Failure::Refused {
                status,
                code,
                field,
            },
            // `HEAD` has no body to say why.
            (_, None) => Failure::Refused {
                status,
                code: format!("status_{status}"),
                field: None,
            },
        }
    }
}

/// The county server names the protocol in every answer; a portal's friendly page does not.
fn speaks_ruhu(response: &Response) -> bool {
    response.headers().contains_key(protocol::PROTOCOL_HEADER)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
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
