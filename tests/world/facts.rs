//! Two phones correct the facts of one household without hearing of each other (DESIGN law 10).

use app::views::facts::{FactDelivery, FactField, FactInput, FactSheet, FactsPage};
use app::views::household::HouseholdPage;
use fleet::phone::Phone;
use serde_json::{Value, json};
use tests::{County, household, me, sync};

async fn page(phone: &Phone, household: &str) -> FactsPage {
    let wanted = json!({ "household_id": household });
    phone.call("household_facts", wanted).await.unwrap()
}

fn field<'a>(sheet: &'a FactSheet, name: &str) -> &'a FactField {
    sheet
        .fields
        .iter()
        .find(|field| field.field == name)
        .unwrap()
}

async fn correct(phone: &Phone, household: &str, fields: &[(&str, &str)]) -> FactsPage {
    let fields: Vec<Value> = fields
        .iter()
        .map(|(field, text)| json!({ "field": field, "value": { "type": "text", "value": text } }))
        .collect();
    let input = json!({ "household_id": household, "kind": "household", "record_id": household,
        "fields": fields });
    phone.call("save_facts", input).await.unwrap()
}

async fn words(phone: &Phone, household: &str, name: &str) -> String {
    field(&page(phone, household).await.sheets[0], name)
        .words
        .clone()
}

async fn choose(phone: &Phone, household: &str, name: &str, says: &str) -> FactsPage {
    let page = page(phone, household).await;
    let sheet = &page.sheets[0];
    let contest = field(sheet, name).contest.as_ref().unwrap();
    let chosen = contest
        .values
        .iter()
        .find(|value| value.words == says)
        .unwrap();
    let decision = json!({ "household_id": household, "kind": "household",
        "record_id": household, "field": name, "version": sheet.version,
        "contest_id": chosen.contest_id });
    phone.call("resolve_fact", decision).await.unwrap()
}

/// Everything both say, as each phone shows it.
fn values(page: &FactsPage, name: &str) -> Vec<String> {
    let contest = field(&page.sheets[0], name).contest.as_ref();
    let mut all: Vec<String> = contest
        .map(|contest| {
            contest
                .values
                .iter()
                .map(|value| value.words.clone())
                .collect()
        })
        .unwrap_or_default();
    all.sort();
    all
}

/// Ana and Chen, who leads her team, with the same household, both without signal.
async fn two_offline(county: &County) -> (Phone, Phone, String) {
    let (ana, chen) = (county.ana().await, county.chen().await);
    let home = household(&ana, 0).await;
    ana.signal(false);
    chen.signal(false);
    (ana, chen, home)
}

