//! Sealed bundles: a phone's work as a file that anybody may carry and only the county can read.
//!
//! A bundle is one line of JSON ([`BundleHeaderV1`], in the clear) and any number of parts. Each
//! part is [`PART_MAGIC`], the length of its head as two bytes (big-endian), the head
//! ([`PartHeadV1`], JSON in the clear) and so many bytes sealed with age to the county's bundle
//! key. Every part is signed by the phone and sealed alone, so that whatever parts are whole can
//! be taken in, in any order, from any carrier, and a carrier proves each by the county's
//! [`PartReceiptV1`]. Heads hold ids, sizes and digests: never a name.
//!
//! `POST /v1/bundles` takes parts, one after the other, as `application/octet-stream`, from any
//! enrolled phone of the county, and answers [`BundleReply`].

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::{CountyId, DeviceId, PhotoId};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::receipt::BadReceipt;

/// The version of the file that this program writes.
pub const BUNDLE_VERSION: u32 = 1;

/// Begins every part: no JSON and no name holds a zero byte.
pub const PART_MAGIC: &[u8; 8] = b"\0RUHU\x01P\n";

/// The longest head of a part, and the longest first line.
pub const MAX_HEAD_BYTES: usize = 2048;

/// The largest sealed part: the largest change a push takes, and room.
pub const MAX_PART_BYTES: usize = 5 * 1024 * 1024;

/// A part is closed once it holds this much: small enough to send in a patch of signal.
pub const PART_BYTES: usize = 192 * 1024;

/// The most parts a phone sends in one request.
pub const MAX_REQUEST_BYTES: usize = 6 * 1024 * 1024;

/// The largest bundle anybody takes in.
pub const MAX_BUNDLE_BYTES: u64 = 1024 * 1024 * 1024;

/// The county's key that bundles are sealed to. Keys are replaced; the county opens what was
/// sealed to any of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleKeyV1 {
    pub key_id: String,
    /// `age1…`: an age X25519 recipient.
    pub recipient: String,
    /// Which of the county's signing keys vouches for it.
    pub signed_by: String,
    /// Base64 Ed25519 over [`BundleKeyV1::signed_bytes`].
    pub signature: String,
}

impl BundleKeyV1 {
    pub fn signed_bytes(&self, county: CountyId) -> Vec<u8> {
        format!(
            "ruhu bundle key 1\n{county}\n{}\n{}\n{}\n",
            self.key_id, self.recipient, self.signed_by
        )
        .into_bytes()
    }

    /// Whether the county itself says that this is its key: work is sealed to nobody else's.
    pub fn verify(&self, county: CountyId, key: &VerifyingKey) -> Result<(), BadReceipt> {
        check(key, &self.signed_bytes(county), &self.signature)
    }
}

/// The first line of a bundle: what it is, for whoever finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleHeaderV1 {
    /// [`BUNDLE_VERSION`].
    pub ruhu_bundle: u32,
    pub bundle_id: Uuid,
    pub county_id: CountyId,
    pub device_id: DeviceId,
    pub made_ms: i64,
    pub changes: u32,
    pub photos: u32,
    /// Base64 Ed25519 of the phone over [`BundleHeaderV1::signed_bytes`].
    pub signature: String,
}

impl BundleHeaderV1 {
    pub fn signed_bytes(&self) -> Vec<u8> {
        format!(
            "ruhu bundle 1\n{}\n{}\n{}\n{}\n{}\n{}\n",
            self.bundle_id, self.county_id, self.device_id, self.made_ms, self.changes, self.photos
        )
        .into_bytes()
    }
}

/// The head of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartHeadV1 {
    pub bundle_id: Uuid,
    pub county_id: CountyId,
    pub device_id: DeviceId,
    /// The county's bundle key this is sealed to.
    pub key_id: String,
    pub made_ms: i64,
    /// Counts from 1.
    pub number: u32,
    /// Whether it is the bundle's last.
    pub last: bool,
    /// Of the sealed part that follows.
    pub bytes: u32,
    /// Hex SHA-256 of the sealed part that follows.
    pub sha256: String,
    /// Base64 Ed25519 of the phone over [`PartHeadV1::signed_bytes`].
    pub signature: String,
}

