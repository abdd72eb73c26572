//! The line itself, below everything that is written or understood: reqwest on a phone, a
//! simulated road in the simulation. Whatever is sent over either is the same bytes.

use std::future::Future;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode, Url};

use crate::Failure;

/// Longer than any mast takes to say yes.
const CONNECT_SILENCE: Duration = Duration::from_secs(20);

/// Sent bytes that nobody acknowledges for this long: the line is dead. Slow is not silent.
const SEND_SILENCE: Duration = Duration::from_secs(45);

/// No byte of an answer for this long. A batch on 2G needs a minute to get there.
const ANSWER_SILENCE: Duration = Duration::from_secs(120);

/// One request, as it goes over the line.
pub struct Outgoing {
    pub method: Method,
    /// Below the server's address, with its query, without a slash before it.
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// The head of an answer, and a body still to be read.
pub struct Incoming<B> {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: B,
}

/// A body that comes in pieces.
pub trait Body: Send {
    /// Adds the next piece; false at the end.
    fn more(&mut self, to: &mut Vec<u8>) -> impl Future<Output = Result<bool, Failure>> + Send;
}

/// A line to the server: bytes there, bytes back, or [`Failure::Offline`].
pub trait Transport: Send + Sync {
    type Body: Body;

    fn send(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<Incoming<Self::Body>, Failure>> + Send;
}

/// The real line: HTTP by reqwest.
pub struct Reqwest {
    base: Url,
    client: Client,
}

impl Reqwest {
    /// `address` as printed beside the enrolment code.
    pub(super) fn new(address: &str) -> Result<Self, Failure> {
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
        Ok(Self { base, client })
    }
}

impl Transport for Reqwest {
    type Body = reqwest::Response;

    async fn send(&self, request: Outgoing) -> Result<Incoming<reqwest::Response>, Failure> {
        let Outgoing {
            method,
            path,
            headers,
            body,
        } = request;
        let url = self.base.join(&path).map_err(|_| Failure::BadAddress)?;
        let mut asked = self.client.request(method, url).headers(headers);
        if !body.is_empty() {
            asked = asked.body(body);
        }
        let mut answer = asked.send().await.map_err(|_| Failure::Offline)?;
        Ok(Incoming {
            status: answer.status(),
            headers: std::mem::take(answer.headers_mut()),
            body: answer,
        })
    }
}

impl Body for reqwest::Response {
    async fn more(&mut self, to: &mut Vec<u8>) -> Result<bool, Failure> {
        match self.chunk().await.map_err(|_| Failure::Offline)? {
            Some(chunk) => {
                to.extend_from_slice(&chunk);
                Ok(true)
            }
            None => Ok(false),
        }
    }
}