/// Whoever comes first, both phones end with the same two values, and one decision settles both.
async fn meet(ana_first: bool) {
    let county = County::new().await;
    let (ana, chen, home) = two_offline(&county).await;
    let saved = correct(
        &ana,
        &home,
        &[("phone", "13900000001"), ("address", "村东头")],
    )
    .await;
    assert_eq!(saved.waiting, 1);
    assert_eq!(
        field(&saved.sheets[0], "phone").words,
        "13900000001",
        "mine is shown at once"
    );
    correct(&chen, &home, &[("phone", "13900000002"), ("group", "九组")]).await;

    ana.signal(true);
    chen.signal(true);
    let (first, second) = if ana_first {
        (&ana, &chen)
    } else {
        (&chen, &ana)
    };
    for phone in [first, second, first] {
        sync(phone).await.unwrap();
    }
    let stands = if ana_first {
        "13900000001"
    } else {
        "13900000002"
    };
    for phone in [&ana, &chen] {
        let page = page(phone, &home).await;
        assert_eq!(page.waiting, 0);
        assert_eq!(page.contested, 1);
        assert_eq!(values(&page, "phone"), ["13900000001", "13900000002"]);
        assert_eq!(field(&page.sheets[0], "phone").words, stands);
        assert_eq!(field(&page.sheets[0], "address").words, "村东头");
        assert_eq!(field(&page.sheets[0], "group").words, "九组");
        let shown: HouseholdPage = phone
            .call("household", json!({ "household_id": home }))
            .await
            .unwrap();
        assert_eq!(shown.card.contested, 1);
        // The whole number is for who helps the household (DOMAIN §3.1).
        assert_eq!(shown.phone_masked, Some(domain::mask::phone(stands)));
        let helps = std::ptr::eq(phone, &ana);
        assert_eq!(shown.phone.as_deref(), helps.then_some(stands));
    }

    // Chen's number is right. He was there; Ana hears of it.
    let chosen = choose(&ana, &home, "phone", "13900000002").await;
    assert_eq!(field(&chosen.sheets[0], "phone").words, "13900000002");
    sync(&ana).await.unwrap();
    sync(&chen).await.unwrap();
    for phone in [&ana, &chen] {
        let page = page(phone, &home).await;
        assert_eq!((page.contested, page.waiting), (0, 0));
        assert_eq!(field(&page.sheets[0], "phone").words, "13900000002");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_values_of_one_fact_reach_both_phones_and_one_decision_settles_both() {
    meet(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_matter_whose_correction_arrives_first() {
    meet(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_reply_corrects_once_and_contests_once() {
    let county = County::new().await;
    let (ana, chen, home) = two_offline(&county).await;
    correct(&ana, &home, &[("phone", "13900000001")]).await;
    correct(&chen, &home, &[("phone", "13900000002")]).await;
    ana.signal(true);
    sync(&ana).await.unwrap();
    chen.signal(true);
    county.road.lose_replies(1);
    sync(&chen).await.unwrap_err();
    assert_eq!(
        words(&chen, &home, "phone").await,
        "13900000002",
        "nobody told the phone yet: what was saved is shown"
    );
    // He corrects it again before he hears: it follows the one that may have arrived.
    correct(&chen, &home, &[("phone", "13900000003")]).await;
    sync(&chen).await.unwrap();
    sync(&ana).await.unwrap();
    for phone in [&ana, &chen] {
        let page = page(phone, &home).await;
        assert_eq!(values(&page, "phone"), ["13900000001", "13900000003"]);
        assert_eq!(page.waiting, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn corrections_that_never_left_are_one_and_can_be_taken_back() {
    let county = County::new().await;
    let (ana, _chen, home) = two_offline(&county).await;
    let before = words(&ana, &home, "phone").await;
    correct(&ana, &home, &[("phone", "13900000001")]).await;
    let twice = correct(
        &ana,
        &home,
        &[("phone", "13900000002"), ("address", "村西头")],
    )
    .await;
    assert_eq!(twice.waiting, 1, "one correction, not two");
    let change = &twice.sheets[0].changes[0];
    assert!(change.can_undo && change.delivery == FactDelivery::Queued);
    assert_eq!(
        me(&ana).await.waiting[0].household_id.as_deref(),
        Some(home.as_str())
    );

    let undo = json!({ "household_id": home, "change_id": change.change_id });
    let undone: FactsPage = ana.call("undo_facts", undo).await.unwrap();
    assert_eq!(undone.waiting, 0);
    assert_eq!(field(&undone.sheets[0], "phone").words, before);

    // Typed back to what the county has: nothing to tell.
    correct(&ana, &home, &[("phone", "13900000001")]).await;
    let same = match &field(&undone.sheets[0], "phone").value {
        FactInput::Text(text) => text.clone(),
        _ => panic!("the demonstration's households have a phone"),
    };
    assert_eq!(correct(&ana, &home, &[("phone", &same)]).await.waiting, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_too_late_is_parked_and_shown_and_can_be_put_away() {
    let county = County::new().await;
    let (ana, chen, home) = two_offline(&county).await;
    correct(&ana, &home, &[("phone", "13900000001")]).await;
    correct(&chen, &home, &[("phone", "13900000002")]).await;
    ana.signal(true);
    chen.signal(true);
    for phone in [&ana, &chen, &ana] {
        sync(phone).await.unwrap();
    }
    choose(&ana, &home, "phone", "13900000002").await;
    choose(&chen, &home, "phone", "13900000001").await;
    sync(&ana).await.unwrap();
    sync(&chen).await.unwrap();
    let shown = page(&chen, &home).await;
    assert_eq!(field(&shown.sheets[0], "phone").words, "13900000002");
    let parked = &shown.sheets[0].changes[0];
    assert_eq!(parked.delivery, FactDelivery::Parked);
    assert_eq!(parked.code.as_deref(), Some("stale"));
    let undo = json!({ "household_id": home, "change_id": parked.change_id });
    let settled: FactsPage = chen.call("undo_facts", undo).await.unwrap();
    assert_eq!((settled.waiting, settled.contested), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_county_decides_in_the_console_and_both_phones_hear() {
    let county = County::new().await;
    let (ana, chen, home) = two_offline(&county).await;
    correct(&ana, &home, &[("phone", "13900000001")]).await;
    correct(&chen, &home, &[("phone", "13900000002")]).await;
    ana.signal(true);
    chen.signal(true);
    sync(&ana).await.unwrap();
    sync(&chen).await.unwrap();

    let desk = county.stage.desk(&county.stage.staff).await.unwrap();
    let contested = json!({ "filter": "contested" });
    let list = desk.post("households/search", &contested).await.unwrap();
    assert_eq!(list["total"], 1);
    let shown = desk.get(&format!("households/{home}")).await.unwrap();
    let fact = &shown["contested"][0];
    assert_eq!(fact["values"][1]["zh"], "13900000002");
    let form = json!({ "kind": "household", "record_id": home, "field": "phone",
        "version": fact["version"], "contest_id": fact["values"][1]["contest_id"] });
    let decided = desk.post("facts/resolve", &form).await.unwrap();
    assert_eq!(decided["contested"], json!([]));
    for phone in [&ana, &chen] {
        sync(phone).await.unwrap();
        assert_eq!(words(phone, &home, "phone").await, "13900000002");
        assert_eq!(page(phone, &home).await.contested, 0);
    }
}