impl PartHeadV1 {
    /// What is signed: one field a line, under a heading no other message shares.
    pub fn signed_bytes(&self) -> Vec<u8> {
        format!(
            "ruhu bundle part 1\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n",
            self.bundle_id,
            self.county_id,
            self.device_id,
            self.key_id,
            self.made_ms,
            self.number,
            self.last,
            self.bytes,
            self.sha256,
        )
        .into_bytes()
    }

    /// Whether the phone with this key made it.
    pub fn verify(&self, device: &VerifyingKey) -> Result<(), BadReceipt> {
        check(device, &self.signed_bytes(), &self.signature)
    }
}

/// What one entry inside a part is. On the wire: the length of this JSON as four bytes
/// (big-endian), the JSON, then `bytes` bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryV1 {
    pub bytes: u32,
    /// Hex SHA-256 of the bytes that follow.
    pub sha256: String,
    pub what: EntryKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryKind {
    /// A [`crate::push::ChangeV1`], its edit exactly as it stands in the outbox.
    Change,
    /// A piece of a photo's sent bytes.
    Photo {
        photo_id: PhotoId,
        photo_sha256: String,
        photo_bytes: u64,
        offset: u64,
    },
    /// Something a newer phone packs and this version cannot read: no receipt covers it.
    #[serde(other)]
    Unknown,
}

/// What became of the parts of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleReply {
    /// One for each part that was recognised, in the order they came.
    pub parts: Vec<PartOutcomeV1>,
    /// Bytes that belong to no part were skipped this many times.
    pub damaged: u32,
    pub server_ms: i64,
}

/// What became of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOutcomeV1 {
    pub bundle_id: Uuid,
    pub number: u32,
    /// Proof that the county holds everything in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<PartReceiptV1>,
    /// Why there is no receipt: `bundle_…`, or `retry` when the same part may pass later, or
    /// `photo_gap` when an earlier part must come again first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub counts: PartCountsV1,
}

/// How many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCountsV1 {
    /// Changes that had an effect now.
    pub new: u32,
    /// Changes that were here already, by whatever way.
    pub known: u32,
    /// Changes the county keeps until an earlier one comes or a person decides.
    pub aside: u32,
    /// Photos that became whole now.
    pub photos_new: u32,
    /// Photos that were here already, counted with their first piece.
    pub photos_known: u32,
}

impl std::ops::AddAssign for PartCountsV1 {
    fn add_assign(&mut self, more: Self) {
        let Self {
            new,
            known,
            aside,
            photos_new,
            photos_known,
        } = more;
        self.new += new;
        self.known += known;
        self.aside += aside;
        self.photos_new += photos_new;
        self.photos_known += photos_known;
    }
}

/// The county holds everything that was in this part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartReceiptV1 {
    pub county_id: CountyId,
    pub key_id: String,
    pub bundle_id: Uuid,
    pub number: u32,
    /// Of the sealed part, which its carrier can hash and cannot read.
    pub sha256: String,
    pub received_ms: i64,
    /// Base64 Ed25519 over [`PartReceiptV1::signed_bytes`].
    pub signature: String,
}

impl PartReceiptV1 {
    pub fn signed_bytes(&self) -> Vec<u8> {
        format!(
            "ruhu bundle part receipt 1\n{}\n{}\n{}\n{}\n{}\n{}\n",
            self.county_id, self.key_id, self.bundle_id, self.number, self.sha256, self.received_ms
        )
        .into_bytes()
    }

    /// The same receipt with its signature set.
    pub fn signed(mut self, key: &SigningKey) -> Self {
        self.signature = STANDARD.encode(key.sign(&self.signed_bytes()).to_bytes());
        self
    }

    /// Whether this proves that `county` holds the part.
    pub fn verify(
        &self,
        county: CountyId,
        part: &PartHeadV1,
        key: &VerifyingKey,
    ) -> Result<(), BadReceipt> {
        if self.county_id != county
            || self.bundle_id != part.bundle_id
            || self.number != part.number
            || self.sha256 != part.sha256
        {
            return Err(BadReceipt::Other);
        }
        check(key, &self.signed_bytes(), &self.signature)
    }
}

