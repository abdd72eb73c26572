//! The one list of what a person can ask of the phone. It makes both halves: the router here and
//! the typed names in `ui/src/bridge/commands.ts`.

use crate::views::Nothing;
use crate::views::bundle::{
    BundlePiece, BundlePieceRef, BundleRef, HandedOver, ImportPiece, ImportRef, Imported, Rescue,
};
use crate::views::entries::{
    EntriesQuery, EntryDraftInput, EntryForm, EntryFormQuery, EntryInput, EntryList, EntryPage,
    EntryReckoned, EntryRef, EntryWithdrawn, HouseholdLedger, LedgerShelf,
};
use crate::views::facts::{FactDecision, FactUndo, FactsInput, FactsPage};
use crate::views::household::{
    HouseholdList, HouseholdPage, HouseholdQuery, HouseholdRef, HouseholdTag,
};
use crate::views::me::{
    HandIn, JournalPage, JournalQuery, Me, NetworkNews, ParkedRef, Printing, SetAside, SyncSummary,
    TakeBack,
};
use crate::views::photo::{BlurInput, BlurPage, PhotoDetails, PhotoQuery};
use crate::views::policies::PolicyCard;
use crate::views::problems::{
    LedgerCard, LedgerList, LedgerPage, MoveInput, ProblemDraftInput, ProblemRef, RaiseAbout,
    RaiseInput, RaisePage, Withdrawn,
};
use crate::views::review::{
    BatchInput, BatchPage, BatchRef, DecisionInput, ReviewPage, ReviewQueue,
};
use crate::views::status::{EnrolForm, PinChange, PinForm, Settings, Status};
use crate::views::tasks::{CampaignPage, CampaignRef};
use crate::views::team::{CoverageList, CoverageQuery, TeamPage};
use crate::views::today::Today;
use crate::views::visit::{
    AnswerInput, DismissProblem, LocateInput, LocationWaiver, PhotoInput, PhotoRef, PhotoWaiver,
    Picture, PictureQuery, SectionRef, StampPreview, StartVisit, VisitForm, VisitRef, VoidVisit,
};

macro_rules! commands {
    ($($name:ident($args:ty) -> $answer:ty;)*) => {
        /// Names and types, for the TypeScript side.
        #[cfg(test)]
        pub(crate) fn signatures(config: &ts_rs::Config) -> Vec<(&'static str, String, String)> {
            use ts_rs::TS as _;
            vec![$((stringify!($name), <$args>::name(config), <$answer>::name(config))),*]
        }

        /// Shows every argument and answer to the writer of TypeScript.
        #[cfg(test)]
        pub(crate) fn visit_types(visitor: &mut impl ts_rs::TypeVisitor) {
            $(visitor.visit::<$args>(); visitor.visit::<$answer>();)*
        }

        impl crate::App {
            /// Runs a command by its name; arguments and answer are JSON.
            pub async fn call(
                &self,
                name: &str,
                args: serde_json::Value,
            ) -> Result<serde_json::Value, crate::CallError> {
                match name {
                    $(stringify!($name) => {
                        let args: $args = serde_json::from_value(args)
                            .map_err(crate::CallError::bad_arguments)?;
                        let answer: $answer = self.$name(args).await?;
                        serde_json::to_value(answer).map_err(crate::CallError::internal)
                    })*
                    _ => Err(crate::CallError::unknown_command()),
                }
            }
        }
    };
}

