//! What a person writes to the county.

use crate::error::Error;

/// Characters in a reason.
const MOST: usize = 500;

/// The reason a person gives for what cannot be undone without one.
///
/// # Errors
/// `reason_needed` for none, `too_long` beyond 500 characters; at `reason`.
pub(crate) fn reason(text: &str) -> Result<String, Error> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(Error::bad("reason_needed", "reason"));
    }
    if reason.chars().count() > MOST {
        return Err(Error::bad("too_long", "reason"));
    }
    Ok(reason.to_owned())
}
