//! Signed proof that the county holds something.
//!
//! A phone believes nothing else: not a status code, not a friendly page (DESIGN law 3).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::{ChangeId, CountyId};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};

/// The county holds these bytes under this sequence number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptV1 {
    pub county_id: CountyId,
    /// Which of the county's keys signed: keys are replaced, old receipts stay valid.
    pub key_id: String,
    pub change_id: ChangeId,
    /// Hex SHA-256 of the change's `edit` bytes.
    pub digest: String,
    pub server_sequence: i64,
    pub received_ms: i64,
    pub disposition: Disposition,
    /// Base64 Ed25519 over [`ReceiptV1::signed_bytes`].
    pub signature: String,
}

/// Where the county put the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    Applied,
    Held,
    Quarantined,
    /// Kept with its bytes, and it will not take effect: a person at the county decided so.
    Voided,
}

/// The county holds this photo whole: its bytes were hashed again on arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoReceiptV1 {
    pub county_id: CountyId,
    pub key_id: String,
    pub sha256: String,
    pub bytes: u64,
    pub verified_ms: i64,
    pub signature: String,
}

/// Why a receipt proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadReceipt {
    #[error("the receipt is for another change, photo or county")]
    Other,
    #[error("the signature does not verify")]
    Signature,
}

impl ReceiptV1 {
    /// What is signed: one field a line, under a heading no other message shares.
    pub fn signed_bytes(&self) -> Vec<u8> {
        let disposition = match self.disposition {
            Disposition::Applied => "applied",
            Disposition::Held => "held",
            Disposition::Quarantined => "quarantined",
            Disposition::Voided => "voided",
        };
        format!(
            "ruhu receipt 1\n{}\n{}\n{}\n{}\n{}\n{}\n{disposition}\n",
            self.county_id,
            self.key_id,
            self.change_id,
            self.digest,
            self.server_sequence,
            self.received_ms,
        )
        .into_bytes()
    }

    /// The same receipt with its signature set.
    pub fn signed(mut self, key: &SigningKey) -> Self {
        self.signature = STANDARD.encode(key.sign(&self.signed_bytes()).to_bytes());
        self
    }

    /// Whether this proves that `county` holds `edit` as `change`.
    pub fn verify(
        &self,
        county: CountyId,
        change: ChangeId,
        edit: &[u8],
        key: &VerifyingKey,
    ) -> Result<(), BadReceipt> {
        if self.county_id != county
            || self.change_id != change
            || self.digest != crate::digest(edit)
        {
            return Err(BadReceipt::Other);
        }
        check(key, &self.signed_bytes(), &self.signature)
    }
}

impl PhotoReceiptV1 {
    pub fn signed_bytes(&self) -> Vec<u8> {
        format!(
            "ruhu photo receipt 1\n{}\n{}\n{}\n{}\n{}\n",
            self.county_id, self.key_id, self.sha256, self.bytes, self.verified_ms,
        )
        .into_bytes()
    }

    pub fn signed(mut self, key: &SigningKey) -> Self {
        self.signature = STANDARD.encode(key.sign(&self.signed_bytes()).to_bytes());
        self
    }

    /// Whether this proves that `county` holds the photo `sha256` whole.
    pub fn verify(
        &self,
        county: CountyId,
        sha256: &str,
        key: &VerifyingKey,
    ) -> Result<(), BadReceipt> {
        if self.county_id != county || self.sha256 != sha256 {
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
