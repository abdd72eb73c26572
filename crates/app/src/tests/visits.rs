//! What must never happen to a visit.

use domain::id::MemberId;
use protocol::edit::Edit;
use protocol::row::{Role, kind};
use serde_json::json;
use store::outbox;
use uuid::Uuid;

use super::county::{ZHANG, apply, family, receive_all, returned, row, sealed, state, wang};
use super::phone::{Phone, picture};
use crate::ErrorCode;
use crate::views::Place;
use crate::views::visit::{AnswerInputValue, ItemForm, VisitForm};

fn item<'a>(form: &'a VisitForm, code: &str) -> Option<&'a ItemForm> {
    let groups = form.sections.iter().flat_map(|section| &section.groups);
    groups
        .flat_map(|group| &group.items)
        .find(|item| item.code == code)
}

fn waiting(phone: &Phone) -> Vec<Edit> {
    let desk = phone.app.desk().unwrap();
    let waiting = desk.store.read(outbox::list).unwrap();
    waiting.iter().map(|one| one.edit().unwrap()).collect()
}

async fn start(phone: &mut Phone, profile: &str) -> VisitForm {
    phone
        .form(
            "start_visit",
            json!({ "household_id": ZHANG, "profile": profile }),
        )
        .await
}

#[tokio::test]
async fn a_draft_survives_a_dead_battery_after_every_answer() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang, "routine").await;
    let visit = json!({ "visit_id": form.visit_id });
    for (code, value) in [("grain_sufficient", "yes"), ("seasonal_clothing", "no")] {
        let input = json!({ "visit_id": form.visit_id, "item": code, "member_id": null,
            "value": { "type": "choice", "value": value } });
        wang.call("answer", input).await;
        wang.restart();
        let again = wang.form("visit", visit.clone()).await;
        let kept = item(&again, code).unwrap().value.clone();
        assert!(
            kept == Some(AnswerInputValue::Choice(value.to_owned())),
            "{code} was lost"
        );
    }
    let again = start(&mut wang, "full").await;
    assert_eq!(
        again.visit_id, form.visit_id,
        "a second draft of the household was begun"
    );
}

#[tokio::test]
async fn sealing_queues_exactly_one_change_and_reopening_takes_it_back() {
    let mut wang = wang(Role::Cadre);
    let form = wang.visit(ZHANG, "routine").await;
    assert_eq!(form.place, Place::Waiting);
    assert!(form.reopenable && !form.editable);
    let queued = waiting(&wang);
    assert!(matches!(&queued[..], [Edit::SaveVisitV1(visit)] if visit.revision == 1));

    let visit = json!({ "visit_id": form.visit_id });
    let open = wang.form("reopen_visit", visit.clone()).await;
    assert_eq!(open.place, Place::Draft);
    assert!(open.editable);
    assert!(
        waiting(&wang).is_empty(),
        "the taken back change still waits"
    );

    wang.form("seal_visit", visit.clone()).await;
    // About to leave: from here on nobody can know that it did not.
    let desk = wang.app.desk().unwrap();
    desk.store
        .write(|tx| outbox::mark_attempt(tx, &outbox::list(tx)?, 1))
        .unwrap();
    assert_eq!(
        wang.refusal("reopen_visit", visit).await,
        ErrorCode::NotEditable
    );
}

#[tokio::test]
async fn an_unfinished_visit_says_what_is_missing_and_queues_nothing() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang, "routine").await;
    assert!(form.gaps.iter().any(|gap| gap.code == "location_missing"));
    assert!(form.gaps.iter().any(|gap| gap.code == "photo_missing"));
    assert!(
        form.gaps
            .iter()
            .any(|gap| gap.item.as_deref() == Some("grain_sufficient"))
    );
    let visit = json!({ "visit_id": form.visit_id });
    assert_eq!(wang.refusal("seal_visit", visit).await, ErrorCode::NotReady);
    assert!(waiting(&wang).is_empty());
}

#[tokio::test]
async fn an_answer_of_the_wrong_kind_is_refused_by_its_item_and_changes_nothing() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang, "routine").await;
    let cases = [
        (
            "grain_sufficient",
            json!({ "type": "choice", "value": "maybe" }),
            ErrorCode::AnswerNotAnOption,
        ),
        (
            "grain_sufficient",
            json!({ "type": "integer", "value": 1 }),
            ErrorCode::AnswerWrongType,
        ),
        (
            "water_lpd",
            json!({ "type": "decimal", "value": "many" }),
            ErrorCode::AnswerNotANumber,
        ),
        (
            "no_such_item",
            json!({ "type": "text", "value": "x" }),
            ErrorCode::NotFound,
        ),
        (
            "mingbairen_name",
            json!({ "type": "text", "value": "x" }),
            ErrorCode::ItemHidden,
        ),
        (
            "respondent_member",
            json!({ "type": "member", "value": "00000000-0000-0000-0000-000000000999" }),
            ErrorCode::AnswerNotAMember,
        ),
    ];
    for (code, value, expected) in cases {
        let input = json!({ "visit_id": form.visit_id, "item": code, "member_id": null,
            "value": value });
        let error = wang.try_call("answer", input).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (expected, Some(code)));
    }
    let again = wang
        .form("visit", json!({ "visit_id": form.visit_id }))
        .await;
    assert_eq!(again.answered, form.answered);
}

