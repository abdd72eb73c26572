//! Photos: taken, taken back. The camera's bytes and the stamped copy are on disk before
//! the visit knows of them; a picture that cannot be read changes nothing.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::checklist::{AnswerKey, AnswerType, AnswerValue, photo_code};
use domain::id::{MemberId, PhotoId, VisitId};
use domain::mask;
use domain::time::Timestamp;
use photo::{Evidence, Fix, Wanted};
use protocol::visit::{ExifPlaceV1, ExifV1, GeoV1, PhotoV1};
use store::photo::PhotoRow;
use store::{Connection, Transaction};

use super::alike;
use super::camera::PhotoRules;
use super::fonts::stamp_of;
use super::sheet::Sheet;
use super::{id, member_id, take_up};
use crate::App;
use crate::convert::seven;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::files::write_whole;
use crate::views::status::Room;
use crate::views::visit::{PhotoInput, PhotoRef, VisitForm};

/// Where the store's paths begin.
pub(crate) const FOLDER: &str = "photos";

impl App {
    pub(crate) async fn add_photo(&self, input: PhotoInput) -> Result<VisitForm, CallError> {
        self.change(move |desk| {
            if desk.room() == Room::None {
                return Err(ErrorCode::NoRoomForPhoto.into());
            }
            let PhotoInput {
                visit_id,
                item,
                member_id: member,
                data,
                imported,
            } = input;
            let visit = id(&visit_id)?;
            let member = member_id(member.as_deref())?;
            // The camera may hand over a data URL.
            let base64 = data
                .rsplit_once(',')
                .map_or(data.as_str(), |(_, base64)| base64);
            let original = STANDARD
                .decode(base64.trim())
                .map_err(|_| ErrorCode::PhotoNotAnImage)?;
            let photo_id = PhotoId::from_uuid(desk::new_id());
            // Looked at before the long work, and once more when it is saved.
            let plan = desk.read(|conn| {
                if imported && !PhotoRules::load(desk, conn)?.gallery {
                    return Err(ErrorCode::GalleryNotAllowed.into());
                }
                Plan::make(desk, conn, visit, &item, member, photo_id)
            })?;
            let evidence = photo::evidence(&original, &plan.wanted)?;
            let taken = Taken {
                plan,
                photo_id,
                item,
                member,
                imported,
            };
            let row = taken.keep(desk, visit, &original, &evidence)?;
            desk.write(|tx| {
                take_up(tx, visit)?;
                let sheet = Sheet::load(desk, tx, visit)?;
                accepts(&sheet, &row.photo.item, row.photo.member, photo_id)?;
                store::photo::insert(tx, &row, &evidence.thumbnail)?;
                alike::note(tx, &row)?;
                Sheet::load(desk, tx, visit)?.form(desk, tx)
            })
        })
        .await
    }

    pub(crate) async fn remove_photo(&self, photo: PhotoRef) -> Result<VisitForm, CallError> {
        let PhotoRef { visit_id, photo_id } = photo;
        self.edit(&visit_id, move |_, tx, visit| {
            let photo_id = photo_id_of(&photo_id)?;
            drop_from_answers(tx, visit, photo_id)?;
            // The files stay: bytes once taken are only let go by law 9.
            Ok(store::photo::remove(tx, visit, photo_id)?)
        })
        .await
    }
}

pub(super) fn photo_id_of(text: &str) -> Result<PhotoId, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("photo_id"))
}

/// What the evidence will say, read before the picture is worked on.
struct Plan {
    kind: String,
    geo: GeoV1,
    wanted: Wanted,
    taken_ms: i64,
}

