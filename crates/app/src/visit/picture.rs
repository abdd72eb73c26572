//! Pictures shown: this phone's own, and those of visits the county has from other phones.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::PhotoId;

use super::PHOTO_FOLDER;
use super::photo::photo_id_of;
use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::seen;
use crate::views::visit::{Picture, PictureQuery, PictureSize};

/// How near a picture is.
enum Found {
    Here(Vec<u8>),
    /// The county holds it, under this name.
    AtCounty(String),
}

impl App {
    pub(crate) async fn picture(&self, query: PictureQuery) -> Result<Picture, CallError> {
        let photo_id = photo_id_of(&query.photo_id)?;
        let found = self
            .look(move |desk| find(desk, photo_id, query.size))
            .await?;
        let bytes = match found {
            Found::Here(bytes) => bytes,
            Found::AtCounty(sha256) => self.fetch(sha256).await?,
        };
        Ok(Picture {
            data_url: format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes)),
        })
    }
}

fn find(desk: &Desk, photo_id: PhotoId, size: PictureSize) -> Result<Found, CallError> {
    let own = match size {
        PictureSize::Thumbnail => desk.read(|conn| Ok(store::photo::thumbnail(conn, photo_id)?))?,
        PictureSize::Full => {
            let row = desk.read(|conn| Ok(store::photo::get(conn, photo_id)?))?;
            let path = row.map(|row| desk.data_dir.join(PHOTO_FOLDER).join(row.sent_path));
            path.and_then(|path| std::fs::read(path).ok())
        }
    };
    if let Some(bytes) = own {
        return Ok(Found::Here(bytes));
    }
    // The county has no thumbnails; the picture itself is small enough for both sizes.
    let sha256 = desk
        .read(|conn| Ok(store::county_visit::photo_sha256(conn, photo_id)?))?
        .ok_or(ErrorCode::PhotoNotHere)?;
    Ok(match seen::read(&desk.data_dir, &sha256) {
        Some(bytes) => Found::Here(bytes),
        None => Found::AtCounty(sha256),
    })
}
