//! What a camera needs to know before it takes a photo: how the stamp will read, and what the
//! county asks of photos.

use store::Connection;

use super::sheet::{self, Sheet};
use super::{id, photo};
use crate::App;
use crate::cards::count;
use crate::desk::Desk;
use crate::error::CallError;
use crate::views::visit::{StampPreview, VisitRef};

/// Parameters of the county, as its rows name them.
const GALLERY: &str = "gallery_allowed";
const BUDGET: &str = "photo_budget_kb";

/// Below the least no line of the stamp can be read, above the most a photo is an hour of 2G.
const BUDGET_KB: std::ops::RangeInclusive<i64> = 60..=800;

/// Its eight characters come from the photo, which is not taken yet.
const NO_CHECK_CODE: &str = "校验码 ········";

impl App {
    /// The stamp as it would stand on a photo taken now.
    pub(crate) async fn stamp_preview(&self, wanted: VisitRef) -> Result<StampPreview, CallError> {
        self.look(move |desk| {
            let visit = id(&wanted.visit_id)?;
            desk.read(|conn| {
                let sheet = Sheet::load(desk, conn, visit)?;
                let mut lines = photo::stamp(conn, &sheet, &photo::place(&sheet), desk.now)?;
                lines.push(NO_CHECK_CODE.to_owned());
                let time = desk.now.shanghai_text();
                Ok(StampPreview {
                    time_line: count(lines.iter().position(|line| *line == time).unwrap_or(0)),
                    lines,
                    now_ms: desk.now.as_ms(),
                })
            })
        })
        .await
    }
}

/// What the county asks of photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PhotoRules {
    /// A picture may come from elsewhere than the camera; it is marked then.
    pub(super) gallery: bool,
    pub(super) budget_bytes: usize,
}

impl PhotoRules {
    pub(super) fn load(desk: &Desk, conn: &Connection) -> Result<Self, CallError> {
        let params = sheet::params(conn, desk.today())?;
        let budget_kb = params.number(BUDGET).and_then(|kb| {
            let kb = kb.clamp(*BUDGET_KB.start(), *BUDGET_KB.end());
            usize::try_from(kb).ok()
        });
        Ok(Self {
            // A desktop may have no camera at all.
            gallery: params.number(GALLERY) == Some(1) || desk.platform.manual_location(),
            budget_bytes: budget_kb.map_or(::photo::Wanted::BUDGET_BYTES, |kb| kb * 1024),
        })
    }
}
