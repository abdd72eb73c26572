//! A phone becomes a device of the county, and gets short tokens afterwards.

use domain::id::{CountyId, DeviceId, PersonId};
use serde::{Deserialize, Serialize};

use crate::county::IntroductionV1;

/// `POST /v1/enrol`: a one-time code for a device key.
#[derive(Clone, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// As printed on the console's QR code; case and dashes do not matter.
    pub code: String,
    /// Base64 Ed25519 public key made on this phone; its private half never leaves it.
    pub device_key: String,
    pub device_name: String,
    pub app_version: String,
    /// Whose work this phone holds already: the code of another person is left unused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The county this phone belongs to already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub county_id: Option<CountyId>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct EnrolReply {
    pub device_id: DeviceId,
    pub person_id: PersonId,
    pub county: CountyV1,
    pub token: TokenReply,
}

/// What a phone must know of its county to check receipts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountyV1 {
    pub id: CountyId,
    pub name: String,
    pub keys: Vec<CountyKeyV1>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountyKeyV1 {
    pub key_id: String,
    /// Base64 Ed25519 public key.
    pub public_key: String,
    /// The earlier key that vouches for this one; absent for a county's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub introduced_by: Option<IntroductionV1>,
}

/// `POST /v1/token`: the device proves itself with its key and gets a short token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TokenRequest {
    pub device_id: DeviceId,
    /// The device's wall clock; only there to make every proof different, so a wrong clock is no obstacle.
    pub at_ms: i64,
    /// Random, base64; a proof is accepted once.
    pub nonce: String,
    /// Base64 Ed25519 over [`TokenRequest::signed_bytes`].
    pub signature: String,
    /// Only told, so not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
}

impl TokenRequest {
    pub fn signed_bytes(device_id: DeviceId, at_ms: i64, nonce: &str) -> Vec<u8> {
        format!("ruhu token 1\n{device_id}\n{at_ms}\n{nonce}\n").into_bytes()
    }
}

/// A bearer token for `Authorization: Bearer …`.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenReply {
    pub token: String,
    pub expires_ms: i64,
    pub server_ms: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_version: Option<String>,
    /// Apps older than this are asked to update; their work is taken in all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_app_version: Option<String>,
}

// Codes and tokens are keys to a county: never in `Debug`.
impl std::fmt::Debug for EnrolRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnrolRequest")
    }
}

impl std::fmt::Debug for EnrolReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EnrolReply({})", self.device_id)
    }
}

impl std::fmt::Debug for TokenReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenReply")
    }
}
