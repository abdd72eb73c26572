//! What can be wrong with a checklist or code list.

/// Why a checklist or code list cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Larger than any real one.
    #[error("{bytes} bytes is more than the limit of {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Not JSON, or nested beyond reason.
    #[error("not JSON at line {line}, column {column}")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Written for another version of this program.
    #[error("schema version {found} is not known, only {known}")]
    SchemaVersion {
        /// What it says.
        found: i64,
        /// What this program reads.
        known: i64,
    },
    /// A field is absent.
    #[error("{path} is missing")]
    Missing {
        /// Path to the field.
        path: String,
    },
    /// A field holds something else.
    #[error("{path} should be {expected}")]
    WrongType {
        /// Path to the field.
        path: String,
        /// What was expected.
        expected: &'static str,
    },
    /// A field names something that does not exist.
    #[error("{path} names {code}, which is not known")]
    Unknown {
        /// Path to the field.
        path: String,
        /// What it names.
        code: String,
    },
    /// A code is used twice.
    #[error("{path} repeats the code {code}")]
    Duplicate {
        /// Path to the second one.
        path: String,
        /// The code.
        code: String,
    },
    /// Items whose visibility depends on each other.
    #[error("{path} is visible only if it is visible")]
    Cycle {
        /// Path to one of them.
        path: String,
    },
}