fn check(key: &VerifyingKey, bytes: &[u8], signature: &str) -> Result<(), BadReceipt> {
    let raw = STANDARD
        .decode(signature)
        .map_err(|_| BadReceipt::Signature)?;
    let signature = Signature::from_slice(&raw).map_err(|_| BadReceipt::Signature)?;
    key.verify(bytes, &signature)
        .map_err(|_| BadReceipt::Signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "00000000-0000-0000-0000-000000000001";

    fn head() -> PartHeadV1 {
        let one = Uuid::from_u128(1);
        PartHeadV1 {
            bundle_id: one,
            county_id: CountyId::from_uuid(one),
            device_id: DeviceId::from_uuid(one),
            key_id: "k".to_owned(),
            made_ms: 5,
            number: 1,
            last: true,
            bytes: 9,
            sha256: "aa".to_owned(),
            signature: "s".to_owned(),
        }
    }

    fn receipt(key: &SigningKey) -> PartReceiptV1 {
        PartReceiptV1 {
            county_id: head().county_id,
            key_id: "k".to_owned(),
            bundle_id: head().bundle_id,
            number: 1,
            sha256: "aa".to_owned(),
            received_ms: 7,
            signature: String::new(),
        }
        .signed(key)
    }

    /// Bundles lie about on sticks for months: these lines never change.
    #[test]
    fn what_a_bundle_is_made_of_is_frozen() {
        let same = |json: String, wanted: String| assert_eq!(json, wanted);
        same(
            serde_json::to_string(&head()).unwrap(),
            format!(
                r#"{{"bundle_id":"{ID}","county_id":"{ID}","device_id":"{ID}","key_id":"k","made_ms":5,"number":1,"last":true,"bytes":9,"sha256":"aa","signature":"s"}}"#
            ),
        );
        let header = BundleHeaderV1 {
            ruhu_bundle: BUNDLE_VERSION,
            bundle_id: head().bundle_id,
            county_id: head().county_id,
            device_id: head().device_id,
            made_ms: 5,
            changes: 2,
            photos: 3,
            signature: "s".to_owned(),
        };
        same(
            serde_json::to_string(&header).unwrap(),
            format!(
                r#"{{"ruhu_bundle":1,"bundle_id":"{ID}","county_id":"{ID}","device_id":"{ID}","made_ms":5,"changes":2,"photos":3,"signature":"s"}}"#
            ),
        );
        let entry = |what| EntryV1 {
            bytes: 4,
            sha256: "bb".to_owned(),
            what,
        };
        same(
            serde_json::to_string(&entry(EntryKind::Change)).unwrap(),
            r#"{"bytes":4,"sha256":"bb","what":{"kind":"change"}}"#.to_owned(),
        );
        let photo = EntryKind::Photo {
            photo_id: PhotoId::from_uuid(head().bundle_id),
            photo_sha256: "cc".to_owned(),
            photo_bytes: 8,
            offset: 4,
        };
        same(
            serde_json::to_string(&entry(photo)).unwrap(),
            format!(
                r#"{{"bytes":4,"sha256":"bb","what":{{"kind":"photo","photo_id":"{ID}","photo_sha256":"cc","photo_bytes":8,"offset":4}}}}"#
            ),
        );
        let newer = r#"{"bytes":4,"sha256":"bb","what":{"kind":"voice","seconds":9}}"#;
        let newer: EntryV1 = serde_json::from_str(newer).unwrap();
        assert_eq!(newer.what, EntryKind::Unknown);
        assert_eq!(
            head().signed_bytes(),
            format!("ruhu bundle part 1\n{ID}\n{ID}\n{ID}\nk\n5\n1\ntrue\n9\naa\n").into_bytes()
        );
        assert_eq!(PART_MAGIC, b"\x00RUHU\x01P\n");
    }

    #[test]
    fn a_receipt_proves_one_part_of_one_bundle_only() {
        let key = SigningKey::from_bytes(&[1; 32]);
        let county = head().county_id;
        let receipt = receipt(&key);
        let public = key.verifying_key();
        assert_eq!(receipt.verify(county, &head(), &public), Ok(()));
        let mut other = head();
        other.number = 2;
        assert_eq!(
            receipt.verify(county, &other, &public),
            Err(BadReceipt::Other)
        );
        let mut changed = receipt.clone();
        changed.received_ms += 1;
        assert_eq!(
            changed.verify(county, &head(), &public),
            Err(BadReceipt::Signature)
        );
        let stranger = SigningKey::from_bytes(&[2; 32]).verifying_key();
        assert_eq!(
            receipt.verify(county, &head(), &stranger),
            Err(BadReceipt::Signature)
        );
    }
}
