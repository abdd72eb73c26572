//! Three-way merge of one field of a household's facts.

/// The value to keep, and whether a person should look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged<T> {
    /// One side changed it, or both to the same.
    Clean(T),
    /// Both sides changed it differently. `kept` is the server's.
    Contested {
        /// The server's value, which stands.
        kept: T,
        /// The value from the phone, kept for a person to decide.
        lost: T,
    },
}

impl<T> Merged<T> {
    /// The value that stands.
    pub fn into_value(self) -> T {
        match self {
            Self::Clean(value) | Self::Contested { kept: value, .. } => value,
        }
    }
}

/// Merges one field: `base` is what the phone saw before its edit, `mine` what it says
/// now, `theirs` what the server holds.
pub fn field<T: PartialEq>(base: &T, mine: T, theirs: T) -> Merged<T> {
    if mine == *base || mine == theirs {
        return Merged::Clean(theirs);
    }
    if theirs == *base {
        return Merged::Clean(mine);
    }
    Merged::Contested {
        kept: theirs,
        lost: mine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_change_merges_as_written() {
        let table = [
            // base, mine, theirs, merged
            (1, 1, 1, Merged::Clean(1)),
            (1, 2, 1, Merged::Clean(2)),
            (1, 1, 3, Merged::Clean(3)),
            (1, 2, 2, Merged::Clean(2)),
            (1, 2, 3, Merged::Contested { kept: 3, lost: 2 }),
        ];
        for (base, mine, theirs, merged) in table {
            assert_eq!(field(&base, mine, theirs), merged, "{base} {mine} {theirs}");
        }
    }

    #[test]
    fn clearing_a_field_is_a_change_like_any_other() {
        let phone = Some("a");
        assert_eq!(field(&phone, None, phone), Merged::Clean(None));
        assert_eq!(
            field(&phone, None, Some("b")),
            Merged::Contested {
                kept: Some("b"),
                lost: None
            }
        );
    }
}
