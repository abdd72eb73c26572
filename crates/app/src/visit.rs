//! One visit, from its start to its sealing. `sheet.rs` gathers all that is known of it,
//! `form.rs` shows that, the others each change one thing and save it at once.

mod alike;
mod answer;
mod attached;
pub(crate) mod blur;
mod camera;
mod details;
mod fonts;
mod form;
mod items;
mod photo;
mod picture;
mod place;
mod seal;
pub(crate) mod sheet;
mod start;

use domain::id::{MemberId, VisitId};
use store::Transaction;
use store::visit::Phase;

use crate::App;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::views::visit::{VisitForm, VisitRef};
pub(crate) use attached::{Shown, here as photos_here, of_sealed as photos_of};
pub(crate) use items::photo_card;
pub(crate) use photo::FOLDER as PHOTO_FOLDER;
use sheet::Sheet;

pub(crate) use protocol::rules::SCENE_ITEM;

impl App {
    pub(crate) async fn visit(&self, wanted: VisitRef) -> Result<VisitForm, CallError> {
        self.look(move |desk| {
            let id = id(&wanted.visit_id)?;
            desk.read(|conn| Sheet::load(desk, conn, id)?.form(desk, conn))
        })
        .await
    }

    /// Changes one thing of a draft and answers with the whole form.
    pub(crate) async fn edit(
        &self,
        visit_id: &str,
        work: impl FnOnce(&Desk, &Transaction<'_>, VisitId) -> Result<(), CallError> + Send + 'static,
    ) -> Result<VisitForm, CallError> {
        let id = id(visit_id)?;
        self.change(move |desk| {
            desk.write(|tx| {
                take_up(tx, id)?;
                work(desk, tx, id)?;
                Sheet::load(desk, tx, id)?.form(desk, tx)
            })
        })
        .await
    }
}

pub(crate) fn id(text: &str) -> Result<VisitId, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("visit_id"))
}

pub(crate) fn member_id(text: Option<&str>) -> Result<Option<MemberId>, CallError> {
    text.map(str::parse)
        .transpose()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("member_id"))
}

/// Makes sure the visit may be changed. A returned one becomes its next revision here, with the
/// answers it had: the first change is the edit, no separate step.
fn take_up(tx: &Transaction<'_>, id: VisitId) -> Result<(), CallError> {
    let row = store::visit::get(tx, id)?;
    if row.as_ref().is_some_and(|row| row.phase == Phase::Draft) {
        return Ok(());
    }
    let me = desk::device(tx)?.person_id;
    let Some(county) = store::county_visit::get(tx, id)? else {
        return Err(if row.is_some() {
            ErrorCode::NotEditable
        } else {
            ErrorCode::NotFound
        }
        .into());
    };
    if !sheet::is_returned_to(me, row.as_ref(), &county) {
        return Err(ErrorCode::NotEditable.into());
    }
    Ok(store::draft::revise(
        tx,
        &county.visit,
        county.revision + 1,
    )?)
}
