//! Three-way merge of one field of a household's facts, and of a fact that several people edit.
//!
//! [`field`] is the rule (DESIGN law 10); [`Fact`] is what a county holds of one fact: the value
//! that stands, and the values that contest it until a person decides.

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

/// One fact as the county holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<Author, Value> {
    /// The value that stands.
    pub value: Value,
    /// Values that contest it, at most one an author, oldest first.
    pub others: Vec<Other<Author, Value>>,
}

/// A value that contests the one that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other<Author, Value> {
    /// Whose it is.
    pub by: Author,
    /// What the author says.
    pub value: Value,
}

/// A person chose something that does not stand as he saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the fact has moved on")]
pub struct Moved;

impl<Author: Clone + PartialEq, Value: Clone + PartialEq> Fact<Author, Value> {
    /// A fact nobody contests.
    pub fn settled(value: Value) -> Self {
        Self {
            value,
            others: Vec::new(),
        }
    }

    /// Whether a person has to decide.
    pub fn is_contested(&self) -> bool {
        !self.others.is_empty()
    }

    /// Takes in an edit made over `base`. Whatever the author said before of this fact gives way
    /// to what he says now; nobody else's value does.
    #[must_use]
    pub fn edit(mut self, by: &Author, base: &Value, mine: Value) -> Self {
        self.others.retain(|other| other.by != *by);
        match field(base, mine, self.value) {
            Merged::Clean(value) => self.value = value,
            Merged::Contested { kept, lost } => {
                self.value = kept;
                self.others.push(Other {
                    by: by.clone(),
                    value: lost,
                });
            }
        }
        self.drop_agreed();
        self
    }

    /// Takes in a person's decision: `chosen` is the value that stands, or one that contests it.
    /// Then nothing does any more.
    ///
    /// # Errors
    /// When `seen` is not how the fact stands.
    pub fn resolve(self, seen: &Self, chosen: &Value) -> Result<Self, Moved> {
        let is_there =
            *chosen == self.value || self.others.iter().any(|other| other.value == *chosen);
        let same = self.value == seen.value
            && self.others.len() == seen.others.len()
            && self.others.iter().all(|other| seen.others.contains(other));
        if same && is_there {
            Ok(Self::settled(chosen.clone()))
        } else {
            Err(Moved)
        }
    }

    /// Two people who say the same contest nothing.
    fn drop_agreed(&mut self) {
        let Self { value, others } = self;
        others.retain(|other| other.value != *value);
    }
}

#[cfg(test)]
mod properties;

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
