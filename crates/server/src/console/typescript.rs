//! Writes the console's types for the UI, and fails when the committed ones are stale.

use std::path::Path;

use ts_rs::{Config, TS};

use super::views::*;
use crate::change::Reason;
use crate::disk::Room;

/// Where the UI reads them.
const FILE: &str = "../../ui/src/console/api.ts";

fn declaration<T: TS>(config: &Config) -> String {
    format!(
        "{}export {}\n",
        T::docs().unwrap_or_default(),
        T::decl(config)
    )
}

macro_rules! declarations {
    ($config:expr; $($name:ident),* $(,)?) => {
        [$(declaration::<$name>($config)),*]
    };
}

#[test]
fn the_console_speaks_the_servers_types() {
    // Sequence numbers and milliseconds stay far below 2^53.
    let config = Config::new().with_large_int("number");
    let all = declarations![&config;
        SignInForm,
        ConsoleMe,
        Labelled,
        Overview,
        Room,
        TodayFigures,
        ProblemCount,
        TownRow,
        TownList,
        TownName,
        DayRow,
        BundleResult,
        BundleList,
        BundleRow,
        BatchList,
        BatchRow,
        BatchPage,
        VisitList,
        VisitRow,
        VisitPage,
        VisitTime,
        VisitLocation,
        AnsweredSection,
        AnsweredGroup,
        AnsweredItem,
        VisitPhoto,
        VisitPhotoExif,
        PhotoMatchList,
        PhotoMatch,
        MatchedPhoto,
        PhotoMatchForm,
        PhotoSettings,
        PhotoSettingsForm,
        ChecklistList,
        ChecklistVersion,
        OverlayForm,
        PublishForm,
        OverlayCheck,
        OverlayFault,
        ChecklistPage,
        FormSection,
        FormItem,
        CampaignList,
        CampaignRow,
        CampaignCoverage,
        CampaignPage,
        CampaignStage,
        CampaignArea,
        CampaignTown,
        CampaignVillage,
        CampaignForm,
        CampaignCancelForm,
        CampaignScopeForm,
        CampaignScope,
        CampaignScopeTown,
        CampaignHouseholdSearch,
        CampaignHouseholdList,
        CampaignHousehold,
        ParamList,
        ParamRow,
        ParamDated,
        ParamLacking,
        ParamForm,
        HouseholdBook,
        BookMember,
        BookPerson,
        BookProblem,
        VillageList,
        VillageName,
        CodeSheetForm,
        CodeSheet,
        HouseholdCode,
        PolicyCardPage,
        PolicyLine,
        PolicyTextRow,
        PolicyTextsForm,
        ProblemSearch,
        ProblemList,
        ProblemCounts,
        ProblemRow,
        ProblemPage,
        ProblemName,
        EvidencePhoto,
        EvidencePage,
        ProblemOwner,
        ProblemStepRow,
        ProblemMoveForm,
        EvidenceChoice,
        ProblemMovesForm,
        ProblemMoves,
        RefusedProblem,
        RaiseProblemForm,
        ProblemChoices,
        UnitList,
        UnitRow,
        UnitForm,
        LedgerDefinition,
        DefinedField,
        DefinedShowIf,
        DefinedState,
        DefinedMove,
        EntrySearch,
        EntryList,
        EntryCounts,
        EntryRow,
        EntryPage,
        EntryMember,
        IncomeFigures,
        EntryStepRow,
        EntryFieldValue,
        EntrySaveForm,
        EntryMoveForm,
        WaitingSearch,
        WaitingList,
        WaitingRow,
        WaitingCount,
        VisitProblem,
        Conclusion,
        ReviewRow,
        ReviewComment,
        DecideForm,
        DecideComment,
        HouseholdList,
        HouseholdRow,
        HouseholdPage,
        MemberRow,
        ContestedFact,
        FactValueRow,
        ResolveFactForm,
        HouseholdSearch,
        IdNumber,
        PeopleList,
        PersonCard,
        PeopleSearch,
        EnrolmentForm,
        EnrolmentCode,
        Reason,
        AsideList,
        AsidePhone,
        AsideReasonCount,
        AsideRow,
        AsidePage,
        AsidePerson,
        AsideDecision,
        AsideForm,
        AsideChoice,
        AsideResult,
        AsideOutcome,
        AsideContent,
        AsideExport,
        DeviceList,
        DeviceRow,
        DeviceSearch,
        RevokeForm,
        CountyKeyList,
        CountyKeyRow,
        KeyRotation,
        AuditList,
        AuditRow,
    ];
    let text = format!(
        "// Written by cargo test. Do not edit.\n\n{}",
        all.join("\n")
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    if committed.is_empty() || std::env::var_os("RUHU_WRITE_TS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        return;
    }
    assert_eq!(
        committed, text,
        "run RUHU_WRITE_TS=1 cargo test -p server typescript"
    );
}
