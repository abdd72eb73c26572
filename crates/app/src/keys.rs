//! The store's key: 32 random bytes in the platform's key store, wrapped by the PIN when there
//! is one. The key leaves this file only to open the store.

use argon2::Argon2;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};

use crate::error::{CallError, ErrorCode};
use crate::platform::{Platform, SecretError};

const KEY: &str = "store_key";
const FAILURES: &str = "pin_failures";

/// First byte of the stored key: how the rest is to be read.
const PLAIN: u8 = 1;
const WRAPPED: u8 = 2;
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;

/// Wrong PINs that cost nothing: thumbs slip.
const FREE_FAILURES: u32 = 3;
/// The wait after the first wrong PIN that counts; each further one doubles it.
const FIRST_WAIT_MS: i64 = 30_000;
const LONGEST_WAIT_MS: i64 = 3_600_000;

/// Opens the store. Never printed.
#[derive(Clone)]
pub(crate) struct StoreKey([u8; 32]);

impl StoreKey {
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// How the key is kept.
pub(crate) enum Kept {
    Nothing,
    Plain(StoreKey),
    /// Behind the PIN.
    Wrapped,
}

/// Reads how the key is kept.
pub(crate) fn kept(platform: &dyn Platform) -> Result<Kept, SecretError> {
    match platform.secret(KEY)?.as_deref() {
        None => Ok(Kept::Nothing),
        Some([PLAIN, key @ ..]) => key
            .try_into()
            .map(|key| Kept::Plain(StoreKey(key)))
            .map_err(|_| SecretError::Refused),
        Some([WRAPPED, ..]) => Ok(Kept::Wrapped),
        Some(_) => Err(SecretError::Refused),
    }
}

/// Makes the key of a new phone.
pub(crate) fn create(platform: &dyn Platform) -> Result<StoreKey, SecretError> {
    let key = StoreKey(random()?);
    keep_plain(platform, &key)?;
    Ok(key)
}

/// Keeps the key without a PIN.
pub(crate) fn keep_plain(platform: &dyn Platform, key: &StoreKey) -> Result<(), SecretError> {
    let mut stored = vec![PLAIN];
    stored.extend_from_slice(&key.0);
    platform.set_secret(KEY, &stored)
}

/// Keeps the key behind a PIN.
pub(crate) fn keep_wrapped(
    platform: &dyn Platform,
    key: &StoreKey,
    pin: &str,
) -> Result<(), CallError> {
    let digits = pin.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(4..=12).contains(&pin.len()) {
        return Err(CallError::new(ErrorCode::BadPin).at("new_pin"));
    }
    let salt: [u8; SALT_BYTES] = random()?;
    let nonce: [u8; NONCE_BYTES] = random()?;
    let sealed = cipher(pin, &salt)?
        .encrypt(&XNonce::from(nonce), key.0.as_slice())
        .map_err(|_| CallError::new(ErrorCode::Internal))?;
    let mut stored = vec![WRAPPED];
    stored.extend_from_slice(&salt);
    stored.extend_from_slice(&nonce);
    stored.extend_from_slice(&sealed);
    Ok(platform.set_secret(KEY, &stored)?)
}

/// Opens the key with the PIN. Wrong ones make the next try wait, longer each time.
pub(crate) fn unwrap(platform: &dyn Platform, pin: &str) -> Result<StoreKey, CallError> {
    let stored = platform.secret(KEY)?.unwrap_or_default();
    let Some((&WRAPPED, rest)) = stored.split_first() else {
        return Err(ErrorCode::KeyUnavailable.into());
    };
    let parts = rest.split_at_checked(SALT_BYTES);
    let parts = parts.and_then(|(salt, rest)| Some((salt, rest.split_at_checked(NONCE_BYTES)?)));
    let Some((salt, (nonce, sealed))) = parts else {
        return Err(ErrorCode::KeyUnavailable.into());
    };
    let failures = Failures::load(platform)?;
    if let Some(seconds) = failures.wait_s(platform) {
        return Err(CallError::new(ErrorCode::PinWait).after(seconds));
    }
    // Counted before the try: pulling the battery during it must not give a free one.
    failures.and_one_more(platform).save(platform)?;
    let nonce = XNonce::try_from(nonce).map_err(|_| ErrorCode::KeyUnavailable)?;
    let Ok(key) = cipher(pin, salt)?.decrypt(&nonce, sealed) else {
        let wait = Failures::load(platform)?.wait_s(platform);
        let error = CallError::new(ErrorCode::WrongPin).at("pin");
        return Err(wait.map_or(error.clone(), |seconds| error.after(seconds)));
    };
    Failures::default().save(platform)?;
    key.try_into()
        .map(StoreKey)
        .map_err(|_| ErrorCode::KeyUnavailable.into())
}

fn cipher(pin: &str, salt: &[u8]) -> Result<XChaCha20Poly1305, CallError> {
    let mut key = [0; 32];
    // Argon2id, 19 MiB, two passes: half a second on the cheapest phones in the field.
    Argon2::default()
        .hash_password_into(pin.as_bytes(), salt, &mut key)
        .map_err(|_| CallError::new(ErrorCode::Internal))?;
    Ok(XChaCha20Poly1305::new(&key.into()))
}

fn random<const N: usize>() -> Result<[u8; N], SecretError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SecretError::Unavailable)?;
    Ok(bytes)
}

/// Wrong PINs so far. Timed by the clock that nobody can set.
#[derive(Default, Serialize, Deserialize)]
struct Failures {
    count: u32,
    boot_id: String,
    at_monotonic_ms: i64,
}

impl Failures {
    fn load(platform: &dyn Platform) -> Result<Self, SecretError> {
        let stored = platform.secret(FAILURES)?;
        Ok(stored
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default())
    }

    fn save(&self, platform: &dyn Platform) -> Result<(), SecretError> {
        let bytes = serde_json::to_vec(self).map_err(|_| SecretError::Refused)?;
        platform.set_secret(FAILURES, &bytes)
    }

    fn and_one_more(&self, platform: &dyn Platform) -> Self {
        Self {
            count: self.count.saturating_add(1),
            boot_id: platform.boot_id(),
            at_monotonic_ms: platform.monotonic_ms(),
        }
    }

    fn wait_s(&self, platform: &dyn Platform) -> Option<u32> {
        let counting = self.count.checked_sub(FREE_FAILURES + 1)?;
        let wait = FIRST_WAIT_MS
            .saturating_mul(1 << counting.min(16))
            .min(LONGEST_WAIT_MS);
        // After a restart the wait begins anew: restarting is no way around it.
        let since = if self.boot_id == platform.boot_id() {
            self.at_monotonic_ms
        } else {
            0
        };
        let left = wait - (platform.monotonic_ms() - since);
        (left > 0).then(|| u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX))
    }
}