impl Plan {
    fn make(
        desk: &Desk,
        conn: &Connection,
        visit: VisitId,
        item: &str,
        member: Option<MemberId>,
        photo_id: PhotoId,
    ) -> Result<Self, CallError> {
        let sheet = Sheet::load(desk, conn, visit)?;
        let kind = accepts(&sheet, item, member, photo_id)?;
        let geo = place(&sheet);
        let taken_ms = desk.now.as_ms();
        Ok(Self {
            kind,
            wanted: Wanted {
                long_edge_px: Wanted::LONG_EDGE_PX,
                budget_bytes: PhotoRules::load(desk, conn)?.budget_bytes,
                stamp: stamp_of(&*desk.platform, stamp(conn, &sheet, &geo, desk.now)?),
                blurred: Vec::new(),
                taken_at_ms: taken_ms,
                fix: fix_of(&geo),
                visit_id: visit.to_string(),
                photo_id: photo_id.to_string(),
            },
            geo,
            taken_ms,
        })
    }
}

pub(super) fn fix_of(geo: &GeoV1) -> Option<Fix> {
    match geo {
        GeoV1::At {
            lat,
            lon,
            accuracy_m,
            altitude_m,
            ..
        } => Some(Fix {
            lat: *lat,
            lon: *lon,
            accuracy_m: *accuracy_m,
            altitude_m: *altitude_m,
        }),
        GeoV1::Missing { .. } => None,
    }
}

/// Whether the item takes one more photo, and which kind it is.
fn accepts(
    sheet: &Sheet,
    item_code: &str,
    member: Option<MemberId>,
    photo_id: PhotoId,
) -> Result<String, CallError> {
    let (_, item) = sheet
        .template()
        .item(item_code)
        .ok_or(CallError::new(ErrorCode::NotFound).at(item_code))?;
    let is_own = item.answer_type.is_photos();
    let code = if is_own {
        item_code.to_owned()
    } else {
        photo_code(item_code)
    };
    let mut ids = sheet.answers.photos(item_code, member).to_vec();
    if item.answer_type == AnswerType::Signature && !ids.is_empty() {
        return Err(CallError::new(ErrorCode::PhotoLimit).at(item_code));
    }
    ids.push(photo_id);
    let key = AnswerKey { item: code, member };
    sheet
        .template()
        .check(&key, &AnswerValue::Photos(ids.clone()))?;
    let mut answers = sheet.answers.clone();
    answers.set(key.clone(), AnswerValue::Photos(ids));
    let after =
        domain::checklist::evaluate(sheet.template(), &sheet.profile, &sheet.facts, &answers);
    if after.hidden.contains(&key) {
        return Err(CallError::new(ErrorCode::ItemHidden).at(item_code));
    }
    Ok(match (&item.photo, item.answer_type) {
        (Some(rule), _) => rule.kind.clone(),
        (None, AnswerType::Signature) => "signature".to_owned(),
        (None, _) => "visit_scene".to_owned(),
    })
}

/// Where the visit is, as each of its photos says it.
pub(super) fn place(sheet: &Sheet) -> GeoV1 {
    sheet.location.clone().unwrap_or(GeoV1::Missing {
        reason: "not_located".to_owned(),
    })
}

/// The stamp's lines (DOMAIN §4); the check code is added to the picture from its own bytes.
/// Never on it: ID numbers, phone, health, monitored status.
pub(super) fn stamp(
    conn: &Connection,
    sheet: &Sheet,
    geo: &GeoV1,
    taken: Timestamp,
) -> Result<Vec<String>, CallError> {
    let household = &sheet.household;
    let owner = desk::owner(conn)?;
    let visitor = owner.map_or_else(String::new, |owner| {
        format!("{} {}", owner.name, owner.unit)
    });
    Ok(vec![
        "入户走访".to_owned(),
        taken.shanghai_text(),
        format!(
            "{}{}{}{}",
            household.county, household.town, household.village, household.group
        ),
        place_line(geo),
        visitor,
        format!(
            "户主 {} 户编号 {}",
            mask::name(&household.head_name),
            mask::tail(&household.number)
        ),
    ])
}

