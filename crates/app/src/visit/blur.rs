//! Parts of a photo covered by hand before the visit is sealed: faces of others, papers on a wall.
//! The copy that is sent is made anew from the original, which stays as it is (DESIGN law 9).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::{PhotoId, VisitId};
use domain::time::Timestamp;
use photo::{Evidence, Wanted};
use store::cover::{self, Area, NewCopy};
use store::photo::PhotoRow;
use store::{Connection, Transaction};

use super::camera::PhotoRules;
use super::fonts::stamp_of;
use super::photo::{FOLDER, fix_of, keep_file, photo_id_of, stamp};
use super::sheet::Sheet;
use super::{id, take_up};
use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::files::remove;
use crate::views::photo::{BlurArea, BlurInput, BlurPage};
use crate::views::visit::{PhotoRef, VisitForm};

/// A village meeting, seated.
const MOST_AREAS: usize = 60;

impl App {
    /// The photo with nothing covered, and what is covered in the copy that is sent.
    pub(crate) async fn blur_page(&self, photo: PhotoRef) -> Result<BlurPage, CallError> {
        self.look(move |desk| {
            let (visit, photo_id) = (id(&photo.visit_id)?, photo_id_of(&photo.photo_id)?);
            let plan = desk.read(|conn| Plan::make(desk, conn, visit, photo_id, Vec::new()))?;
            let original = plan.original(desk)?;
            let clear = plan.draw(&original)?;
            let (scene_width, scene_height) = scene(&original, &clear)?;
            Ok(BlurPage {
                data_url: format!("data:image/jpeg;base64,{}", STANDARD.encode(&clear.sent)),
                scene_width,
                scene_height,
                areas: plan.before.iter().map(to_screen).collect(),
            })
        })
        .await
    }

    /// Covers these parts from now on, in place of those covered before.
    pub(crate) async fn blur_photo(&self, input: BlurInput) -> Result<VisitForm, CallError> {
        self.change(move |desk| {
            let (visit, photo_id) = (id(&input.visit_id)?, photo_id_of(&input.photo_id)?);
            let areas = input
                .areas
                .iter()
                .map(from_screen)
                .collect::<Option<Vec<Area>>>()
                .filter(|areas| areas.len() <= MOST_AREAS)
                .ok_or(CallError::new(ErrorCode::BadArguments).at("areas"))?;
            // Looked at before the long work, and once more when it is saved.
            let plan = desk.read(|conn| Plan::make(desk, conn, visit, photo_id, areas.clone()))?;
            let made = plan.draw(&plan.original(desk)?)?;
            desk.write(|tx| {
                take_up(tx, visit)?;
                replace(desk, tx, &plan.row, &made, &areas)?;
                Sheet::load(desk, tx, visit)?.form(desk, tx)
            })
            .inspect(|_| {
                // What is left over now goes with the next round.
                if let Err(error) = let_go(desk, |conn| Ok(cover::undeclared(conn)?)) {
                    tracing::warn!(?error, "A replaced copy was not let go");
                }
            })
        })
        .await
    }
}

/// What the new copy is made of, read before the picture is worked on.
struct Plan {
    row: PhotoRow,
    before: Vec<Area>,
    original_path: String,
    wanted: Wanted,
}

impl Plan {
    fn make(
        desk: &Desk,
        conn: &Connection,
        visit: VisitId,
        photo_id: PhotoId,
        areas: Vec<Area>,
    ) -> Result<Self, CallError> {
        let sheet = Sheet::load(desk, conn, visit)?;
        if !sheet.may_change(conn)? {
            return Err(ErrorCode::NotEditable.into());
        }
        if !sheet.photos.iter().any(|shown| shown.photo.id == photo_id) {
            return Err(CallError::new(ErrorCode::NotFound).at("photo_id"));
        }
        let row = store::photo::get(conn, photo_id)?.ok_or(ErrorCode::PhotoOriginalGone)?;
        let original_path = row
            .original_path
            .clone()
            .ok_or(ErrorCode::PhotoOriginalGone)?;
        let taken = Timestamp::from_ms(row.photo.taken_ms);
        Ok(Self {
            before: cover::areas(conn, photo_id)?,
            original_path,
            wanted: Wanted {
                long_edge_px: Wanted::LONG_EDGE_PX,
                budget_bytes: PhotoRules::load(desk, conn)?.budget_bytes,
                // When and where it was taken, not when it is covered.
                stamp: stamp_of(&*desk.platform, stamp(conn, &sheet, &row.photo.geo, taken)?),
                blurred: areas.iter().map(to_photo).collect(),
                taken_at_ms: row.photo.taken_ms,
                fix: fix_of(&row.photo.geo),
                visit_id: visit.to_string(),
                photo_id: photo_id.to_string(),
            },
            row,
        })
    }

