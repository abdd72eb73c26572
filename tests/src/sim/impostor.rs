//! Somebody in the county's place, who knows all that is public: its name, its key's name, and
//! receipts he has seen. What he cannot do is sign.

use axum::http::header::CONTENT_ENCODING;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::CountyId;
use ed25519_dalek::SigningKey;
use fleet::bench::wire::unpack;
use protocol::photo::RECEIPT_HEADER;
use protocol::push::{ChangeOutcome, Outcome, PushReply, PushRequest};
use protocol::receipt::{Disposition, PhotoReceiptV1, ReceiptV1};

use super::line::Reply;

/// What is public of the county, and what was overheard.
pub struct Impostor {
    pub county: CountyId,
    pub key_id: String,
    /// A true receipt of another change.
    overheard: Option<ReceiptV1>,
    key: SigningKey,
}

/// Which lie he tells.
#[derive(Clone, Copy)]
enum Lie {
    /// Signs in the county's name.
    WrongSignature,
    /// Signs with a key that nobody has heard of.
    UnknownKey,
    /// Says of this change what the county said of another.
    Overheard,
    /// The same, with the id of this change in it.
    Altered,
}

impl Impostor {
    pub fn new(county: CountyId, key_id: &str) -> Self {
        Self {
            county,
            key_id: key_id.to_owned(),
            overheard: None,
            key: SigningKey::from_bytes(&[13; 32]),
        }
    }

    /// Listens to what the county answers.
    pub fn overhear(&mut self, reply: &Reply) {
        let said = unpacked(&reply.headers, &reply.bytes)
            .and_then(|bytes| serde_json::from_slice::<PushReply>(&bytes).ok());
        for one in said.into_iter().flat_map(|reply| reply.outcomes) {
            if let Outcome::Accepted { receipt } = one.outcome {
                self.overheard = Some(receipt);
            }
        }
    }

    /// Answers as if he were the county; `None` where he has nothing to gain.
    pub fn answer(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        body: &[u8],
        lie: u16,
        now_ms: i64,
    ) -> Option<Reply> {
        let lie = match lie % 4 {
            0 => Lie::WrongSignature,
            1 => Lie::UnknownKey,
            2 => Lie::Overheard,
            _ => Lie::Altered,
        };
        if path == "v1/push" {
            return self.changes(headers, body, lie, now_ms);
        }
        let sha256 = path.strip_prefix("v1/photos/")?;
        (*method == Method::PATCH).then(|| self.photo(sha256, body.len(), lie, now_ms))
    }

    fn changes(&self, headers: &HeaderMap, body: &[u8], lie: Lie, now_ms: i64) -> Option<Reply> {
        let request = changes(headers, body)?;
        let outcomes = request.changes.iter().map(|change| {
            let made = ReceiptV1 {
                county_id: self.county,
                key_id: self.key_id.clone(),
                change_id: change.change_id,
                digest: protocol::digest(change.edit.get().as_bytes()),
                server_sequence: 1_000_000,
                received_ms: now_ms,
                disposition: Disposition::Applied,
                signature: String::new(),
            };
            let receipt = match (lie, &self.overheard) {
                (Lie::Overheard, Some(other)) => other.clone(),
                (Lie::Altered, Some(other)) => ReceiptV1 {
                    change_id: made.change_id,
                    digest: made.digest,
                    ..other.clone()
                },
                (Lie::UnknownKey, _) => ReceiptV1 {
                    key_id: "kept-by-nobody".to_owned(),
                    ..made
                }
                .signed(&self.key),
                _ => made.signed(&self.key),
            };
            ChangeOutcome {
                change_id: change.change_id,
                outcome: Outcome::Accepted { receipt },
            }
        });
        let reply = PushReply {
            outcomes: outcomes.collect(),
            server_ms: now_ms,
        };
        Some(Reply {
            status: StatusCode::OK,
            headers: named(),
            bytes: serde_json::to_vec(&reply).ok()?,
            torn: false,
        })
    }

    fn photo(&self, sha256: &str, bytes: usize, lie: Lie, now_ms: i64) -> Reply {
        let key_id = match lie {
            Lie::UnknownKey => "kept-by-nobody".to_owned(),
            _ => self.key_id.clone(),
        };
        let receipt = PhotoReceiptV1 {
            county_id: self.county,
            key_id,
            sha256: sha256.to_owned(),
            bytes: u64::try_from(bytes).unwrap_or(0),
            verified_ms: now_ms,
            signature: String::new(),
        }
        .signed(&self.key);
        let encoded = STANDARD.encode(serde_json::to_vec(&receipt).unwrap_or_default());
        let mut headers = named();
        if let Ok(value) = HeaderValue::try_from(encoded) {
            headers.insert(RECEIPT_HEADER, value);
        }
        Reply {
            status: StatusCode::NO_CONTENT,
            headers,
            bytes: Vec::new(),
            torn: false,
        }
    }
}

/// What every answer of a county begins with; anybody can say it.
fn named() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        protocol::PROTOCOL_HEADER,
        HeaderValue::from(protocol::PROTOCOL),
    );
    headers
}

/// What a push asks to store.
pub fn changes(headers: &HeaderMap, body: &[u8]) -> Option<PushRequest> {
    serde_json::from_slice(&unpacked(headers, body)?).ok()
}

fn unpacked(headers: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    if !headers.contains_key(CONTENT_ENCODING) {
        return Some(body.to_vec());
    }
    unpack(body).ok()
}

/// The answer with one digit another, so many thousandths into it.
pub fn bent(mut reply: Reply, at: u16) -> Reply {
    if let Some(mut bytes) = unpacked(&reply.headers, &reply.bytes) {
        bend(&mut bytes, at);
        reply.headers.remove(CONTENT_ENCODING);
        reply.bytes = bytes;
    }
    reply
}

/// A digit stays a digit: what is bent and still readable is the worse case.
pub fn bend(bytes: &mut [u8], at: u16) {
    let from = bytes.len() * usize::from(at) / 1000;
    let digit = bytes[from..].iter_mut().find(|byte| byte.is_ascii_digit());
    if let Some(byte) = digit {
        *byte ^= 1;
    }
}