#[tokio::test]
async fn a_broken_photo_leaves_the_draft_as_it_was() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang, "routine").await;
    let mut cut = picture(3);
    cut.truncate(cut.len() / 2);
    for (bytes, field) in [
        (cut, "cut short"),
        (b"not a picture".to_vec(), "no picture"),
    ] {
        use base64::Engine as _;
        let data = base64::engine::general_purpose::STANDARD.encode(bytes);
        let input = json!({ "visit_id": form.visit_id, "item": "visit_scene_photo",
            "member_id": null, "data": data, "imported": false });
        let code = wang.refusal("add_photo", input).await;
        let known = [
            ErrorCode::PhotoBroken,
            ErrorCode::PhotoTruncated,
            ErrorCode::PhotoNotAnImage,
        ];
        assert!(known.contains(&code), "{field}: {code:?}");
    }
    let again = wang
        .form("visit", json!({ "visit_id": form.visit_id }))
        .await;
    assert!(item(&again, "visit_scene_photo").unwrap().photos.is_empty());
    assert_eq!(again.answered, form.answered);

    let form = wang
        .photograph(&form.visit_id, "visit_scene_photo", &picture(3))
        .await;
    let photo = &item(&form, "visit_scene_photo").unwrap().photos[0];
    for size in ["thumbnail", "full"] {
        let query = json!({ "photo_id": photo.photo_id, "size": size });
        let shown = wang.call("picture", query).await;
        assert!(
            shown["data_url"]
                .as_str()
                .unwrap()
                .starts_with("data:image/jpeg;base64,")
        );
    }
    let originals = std::fs::read_dir(wang.folder().join("photos/original")).unwrap();
    let kept: Vec<_> = originals
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect();
    assert_eq!(kept, [picture(3)], "the camera's own bytes are kept");
}

#[tokio::test]
async fn a_visit_without_changes_takes_at_most_twelve_taps() {
    let mut wang = wang(Role::Cadre);
    let first = wang.visit(ZHANG, "routine").await;
    let visit = sealed(&wang, &first.visit_id);
    receive_all(&wang);
    apply(&wang, &[state(visit, "county_accepted", Vec::new())]);
    wang.machine.advance(30 * 24 * 3_600_000);

    wang.calls = 0;
    let form = start(&mut wang, "routine").await;
    let visit = form.visit_id.clone();
    let mut form = wang
        .form(
            "locate",
            json!({ "visit_id": visit, "lat": null, "lon": null }),
        )
        .await;
    while let Some(section) = form.sections.iter().find(|one| one.can_confirm_unchanged) {
        let confirm = json!({ "visit_id": visit, "section": section.code });
        form = wang.form("confirm_unchanged", confirm).await;
    }
    form = wang
        .photograph(&visit, "visit_scene_photo", &picture(9))
        .await;
    let gaps: Vec<_> = form.gaps.iter().map(|gap| (&gap.code, &gap.item)).collect();
    assert!(gaps.is_empty(), "{gaps:?}");
    assert_eq!(form.answered, form.required);
    wang.form("seal_visit", json!({ "visit_id": visit })).await;
    assert!(wang.calls <= 12, "{} taps", wang.calls);

    let sent = sealed(&wang, &visit);
    let grain = sent
        .answers
        .iter()
        .find(|answer| answer.item == "grain_sufficient")
        .unwrap();
    assert!(
        grain.unchanged,
        "a copied answer says that it was not asked anew"
    );
    assert!(
        sent.answers
            .iter()
            .any(|answer| answer.item == "visit_summary")
    );
}

#[tokio::test]
async fn what_was_said_of_somebody_who_is_gone_leaves_nothing_to_confirm() {
    let mut wang = wang(Role::Cadre);
    let first = wang.visit(ZHANG, "routine").await;
    let visit = sealed(&wang, &first.visit_id);
    receive_all(&wang);
    apply(&wang, &[state(visit, "county_accepted", Vec::new())]);
    let mut child = family().remove(2);
    let mut sister = child.clone();
    child.active = false;
    sister.id = MemberId::from_uuid(Uuid::from_u128(250));
    let rows = [&child, &sister].map(|one| row(kind::MEMBER, one.id, one));
    apply(&wang, &rows);
    let mut form = start(&mut wang, "routine").await;
    while let Some(section) = form.sections.iter().find(|one| one.can_confirm_unchanged) {
        let code = section.code.clone();
        let confirm = json!({ "visit_id": form.visit_id, "section": code });
        form = wang.form("confirm_unchanged", confirm).await;
        let again = form.sections.iter().find(|one| one.code == code).unwrap();
        assert!(!again.can_confirm_unchanged, "{code} is offered for ever");
    }
}

