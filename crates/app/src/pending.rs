//! The commands that are not answered yet.

use crate::views::household::{HouseholdList, HouseholdPage, HouseholdQuery, HouseholdRef};
use crate::views::me::{JournalPage, JournalQuery, Me, ParkedRef, SyncSummary};
use crate::views::review::{BatchInput, DecisionInput, ReviewPage, ReviewQueue};
use crate::views::status::{EnrolForm, PinChange, PinForm, Settings, Status};
use crate::views::today::Today;
use crate::views::visit::{
    AnswerInput, DismissProblem, LocateInput, LocationWaiver, PhotoInput, PhotoRef, PhotoWaiver,
    Picture, PictureQuery, SectionRef, StartVisit, VisitForm, VisitRef, VoidVisit,
};
use crate::views::Nothing;
use crate::{App, CallError, ErrorCode};

impl App {
    pub(crate) async fn status(&self, _: Nothing) -> Result<Status, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn enrol(&self, _: EnrolForm) -> Result<Status, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn unlock(&self, _: PinForm) -> Result<Status, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn lock(&self, _: Nothing) -> Result<Status, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn change_pin(&self, _: PinChange) -> Result<Status, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn save_settings(&self, _: Settings) -> Result<Status, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn today(&self, _: Nothing) -> Result<Today, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn list_households(&self, _: HouseholdQuery) -> Result<HouseholdList, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn household(&self, _: HouseholdRef) -> Result<HouseholdPage, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn start_visit(&self, _: StartVisit) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn visit(&self, _: VisitRef) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn answer(&self, _: AnswerInput) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn confirm_unchanged(&self, _: SectionRef) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn add_photo(&self, _: PhotoInput) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn remove_photo(&self, _: PhotoRef) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn picture(&self, _: PictureQuery) -> Result<Picture, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn waive_photo(&self, _: PhotoWaiver) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn locate(&self, _: LocateInput) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn waive_location(&self, _: LocationWaiver) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn dismiss_problem(&self, _: DismissProblem) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn seal_visit(&self, _: VisitRef) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn reopen_visit(&self, _: VisitRef) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn void_visit(&self, _: VoidVisit) -> Result<VisitForm, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn review_queue(&self, _: Nothing) -> Result<ReviewQueue, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn review_page(&self, _: VisitRef) -> Result<ReviewPage, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn decide(&self, _: DecisionInput) -> Result<ReviewQueue, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn send_batch(&self, _: BatchInput) -> Result<ReviewQueue, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn me(&self, _: Nothing) -> Result<Me, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn journal(&self, _: JournalQuery) -> Result<JournalPage, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn sync_now(&self, _: Nothing) -> Result<SyncSummary, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn cancel_sync(&self, _: Nothing) -> Result<Nothing, CallError> {
        Err(ErrorCode::NotFound.into())
    }
    pub(crate) async fn retry_parked(&self, _: ParkedRef) -> Result<Me, CallError> {
        Err(ErrorCode::NotFound.into())
    }
}
