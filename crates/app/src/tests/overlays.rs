//! A phone away from the network when a day comes: parameters and checklists change on their day,
//! and what was begun before stays as it was.

use domain::checklist::overlay::{Past, apply as lay_over};
use domain::checklist::{builtin, builtin_document};
use domain::time::parse_date;
use protocol::pull::PulledRow;
use protocol::row::{DatedParamV1, ParamsV1, Role, TemplateV1, kind};
use serde_json::{Value, json, value::RawValue};

use super::county::{ZHANG, apply, returned, row, sealed, state, wang};
use super::phone::Phone;
use crate::views::visit::{ItemForm, VisitForm};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

async fn start(phone: &mut Phone) -> VisitForm {
    let start = json!({ "household_id": ZHANG, "profile": "routine" });
    phone.form("start_visit", start).await
}

fn item<'f>(form: &'f VisitForm, code: &str) -> Option<&'f ItemForm> {
    let groups = form.sections.iter().flat_map(|section| &section.groups);
    let mut items = groups.flat_map(|group| &group.items);
    items.find(|item| item.code == code)
}

/// Problems about income, among whatever else the answers raise.
fn income(form: &VisitForm) -> usize {
    let problems = form.problems.iter();
    problems
        .filter(|problem| problem.category.code == "income")
        .count()
}

/// The monitoring line as a county tells it: another from December on.
fn line(before: i64, after: i64) -> PulledRow {
    let dated = [("2025-01-01", before), ("2026-12-01", after)];
    let params = ParamsV1 {
        values: json!({ "monitor_line_yuan": before })
            .as_object()
            .unwrap()
            .clone(),
        dated: dated
            .map(|(from, value)| DatedParamV1 {
                key: "monitor_line_yuan".to_owned(),
                from: from.to_owned(),
                value: value.into(),
            })
            .into(),
        bundle_key: None,
    };
    row(kind::PARAMS, "params", &params)
}

fn published(version: &str, from: &str, sections: &Value) -> PulledRow {
    let overlay = json!({ "schema_version": 1, "base": builtin().0.version, "version": version,
        "sections": sections });
    let built = lay_over(
        builtin_document(),
        &overlay.to_string(),
        &builtin().1,
        &Past::default(),
        parse_date(from).unwrap(),
    )
    .unwrap();
    let body = TemplateV1 {
        version: built.template.version.clone(),
        base: builtin().0.version.clone(),
        from: from.to_owned(),
        published_ms: 1,
        document: RawValue::from_string(built.document).unwrap(),
    };
    row(kind::TEMPLATE, built.template.version, &body)
}

fn heating() -> Value {
    json!([{ "code": "basic_living", "items": [
        { "code": "grain_sufficient", "label_zh": "粮食够不够吃", "label_en": "Enough to eat" },
        { "code": "local_heating", "new": true, "type": "yes_no", "label_zh": "冬季有取暖",
          "label_en": "Heated in winter", "required": true,
          "raises": [{ "when": { "fact": "item.local_heating", "op": "eq", "value": "no" },
            "category": "housing", "severity": "minor", "unit_role": "village",
            "title_zh": "冬季无取暖", "title_en": "No heating in winter" }] }] }])
}

#[tokio::test]
async fn a_phone_without_a_line_uses_a_new_value_from_its_day_on() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[line(8700, 20_000)]);
    // 16,000 yuan a head.
    let before = wang.visit(ZHANG, "routine").await;
    assert_eq!(income(&before), 0);
    wang.machine.advance(15 * DAY_MS);
    let after = wang.visit(ZHANG, "routine").await;
    assert_eq!(income(&after), 1);
    // The visit of November is shown as it was found then.
    let again = json!({ "visit_id": before.visit_id });
    assert_eq!(income(&wang.form("visit", again).await), 0);
    let sealed = sealed(&wang, &after.visit_id);
    let mut sent = sealed.problems.iter();
    assert!(sent.any(|problem| problem.category == "income"));
}

#[tokio::test]
async fn a_visit_keeps_the_version_it_was_begun_under() {
    let mut wang = wang(Role::Cadre);
    let base = builtin().0.version.clone();
    apply(&wang, &[published("141123.1", "2026-12-01", &heating())]);
    let draft = start(&mut wang).await;
    assert!(item(&draft, "local_heating").is_none());
    wang.machine.advance(15 * DAY_MS);
    wang.restart();
    // The day has come while the visit lay there.
    let draft = start(&mut wang).await;
    assert!(item(&draft, "local_heating").is_none());
    let draft = wang.fill(draft).await;
    wang.machine.advance(20 * 60_000);
    let seal = json!({ "visit_id": draft.visit_id });
    wang.form("seal_visit", seal).await;
    let old = sealed(&wang, &draft.visit_id);
    assert_eq!(old.template_version, base);

    let new = start(&mut wang).await;
    assert_eq!(
        item(&new, "grain_sufficient").unwrap().label,
        "粮食够不够吃"
    );
    assert!(item(&new, "local_heating").unwrap().required);
    let answer = json!({ "visit_id": new.visit_id, "item": "local_heating", "member_id": null,
        "value": { "type": "choice", "value": "no" } });
    let new = wang.form("answer", answer).await;
    let mut problems = new.problems.iter();
    assert!(problems.any(|problem| problem.title == "冬季无取暖"));
    let new = wang.fill(new).await;
    wang.machine.advance(20 * 60_000);
    wang.form("seal_visit", json!({ "visit_id": new.visit_id }))
        .await;
    let sealed_new = sealed(&wang, &new.visit_id);
    assert_eq!(sealed_new.template_version, format!("{base}+141123.1"));

    // One that comes back is mended under its own version.
    let comments = returned(&old, "grain_sufficient", "再看看");
    apply(&wang, &[state(old.clone(), "returned", comments)]);
    let again = json!({ "visit_id": draft.visit_id });
    let form = wang.form("visit", again).await;
    assert_ne!(
        item(&form, "grain_sufficient").unwrap().label,
        "粮食够不够吃"
    );
    let answer = json!({ "visit_id": draft.visit_id, "item": "grain_sufficient",
        "member_id": null, "value": { "type": "choice", "value": "no" } });
    let form = wang.form("answer", answer).await;
    assert!(item(&form, "local_heating").is_none());
}

#[tokio::test]
async fn a_version_taken_back_stays_for_the_visits_answered_under_it() {
    let mut wang = wang(Role::Cadre);
    let [kept, unused] = [
        published("141123.1", "2026-11-01", &heating()),
        published("141123.2", "2026-12-01", &json!([])),
    ];
    let gone = |row: &PulledRow| PulledRow {
        sequence: 2,
        kind: row.kind.clone(),
        id: row.id.clone(),
        body: None,
    };
    let removals = [gone(&kept), gone(&unused)];
    apply(&wang, &[kept, unused]);
    let form = wang.visit(ZHANG, "routine").await;
    assert!(item(&form, "local_heating").is_some());
    apply(&wang, &removals);
    wang.restart();
    let again = json!({ "visit_id": form.visit_id });
    let form = wang.form("visit", again).await;
    assert_eq!(item(&form, "local_heating").unwrap().label, "冬季有取暖");
    let desk = wang.app.desk().unwrap();
    let left = desk.store.read(store::template::versions).unwrap();
    assert_eq!(left.iter().filter(|one| one.contains('+')).count(), 1);
    // No visit begins under it any more.
    wang.machine.advance(DAY_MS);
    assert!(item(&start(&mut wang).await, "local_heating").is_none());
}
