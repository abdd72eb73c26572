//! Photos travel by tus 1.0 under `/v1/photos`, named by the SHA-256 of their bytes.
//!
//! `POST /v1/photos` creates (`Upload-Length`, `Upload-Metadata: sha256 <base64>,photo_id
//! <base64>`) and answers `Location: /v1/photos/<sha256>`; `HEAD` and `PATCH` go there. It may
//! carry the first bytes (tus's `creation-with-upload`), or all of them. When the last byte has
//! arrived the server hashes the whole again; the answer to that request, and to any later `HEAD`
//! or `POST` of the same photo, carries [`RECEIPT_HEADER`].
//!
//! `GET` gives the bytes of a verified photo to the phones of people who see a visit it belongs
//! to; for everybody else there is no such photo.

/// Base64 of the JSON of [`crate::receipt::PhotoReceiptV1`].
pub const RECEIPT_HEADER: &str = "ruhu-photo-receipt";

/// The tus version spoken.
pub const TUS_VERSION: &str = "1.0.0";

/// Bytes in the first request of a round, and in the smallest `PATCH`: some seconds on 2G, so that
/// a dropped line costs little.
pub const CHUNK_BYTES: usize = 64 * 1024;

/// Bytes in one request over a quick line: most photos whole.
pub const MAX_CHUNK_BYTES: usize = 1024 * 1024;

/// The largest photo the server takes.
pub const MAX_PHOTO_BYTES: u64 = 8 * 1024 * 1024;
