//! The phone's own key: how it proves to be the device that was enrolled.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::DeviceId;
use ed25519_dalek::{Signer, SigningKey};
use protocol::enrol::TokenRequest;

use crate::Failure;

/// An Ed25519 key made on this phone. It stays in the platform's key store and in memory.
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// From 32 random bytes, kept by whoever has the key store.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// Base64, for enrolment.
    pub fn public(&self) -> String {
        STANDARD.encode(self.0.verifying_key().as_bytes())
    }

    /// Base64 of its signature: what a bundle says is this phone's word.
    pub fn sign(&self, bytes: &[u8]) -> String {
        STANDARD.encode(self.0.sign(bytes).to_bytes())
    }

    /// A proof that is accepted once.
    pub(crate) fn prove(&self, device_id: DeviceId, at_ms: i64) -> Result<TokenRequest, Failure> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| Failure::Random)?;
        let nonce = STANDARD.encode(random);
        let bytes = TokenRequest::signed_bytes(device_id, at_ms, &nonce);
        let signature = STANDARD.encode(self.0.sign(&bytes).to_bytes());
        Ok(TokenRequest {
            device_id,
            at_ms,
            nonce,
            signature,
            app_version: None,
        })
    }
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey")
    }
}
