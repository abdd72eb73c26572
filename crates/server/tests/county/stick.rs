use serde_json::{Value, json};

use crate::console::boss;
use crate::packed::{Packed, picture, work};
use crate::support::{ANA, County};

#[tokio::test]
async fn a_file_on_a_stick_is_taken_in_at_the_console_and_shown_once() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let packed = Packed::of(&county, &ana).await;
    let bytes = picture(1);
    let change = work(&mut ana, 1, &bytes);
    let file = packed.pack(&ana, 1, &[change], &[bytes]);
    let browser = boss(&county).await;
    let bring = async |bytes: Vec<u8>| -> Value {
        let request = county.http.post(county.url("/v1/console/bundles"));
        let request = request
            .header("cookie", &browser.cookie)
            .header("ruhu-console", "1");
        let answer = request.body(bytes).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    };

    // The photo is cut, the words before it are whole.
    let cut = bring(file[..file.len() - 9].to_vec()).await;
    assert_eq!(
        (&cut["code"], &cut["parts"], &cut["changes_new"]),
        (&json!("bundle_damaged"), &json!(1), &json!(1))
    );
    let first = bring(file.clone()).await;
    assert_eq!(first["code"], Value::Null);
    assert_eq!(first["person_name"], "Ana");
    assert_eq!(
        (&first["changes_known"], &first["photos_new"]),
        (&json!(1), &json!(1))
    );
    let again = bring(file.clone()).await;
    assert_eq!(
        (&again["changes_new"], &again["changes_known"]),
        (&json!(0), &json!(1))
    );
    for (bytes, code) in [
        (b"PK\x03\x04".to_vec(), "bundle_none"),
        (b"{\"ruhu_bundle\":7}\n".to_vec(), "bundle_version"),
        ([&[0, 1, 2], file.as_slice()].concat(), "bundle_damaged"),
    ] {
        assert_eq!(bring(bytes).await["code"], code);
    }

    let list = browser.get("/bundles").await;
    let rows = list["bundles"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["via_name"], "郭主任");
    assert_eq!(rows[0]["via_console"], true);
    assert_eq!(
        (
            &rows[0]["parts"],
            &rows[0]["parts_all"],
            &rows[0]["changes_new"]
        ),
        (&json!(2), &json!(2), &json!(1))
    );
    let audit = "select count(*) as n from audit where action = 'bundle_received'";
    assert_eq!(county.count(audit).await, 1);

    let request = county.http.post(county.url("/v1/console/bundles"));
    let stranger = request.header("ruhu-console", "1").body(file).send().await;
    assert_eq!(stranger.unwrap().status(), 401);
}
