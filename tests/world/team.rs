//! What phones say they still have, and how a captain sees it without signal.

use app::views::team::{PersonSync, TeamPage};
use fleet::phone::Phone;
use serde_json::{Value, json};
use tests::{County, me, sync, visit_with};

async fn ask(captain: &Phone, command: &str) -> TeamPage {
    captain.call(command, json!({})).await.unwrap()
}

fn of(page: &TeamPage, person: domain::PersonId) -> &PersonSync {
    let members = page.teams.iter().flat_map(|team| &team.members);
    let mut found = members.filter(|one| one.person_id == person.to_string());
    found.next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_captain_without_signal_sees_what_each_phone_said_last() {
    let county = County::new().await;
    let (ana, chen) = (county.ana().await, county.chen().await);
    let [cadre, other] = [0, 1].map(|at| county.stage.county.cadres[at].id);

    // Photos wait for a better line: the words go, and the county hears what stays behind.
    let settings = json!({ "language": "zh", "text_percent": 100, "high_contrast": false,
        "photos_on_wifi_only": true });
    ana.call::<Value>("save_settings", settings).await.unwrap();
    ana.metered(true);
    visit_with(&ana, 0, 640).await;
    sync(&ana).await.unwrap();
    let left = me(&ana).await.photos_waiting;
    assert!(left > 0);
    sync(&chen).await.unwrap();
    let page = ask(&chen, "ask_team").await;
    let said = of(&page, cadre).reported.as_ref().unwrap();
    assert_eq!((said.visits, said.changes, said.photos), (0, 0, left));
    assert_eq!(
        (of(&page, cadre).photos_missing, of(&page, cadre).to_review),
        (left, 1)
    );
    let never = of(&page, other);
    assert!(never.known && never.contact_ms.is_none() && never.reported.is_none());

    county.road.close();
    let kept = ask(&chen, "team").await;
    assert_eq!(kept.heard_ms, page.heard_ms);
    assert_eq!(of(&kept, cadre).reported.as_ref().unwrap().photos, left);
    county.road.open();

    // Nothing changed: nothing is said again.
    let (up, down) = county.road.carried();
    sync(&ana).await.unwrap();
    let (up_after, down_after) = county.road.carried();
    assert!(up_after - up < 1024 && down_after - down < 1024);

    ana.metered(false);
    sync(&ana).await.unwrap();
    let page = ask(&chen, "ask_team").await;
    assert_eq!(of(&page, cadre).reported.as_ref().unwrap().photos, 0);
}