    fn original(&self, desk: &Desk) -> Result<Vec<u8>, CallError> {
        match std::fs::read(desk.data_dir.join(FOLDER).join(&self.original_path)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(ErrorCode::PhotoOriginalGone.into())
            }
            read => Ok(read?),
        }
    }

    fn draw(&self, original: &[u8]) -> Result<Evidence, CallError> {
        let made = photo::evidence(original, &self.wanted)?;
        // Another picture must not travel under this one's name.
        if protocol::hex(&made.original_sha256) != self.row.photo.original_sha256 {
            return Err(ErrorCode::PhotoBroken.into());
        }
        Ok(made)
    }
}

/// The file comes first; both within the writer's turn, or [`let_go`] could take it away between.
fn replace(
    desk: &Desk,
    tx: &Transaction<'_>,
    row: &PhotoRow,
    made: &Evidence,
    areas: &[Area],
) -> Result<(), CallError> {
    let sha256 = protocol::hex(&made.sent_sha256);
    let sent_path = format!("sent/{sha256}");
    keep_file(&desk.data_dir.join(FOLDER).join(&sent_path), &made.sent)?;
    let copy = NewCopy {
        sha256: &sha256,
        bytes: u64::try_from(made.sent.len()).unwrap_or(u64::MAX),
        width: made.width,
        height: made.height,
        sent_path: &sent_path,
        thumbnail: &made.thumbnail,
    };
    Ok(cover::replace(
        tx,
        row.visit_id,
        row.photo.id,
        &copy,
        areas,
    )?)
}

/// Lets go of copies that another took the place of, as `which` allows.
pub(crate) fn let_go(
    desk: &Desk,
    which: impl Fn(&Connection) -> Result<Vec<String>, CallError>,
) -> Result<(), CallError> {
    if desk.read(&which)?.is_empty() {
        return Ok(());
    }
    let folder = desk.data_dir.join(FOLDER);
    desk.write(|tx| {
        for path in which(tx)? {
            remove(&folder.join(&path))?;
            cover::forget(tx, &path)?;
        }
        Ok(())
    })
}

/// How much of a sent copy is the picture: a small or narrow one has a strip beside it.
fn scene(original: &[u8], made: &Evidence) -> Result<(f64, f64), CallError> {
    let probe = photo::probe(original)?;
    let (mut width, mut height) = (f64::from(probe.width), f64::from(probe.height));
    if (5..=8).contains(&probe.orientation) {
        (width, height) = (height, width);
    }
    let (whole_width, whole_height) = (f64::from(made.width), f64::from(made.height));
    let scale = (whole_width / width).min(whole_height / height).min(1.0);
    let share = |side: f64, whole: f64| {
        let share = (side * scale).round() / whole;
        // A pixel of rounding is no strip.
        if share > 1.0 - 1.5 / whole {
            1.0
        } else {
            share
        }
    };
    Ok((share(width, whole_width), share(height, whole_height)))
}

fn from_screen(area: &BlurArea) -> Option<Area> {
    let BlurArea {
        left,
        top,
        width,
        height,
    } = *area;
    let inside = [left, top, width, height]
        .iter()
        .all(|side| (0.0..=1.0).contains(side));
    (inside && width > 0.0 && height > 0.0).then_some(Area {
        left,
        top,
        width,
        height,
    })
}

fn to_screen(area: &Area) -> BlurArea {
    let Area {
        left,
        top,
        width,
        height,
    } = *area;
    BlurArea {
        left,
        top,
        width,
        height,
    }
}

fn to_photo(area: &Area) -> photo::Area {
    let Area {
        left,
        top,
        width,
        height,
    } = *area;
    photo::Area {
        left,
        top,
        width,
        height,
    }
}