#[tokio::test]
async fn a_changed_answer_is_never_called_unchanged() {
    let mut wang = wang(Role::Cadre);
    let first = wang.visit(ZHANG, "routine").await;
    receive_all(&wang);
    let visit = sealed(&wang, &first.visit_id);
    apply(&wang, &[state(visit, "county_accepted", Vec::new())]);
    let form = start(&mut wang, "routine").await;
    let input = json!({ "visit_id": form.visit_id, "item": "grain_sufficient", "member_id": null,
        "value": { "type": "choice", "value": "no" } });
    let form = wang.form("answer", input).await;
    let living = form
        .sections
        .iter()
        .find(|section| section.code == "basic_living")
        .unwrap();
    assert!(!living.can_confirm_unchanged && !living.unchanged);
    let refused = json!({ "visit_id": form.visit_id, "section": "basic_living" });
    assert_eq!(
        wang.refusal("confirm_unchanged", refused).await,
        ErrorCode::NotAllowed
    );
    assert!(
        form.problems
            .iter()
            .any(|problem| problem.severity.code == "critical")
    );
}

#[tokio::test]
async fn a_returned_visit_becomes_revision_two_with_its_comments() {
    let mut wang = wang(Role::Cadre);
    let first = wang.visit(ZHANG, "routine").await;
    let visit = sealed(&wang, &first.visit_id);
    receive_all(&wang);
    let comments = returned(&visit, "grain_sufficient", "请核实粮食");
    apply(&wang, &[state(visit, "returned", comments)]);

    let id = json!({ "visit_id": first.visit_id });
    let form = wang.form("visit", id.clone()).await;
    assert_eq!(
        (form.place, form.revision, form.editable),
        (Place::Returned, 1, true)
    );
    let today = wang.call("today", json!({})).await;
    assert_eq!(today["returned"].as_array().unwrap().len(), 1);

    let input = json!({ "visit_id": first.visit_id, "item": "grain_sufficient", "member_id": null,
        "value": { "type": "choice", "value": "yes" } });
    let form = wang.form("answer", input).await;
    assert_eq!((form.place, form.revision), (Place::Draft, 2));
    assert!(form.comments.iter().any(|comment| comment.item.as_deref()
        == Some("grain_sufficient")
        && comment.text == "请核实粮食"
        && comment.author == "赵队长"));
    assert_eq!(
        form.answered, form.required,
        "the old answers are all there"
    );
    assert_eq!(item(&form, "visit_scene_photo").unwrap().photos.len(), 1);

    let form = wang.form("seal_visit", id).await;
    assert_eq!((form.place, form.revision), (Place::Waiting, 2));
    assert!(matches!(&waiting(&wang)[..], [Edit::SaveVisitV1(visit)]
        if visit.revision == 2 && visit.photos.len() == 1));
}

#[tokio::test]
async fn a_visit_returned_to_a_new_phone_can_be_taken_up_there() {
    let mut old = wang(Role::Cadre);
    let first = old.visit(ZHANG, "routine").await;
    let visit = sealed(&old, &first.visit_id);
    let mut new = wang(Role::Cadre);
    let comments = returned(&visit, "grain_sufficient", "请核实");
    apply(&new, &[state(visit.clone(), "returned", comments)]);
    let input = json!({ "visit_id": first.visit_id, "item": "grain_sufficient", "member_id": null,
        "value": { "type": "choice", "value": "yes" } });
    let form = new.form("answer", input).await;
    assert_eq!((form.place, form.revision), (Place::Draft, 2));
    new.form("seal_visit", json!({ "visit_id": first.visit_id }))
        .await;
    let again = sealed(&new, &first.visit_id);
    assert_eq!(
        again.photos, visit.photos,
        "the photo the county holds is still declared"
    );
    assert_eq!(again.answers.len(), visit.answers.len());
}

#[tokio::test]
async fn a_clock_set_back_during_a_visit_does_not_keep_it_from_being_sealed() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang, "routine").await;
    let form = wang.fill(form).await;
    wang.machine.advance(-3_600_000);
    let form = wang
        .form("seal_visit", json!({ "visit_id": form.visit_id }))
        .await;
    assert!(form.ended_ms.unwrap() > form.started_ms);
}

#[tokio::test]
async fn a_discarded_draft_tells_the_county_nothing() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang, "routine").await;
    let void = |reason: &str| json!({ "visit_id": form.visit_id, "reason": reason });
    assert_eq!(
        wang.refusal("void_visit", void(" ")).await,
        ErrorCode::ReasonMissing
    );
    let voided = wang.form("void_visit", void("走错门")).await;
    assert_eq!(voided.place, Place::Voided);
    assert!(waiting(&wang).is_empty());
}
