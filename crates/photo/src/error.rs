/// Why a photo could not become evidence. Holds facts, never the picture's own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The camera handed back nothing.
    #[error("the photo has no bytes")]
    Empty,
    #[error("the bytes are not an image")]
    NotAnImage,
    /// An image, but one to be converted first: HEIC above all.
    #[error("{format} must be converted to jpeg first")]
    UnsupportedFormat { format: &'static str },
    /// More pixels than can be decoded within the memory bound; `limit` is in pixels.
    #[error("{width} × {height} is too large, {limit} pixels can be taken")]
    TooLarge { width: u32, height: u32, limit: u64 },
    /// A file longer than any camera writes; `limit` is in bytes.
    #[error("{bytes} bytes are too many, {limit} can be taken")]
    TooManyBytes { bytes: usize, limit: usize },
    /// The end is missing.
    #[error("the photo is cut short")]
    Truncated,
    /// A progressive JPEG made to keep a decoder busy.
    #[error("{scans} scans are too many, {limit} can be taken")]
    TooManyScans { scans: usize, limit: usize },
    #[error("the photo is damaged")]
    Broken,
}

impl Error {
    /// The stable name of this error, for words on a screen and for the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAnImage => "not_an_image",
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::TooLarge { .. } | Self::TooManyBytes { .. } => "too_large",
            Self::Truncated => "truncated",
            Self::TooManyScans { .. } => "too_many_scans",
            Self::Broken => "broken",
        }
    }
}
