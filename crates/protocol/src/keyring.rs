//! The keys a phone checks receipts with: every one its county ever signed with.

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::{ChangeId, CountyId};
use ed25519_dalek::VerifyingKey;

use crate::bundle::{PartHeadV1, PartReceiptV1};
use crate::enrol::CountyV1;
use crate::receipt::{BadReceipt, PhotoReceiptV1, ReceiptV1};

/// One county's keys, ready to check with.
#[derive(Clone, Debug)]
pub struct CountyKeys {
    county: CountyId,
    keys: HashMap<String, VerifyingKey>,
}

impl CountyKeys {
    /// A key that cannot be read proves nothing and is left out.
    pub fn of(county: &CountyV1) -> Self {
        let keys = county.keys.iter().filter_map(|key| {
            let bytes: [u8; 32] = STANDARD.decode(&key.public_key).ok()?.try_into().ok()?;
            Some((key.key_id.clone(), VerifyingKey::from_bytes(&bytes).ok()?))
        });
        Self {
            county: county.id,
            keys: keys.collect(),
        }
    }

    /// Whether the county holds `edit` as `change`.
    pub fn check(
        &self,
        receipt: &ReceiptV1,
        change: ChangeId,
        edit: &[u8],
    ) -> Result<(), BadReceipt> {
        receipt.verify(self.county, change, edit, self.key(&receipt.key_id)?)
    }

    /// Whether the county holds the photo whole.
    pub fn check_photo(&self, receipt: &PhotoReceiptV1, sha256: &str) -> Result<(), BadReceipt> {
        receipt.verify(self.county, sha256, self.key(&receipt.key_id)?)
    }

    /// Whether the county holds everything in this part of a bundle.
    pub fn check_part(&self, receipt: &PartReceiptV1, part: &PartHeadV1) -> Result<(), BadReceipt> {
        receipt.verify(self.county, part, self.key(&receipt.key_id)?)
    }

    /// Whether nothing at all can be checked.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a key of this name is among them.
    pub fn knows(&self, id: &str) -> bool {
        self.keys.contains_key(id)
    }

    fn key(&self, id: &str) -> Result<&VerifyingKey, BadReceipt> {
        self.keys.get(id).ok_or(BadReceipt::Other)
    }
}
