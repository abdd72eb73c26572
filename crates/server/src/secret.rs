//! Random secrets and how they are kept: only hashes of what somebody else must show again.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use crate::error::Error;

/// Letters of a one-time code: none that looks like another.
const CODE_LETTERS: &[u8; 32] = b"ABCDEFGHJKMNPQRSTVWXYZ0123456789";

/// Letters in a one-time code: 60 bits, typed in three groups of four.
const CODE_LENGTH: usize = 12;

/// Random bytes from the system.
///
/// # Errors
/// When the system has none.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::Random)?;
    Ok(bytes)
}

/// A new bearer token or session.
///
/// # Errors
/// When the system has no random bytes.
pub fn token() -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// A new one-time code: `ABCD-EFGH-JKMN`.
///
/// # Errors
/// When the system has no random bytes.
pub fn code() -> Result<String, Error> {
    let letters: Vec<char> = random::<CODE_LENGTH>()?
        .iter()
        .map(|byte| char::from(CODE_LETTERS[usize::from(byte % 32)]))
        .collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    Ok(groups.join("-"))
}

/// A one-time code however it was typed.
pub fn plain_code(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            same => same,
        })
        .collect()
}

/// How a token or code is stored. They are random and long, so a plain digest is enough.
pub fn hash(secret: &str) -> String {
    protocol::digest(secret.as_bytes())
}

/// A new id. Its time part comes from `now`, so that a test decides it.
///
/// # Errors
/// When the system has no random bytes.
pub fn id(now: i64) -> Result<Uuid, Error> {
    let millis = u64::try_from(now).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random::<10>()?).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = code().unwrap();
        assert_eq!(code.len(), 14);
        assert_eq!(
            plain_code(&code),
            plain_code(&format!(" {} ", code.to_lowercase()))
        );
        assert_eq!(plain_code("abcd-oil1"), "ABCD0111");
    }
}
