//! The authenticator of made-up county staff (RFC 6238, SHA-1, 30 s, six digits).

use totp_rs::{Builder, Secret};

/// The six digits in force at `now_s`; empty where there is no secret.
pub fn code(secret: &str, now_s: u64) -> String {
    Secret::try_from_base32(secret)
        .ok()
        .and_then(|secret| Builder::new().with_secret(secret).build().ok())
        .map(|totp| totp.generate(now_s).to_string())
        .unwrap_or_default()
}