pub(super) fn place_line(geo: &GeoV1) -> String {
    match geo {
        GeoV1::Missing { .. } => "无定位".to_owned(),
        GeoV1::At {
            lat,
            lon,
            accuracy_m,
            provider,
            ..
        } => {
            let by_hand = if provider == "manual" { " 手动" } else { "" };
            let at = coordinates(*lat, *lon);
            format!("{at} ±{accuracy_m:.0}m WGS-84{by_hand}")
        }
    }
}

pub(super) fn coordinates(lat: f64, lon: f64) -> String {
    let (north, east) = (
        if lat < 0.0 { 'S' } else { 'N' },
        if lon < 0.0 { 'W' } else { 'E' },
    );
    format!("{north}{:.5} {east}{:.5}", lat.abs(), lon.abs())
}

/// A picture on its way to becoming evidence.
struct Taken {
    plan: Plan,
    photo_id: PhotoId,
    item: String,
    member: Option<MemberId>,
    imported: bool,
}

impl Taken {
    /// Puts both files on disk and answers with the row that names them.
    fn keep(
        self,
        desk: &Desk,
        visit_id: VisitId,
        original: &[u8],
        evidence: &Evidence,
    ) -> Result<PhotoRow, CallError> {
        let Self {
            plan,
            photo_id,
            item,
            member,
            imported,
        } = self;
        let sha256 = protocol::hex(&evidence.sent_sha256);
        let original_sha256 = protocol::hex(&evidence.original_sha256);
        let original_path = format!("original/{original_sha256}");
        let sent_path = format!("sent/{sha256}");
        let folder = desk.data_dir.join(FOLDER);
        keep_file(&folder.join(&original_path), original)?;
        keep_file(&folder.join(&sent_path), &evidence.sent)?;
        Ok(PhotoRow {
            visit_id,
            photo: PhotoV1 {
                id: photo_id,
                kind: plan.kind,
                item,
                member,
                taken_ms: plan.taken_ms,
                geo: plan.geo,
                sha256,
                bytes: u64::try_from(evidence.sent.len()).unwrap_or(u64::MAX),
                width: evidence.width,
                height: evidence.height,
                original_sha256,
                phash: format!("{:016x}", evidence.phash),
                dhash: format!("{:016x}", evidence.dhash),
                imported,
                exif: imported.then(|| exif(original)).flatten(),
            },
            original_path: Some(original_path),
            sent_path,
            removed: false,
            change_id: None,
            upload_url: None,
            upload_offset: 0,
            attempts: 0,
            parked_code: None,
            verified_ms: None,
        })
    }
}

/// What a picked file says of itself. Kept beside the photo, never instead of the visit's own.
fn exif(original: &[u8]) -> Option<ExifV1> {
    let probe = photo::probe(original).ok()?;
    let place = probe.exif_gps.map(|gps| ExifPlaceV1 {
        lat: seven(gps.lat),
        lon: seven(gps.lon),
    });
    let time = probe.exif_time;
    (time.is_some() || place.is_some()).then_some(ExifV1 { time, place })
}

/// Named by its digest: the same bytes are the same file.
pub(super) fn keep_file(path: &Path, bytes: &[u8]) -> Result<(), CallError> {
    let whole = std::fs::metadata(path)
        .is_ok_and(|file| u64::try_from(bytes.len()).is_ok_and(|length| file.len() == length));
    if whole {
        return Ok(());
    }
    Ok(write_whole(path, bytes)?)
}

/// A returned visit from another phone names its photos in its answers alone.
fn drop_from_answers(
    tx: &Transaction<'_>,
    visit: VisitId,
    photo_id: PhotoId,
) -> Result<(), CallError> {
    use protocol::visit::AnswerValueV1;
    for mut answer in store::answer::list(tx, visit)? {
        let AnswerValueV1::Photos(ids) = &mut answer.value else {
            continue;
        };
        if !ids.contains(&photo_id) {
            continue;
        }
        ids.retain(|id| *id != photo_id);
        if ids.is_empty() {
            store::answer::clear(tx, visit, &answer.item, answer.member)?;
        } else {
            store::answer::save(tx, visit, &answer)?;
        }
    }
    Ok(())
}
