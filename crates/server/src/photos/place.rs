//! Where a county keeps its photos, as the command line says it, and why it cannot.

use std::fmt;

/// Where photos are kept.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum BlobPlace {
    /// In the data folder, beside the database of one machine.
    #[default]
    Folder,
    /// In an object store, which any number of servers share.
    S3(S3Place),
}

/// A bucket and how to reach it.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Place {
    pub bucket: String,
    /// Begins every object's name; may be empty.
    pub prefix: String,
    /// Region, endpoint and keys under the usual names: `AWS_REGION`, `AWS_ENDPOINT_URL`,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` …
    pub settings: Vec<(String, String)>,
}

/// Names only: the settings hold keys.
impl fmt::Debug for BlobPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder => f.write_str("Folder"),
            Self::S3(place) => write!(f, "S3({}/{})", place.bucket, place.prefix),
        }
    }
}

/// Why a county's photos cannot be kept where it was told to.
#[derive(Debug, thiserror::Error)]
pub enum BlobsError {
    #[error("photos are kept in `folder`, or in `s3://bucket/prefix`")]
    Address,
    #[error("the photo folder cannot be used")]
    Folder(#[source] std::io::Error),
    #[error("what the environment says of bucket {bucket} cannot be used")]
    Settings {
        bucket: String,
        #[source]
        cause: object_store::Error,
    },
    #[error("there is no bucket {bucket}")]
    NoBucket { bucket: String },
    #[error("bucket {bucket} refuses these keys")]
    Refused { bucket: String },
    #[error("bucket {bucket} cannot be reached")]
    Unreachable {
        bucket: String,
        #[source]
        cause: object_store::Error,
    },
}

impl BlobPlace {
    /// Reads `folder` or `s3://bucket/prefix`. Of `settings`, which may be a whole environment,
    /// it keeps what begins with `AWS_`.
    ///
    /// # Errors
    /// [`BlobsError::Address`].
    pub fn parse(
        text: &str,
        settings: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, BlobsError> {
        if text == "folder" {
            return Ok(Self::Folder);
        }
        let address = text.strip_prefix("s3://").ok_or(BlobsError::Address)?;
        let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
        if bucket.is_empty() {
            return Err(BlobsError::Address);
        }
        Ok(Self::S3(S3Place {
            bucket: bucket.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
            settings: settings
                .into_iter()
                .filter(|(name, _)| name.starts_with("AWS_"))
                .collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_folder_or_a_bucket_and_nothing_else() {
        let parse = |text| BlobPlace::parse(text, []);
        assert_eq!(parse("folder").unwrap(), BlobPlace::Folder);
        for (text, bucket, prefix) in [
            ("s3://b", "b", ""),
            ("s3://b/", "b", ""),
            ("s3://b/x/y/", "b", "x/y"),
        ] {
            let BlobPlace::S3(place) = parse(text).unwrap() else {
                panic!("{text}");
            };
            assert_eq!((&*place.bucket, &*place.prefix), (bucket, prefix));
        }
        for text in ["", "s3://", "s3:///x", "https://b", "/srv/photos"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_keys_of_a_bucket_are_not_shown() {
        let settings = [("AWS_SECRET_ACCESS_KEY", "hush"), ("HOME", "/root")];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let place = BlobPlace::parse("s3://b/x", settings).unwrap();
        assert_eq!(format!("{place:?}"), "S3(b/x)");
        let BlobPlace::S3(place) = place else {
            panic!("not a bucket");
        };
        assert_eq!(place.settings.len(), 1);
    }
}