commands! {
    status(Nothing) -> Status;
    enrol(EnrolForm) -> Status;
    unlock(PinForm) -> Status;
    lock(Nothing) -> Status;
    change_pin(PinChange) -> Status;
    save_settings(Settings) -> Status;

    today(Nothing) -> Today;
    list_households(HouseholdQuery) -> HouseholdList;
    campaign(CampaignRef) -> CampaignPage;
    household_tags(Nothing) -> Vec<HouseholdTag>;
    household(HouseholdRef) -> HouseholdPage;
    print(Nothing) -> Printing;
    policy_card(Nothing) -> PolicyCard;
    household_facts(HouseholdRef) -> FactsPage;
    save_facts(FactsInput) -> FactsPage;
    resolve_fact(FactDecision) -> FactsPage;
    undo_facts(FactUndo) -> FactsPage;

    start_visit(StartVisit) -> VisitForm;
    visit(VisitRef) -> VisitForm;
    answer(AnswerInput) -> VisitForm;
    confirm_unchanged(SectionRef) -> VisitForm;
    stamp_preview(VisitRef) -> StampPreview;
    add_photo(PhotoInput) -> VisitForm;
    remove_photo(PhotoRef) -> VisitForm;
    picture(PictureQuery) -> Picture;
    photo_details(PhotoQuery) -> PhotoDetails;
    blur_page(PhotoRef) -> BlurPage;
    blur_photo(BlurInput) -> VisitForm;
    waive_photo(PhotoWaiver) -> VisitForm;
    locate(LocateInput) -> VisitForm;
    waive_location(LocationWaiver) -> VisitForm;
    dismiss_problem(DismissProblem) -> VisitForm;
    seal_visit(VisitRef) -> VisitForm;
    reopen_visit(VisitRef) -> VisitForm;
    void_visit(VoidVisit) -> VisitForm;

    problems(Nothing) -> LedgerList;
    household_problems(HouseholdRef) -> Vec<LedgerCard>;
    problem_page(ProblemRef) -> LedgerPage;
    move_problem(MoveInput) -> LedgerPage;
    withdraw_problem_move(ParkedRef) -> Withdrawn;
    raise_page(RaiseAbout) -> RaisePage;
    raise_problem(RaiseInput) -> LedgerPage;
    keep_problem_draft(ProblemDraftInput) -> Nothing;

    ledgers(Nothing) -> LedgerShelf;
    entries(EntriesQuery) -> EntryList;
    household_entries(HouseholdRef) -> Vec<HouseholdLedger>;
    entry_page(EntryRef) -> EntryPage;
    entry_form(EntryFormQuery) -> EntryForm;
    keep_entry_draft(EntryDraftInput) -> EntryReckoned;
    save_entry(EntryInput) -> EntryPage;
    move_entry(EntryInput) -> EntryPage;
    withdraw_entry(ParkedRef) -> EntryWithdrawn;

    review_queue(Nothing) -> ReviewQueue;
    review_page(VisitRef) -> ReviewPage;
    decide(DecisionInput) -> ReviewQueue;
    withdraw_decision(ParkedRef) -> ReviewQueue;
    send_batch(BatchInput) -> ReviewQueue;
    batch_page(BatchRef) -> BatchPage;
    team(Nothing) -> TeamPage;
    ask_team(Nothing) -> TeamPage;
    covered(CoverageQuery) -> CoverageList;

    me(Nothing) -> Me;
    journal(JournalQuery) -> JournalPage;
    sync_now(Nothing) -> SyncSummary;
    cancel_sync(Nothing) -> Nothing;
    network(NetworkNews) -> Nothing;
    front(Nothing) -> Nothing;
    retry_parked(ParkedRef) -> Me;
    set_aside(Nothing) -> SetAside;
    retry_change(ParkedRef) -> SetAside;
    retry_photo(PhotoRef) -> SetAside;
    take_back(TakeBack) -> SetAside;
    put_back(ParkedRef) -> SetAside;
    hand_in(Nothing) -> HandIn;

    rescue(Nothing) -> Rescue;
    export_bundle(Nothing) -> Rescue;
    cancel_export(Nothing) -> Nothing;
    hand_over_bundle(BundleRef) -> HandedOver;
    bundle_piece(BundlePieceRef) -> BundlePiece;
    delete_export(BundleRef) -> Rescue;
    import_piece(ImportPiece) -> ImportRef;
    import_bundle(ImportRef) -> Imported;
    resend_bundle(BundleRef) -> Rescue;
}
