//! What a person writes to the county, how it stands in an address, and what the county calls what
//! people did.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::error::Error;

/// What each action of the audit log is called. The console shows the words of this same file.
static ACTIONS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    // A test reads it whole: a file with a slip is never shipped.
    serde_json::from_str(include_str!("../../../data/audit_actions.json")).unwrap_or_default()
});

/// An action of the audit log in Chinese. One an older program wrote may have no words.
pub(crate) fn of_action(code: &str) -> Option<&'static str> {
    ACTIONS.get(code).copied()
}

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

/// A text as a part of an address may hold it (RFC 3986), in any script: all but the unreserved
/// letters is written as its bytes.
pub(crate) fn in_an_address(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use domain::problem::ProblemMove;

    use super::*;

    /// Texts in quotes that look like codes.
    fn codes(text: &str) -> Vec<String> {
        let quoted = text.split('"').skip(1).step_by(2);
        let is_code = |text: &&str| {
            text.len() > 3
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        quoted.filter(is_code).map(str::to_owned).collect()
    }

    /// What stands from here to the end of the call or the statement.
    fn rest(text: &str) -> &str {
        let mut depth = 0;
        for (at, letter) in text.char_indices() {
            match letter {
                '(' | '{' | '[' => depth += 1,
                ')' | '}' | ']' if depth <= 1 => return text.get(..at).unwrap_or_default(),
                ')' | '}' | ']' => depth -= 1,
                ';' if depth == 0 => return text.get(..at).unwrap_or_default(),
                _ => {}
            }
        }
        text
    }

    fn written(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                written(&path, found);
            } else {
                let source = fs::read_to_string(&path).unwrap();
                for begins in ["audit(", "audit_row("] {
                    for (at, _) in source.match_indices(begins) {
                        found.extend(codes(rest(&source[at + begins.len() - 1..])));
                    }
                }
            }
        }
    }

    #[test]
    fn everything_the_county_writes_into_the_audit_log_has_words() {
        let mut found = Vec::new();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        written(&source, &mut found);
        assert!(found.len() > 60, "they are found no more: {found:?}");
        let moves = ProblemMove::ALL.iter();
        found.extend(moves.map(|one| format!("problem_{}", one.as_str())));
        found.retain(|code| of_action(code).is_none());
        assert_eq!(found, [] as [String; 0]);
    }
}
