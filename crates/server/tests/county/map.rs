//! The map: boundaries come from a file, are looked at first and can be taken back; where
//! households are is for few; and a browser is told neither key nor address of any source.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::support::{CAI, County, DING, FAR_HOUSE, household};

const VILLAGE: &str = "990101101200";

fn square(lon: f64) -> Value {
    json!({ "type": "Polygon", "coordinates": [[[lon, 34.0], [lon + 0.1, 34.0],
        [lon + 0.1, 34.1], [lon, 34.1], [lon, 34.0]]] })
}

fn file(features: &[(Value, Value)]) -> String {
    let features: Vec<_> = features
        .iter()
        .map(|(properties, geometry)| {
            json!({ "type": "Feature", "properties": properties, "geometry": geometry })
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

/// Both villages, one by its code and one by its name, and what belongs nowhere.
fn county_file() -> String {
    file(&[
        (json!({ "code": VILLAGE }), square(105.0)),
        (json!({ "NAME": "河村" }), square(105.2)),
        (json!({ "name": "林场" }), square(105.4)),
        (json!({ "code": VILLAGE }), square(105.6)),
    ])
}

async fn bring(county: &County, desk: &Browser<'_>, query: &str, body: String) -> (u16, Value) {
    let response = county
        .http
        .post(county.url(&format!("/v1/console/map/boundaries?{query}")))
        .header("cookie", &desk.cookie)
        .header("ruhu-console", "1")
        .body(body)
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or(Value::Null))
}

async fn placed(county: &County) {
    let mut lines = Vec::new();
    for at in 0..4 {
        let id = format!("00000000-0000-7000-8000-0000000001{}", 50 + at);
        let mut line = household(&id, &format!("30{at}"), VILLAGE);
        line["lat"] = json!(34.05 + f64::from(at) * 0.00001);
        line["lon"] = json!(105.05);
        lines.push(line.to_string());
    }
    let mut alone = household(FAR_HOUSE, "2001", "990101102200");
    (alone["lat"], alone["lon"]) = (json!(34.2), json!(105.25));
    lines.push(alone.to_string());
    let opened = county.opened();
    let reply = server::bootstrap::import_roster(&opened, lines.join("\n")).await;
    assert_eq!(reply.unwrap().refused, []);
}

#[tokio::test]
async fn a_file_is_looked_at_before_it_is_kept_and_can_be_taken_back() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let (status, check) = bring(&county, &desk, "datum=CGCS2000", county_file()).await;
    assert_eq!(status, 200, "{check}");
    assert_eq!(
        (&check["villages"], &check["saved"]),
        (&json!(2), &json!(false))
    );
    assert_eq!(check["unknown"], json!([{ "number": 3, "says": "林场" }]));
    assert_eq!(
        (&check["repeated"], &check["missing"]),
        (&json!([4]), &json!([]))
    );
    let preview: Value = serde_json::from_str(check["preview"].as_str().unwrap()).unwrap();
    assert_eq!(preview["features"].as_array().unwrap().len(), 2);
    assert_eq!(desk.get("/map").await["boundaries"], Value::Null);

    let (status, saved) = bring(&county, &desk, "datum=CGCS2000&save=true", county_file()).await;
    assert_eq!((status, &saved["saved"]), (200, &json!(true)));
    let one = file(&[(json!({ "code": VILLAGE }), square(105.0))]);
    let (_, second) = bring(&county, &desk, "datum=GCJ02&save=true", one).await;
    assert_eq!(
        second["missing"],
        json!([{ "code": "990101102200", "name": "河村" }])
    );
    let page = desk.get("/map").await;
    assert_eq!(
        (
            &page["boundaries"]["version"],
            &page["boundaries"]["villages"]
        ),
        (&json!(2), &json!(1))
    );
    let bounded: Vec<_> = page["villages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["bounded"])
        .collect();
    assert_eq!(bounded, [&json!(true), &json!(false)]);
    let moved = desk.get("/map/boundaries/2").await;
    let corner = &moved["features"][0]["geometry"]["coordinates"][0][0][0];
    assert!(
        (corner[0].as_f64().unwrap() - 105.0).abs() > 0.001,
        "{corner}"
    );

    let take_back = async |version: u32| {
        let path = format!("/map/boundaries/{version}/take-back");
        desk.ask(Method::POST, &path, None).await
    };
    // Whoever looks at an old page takes nothing back.
    assert_eq!(take_back(1).await.0, 409);
    let (status, page) = take_back(2).await;
    assert_eq!((status, &page["boundaries"]["version"]), (200, &json!(1)));
    assert_eq!(take_back(1).await.1["boundaries"], Value::Null);
    let (status, refused) = bring(&county, &desk, "datum=GCJ", county_file()).await;
    assert_eq!((status, &refused["field"]), (400, &json!("datum")));
    let nobody = file(&[(json!({ "name": "林场" }), square(105.4))]);
    let (status, refused) = bring(&county, &desk, "datum=WGS84&save=true", nobody).await;
    assert_eq!(
        (status, &refused["code"]),
        (400, &json!("no_village_known"))
    );
}

#[tokio::test]
async fn a_captain_sees_the_land_of_his_villages_and_no_household_on_it() {
    let county = County::new().await;
    placed(&county).await;
    let desk = boss(&county).await;
    bring(&county, &desk, "datum=WGS84&save=true", county_file()).await;
    let (cai, ding) = (
        captain(&county, CAI, "cai").await,
        captain(&county, DING, "ding").await,
    );
    let page = cai.get("/map").await;
    assert_eq!(page["villages"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&page["shows_homes"], &page["may_set"]),
        (&json!(false), &json!(false))
    );
    let drawn = ding.get("/map/boundaries/1").await;
    assert_eq!(drawn["features"].as_array().unwrap().len(), 1);
    assert_eq!(drawn["features"][0]["properties"]["code"], "990101102200");
    // One household is no middle of a village: it would be its door.
    assert_eq!(ding.get("/map").await["villages"][0]["lat"], Value::Null);
    assert_eq!(page["villages"][0]["lat"].as_f64().unwrap().round(), 34.0);
    let asked = json!({ "west": 104.0, "south": 33.0, "east": 106.0, "north": 35.0, "zoom": 17.0 });
    for (method, path, body) in [
        (Method::POST, "/map/households", Some(asked)),
        (Method::POST, "/map/boundaries/1/take-back", None),
        (Method::GET, "/map/settings", None),
    ] {
        assert_eq!(cai.ask(method, path, body).await.0, 403, "{path}");
    }
    assert_eq!(
        bring(&county, &cai, "datum=WGS84", county_file()).await.0,
        403
    );
}

#[tokio::test]
async fn households_are_together_from_afar_and_whoever_looks_closely_is_written_down() {
    let county = County::new().await;
    placed(&county).await;
    let desk = boss(&county).await;
    let homes = async |zoom: f64, west: f64| {
        let asked =
            json!({ "west": west, "south": 33.0, "east": 106.0, "north": 35.0, "zoom": zoom });
        let (status, answer) = desk.ask(Method::POST, "/map/households", Some(asked)).await;
        assert_eq!(status, 200, "{answer}");
        answer["clusters"].as_array().unwrap().clone()
    };
    let shown = async || {
        let audit = desk.search("audit", json!({})).await;
        let entries = audit["entries"].as_array().unwrap().clone();
        entries
            .iter()
            .filter(|one| one["action"] == "map_homes_shown")
            .count()
    };
    for zoom in [8.0, 13.0] {
        let far = homes(zoom, 104.0).await;
        let sizes: Vec<_> = far
            .iter()
            .map(|one| one["households"].as_u64().unwrap())
            .collect();
        assert_eq!(sizes, [4, 1], "zoom {zoom}");
        assert!(far.iter().all(|one| one["household_id"].is_null()));
        // Several are in the middle of where they are; one alone is drawn near, not on its door.
        let place = |one: &Value| (one["lat"].as_f64().unwrap(), one["lon"].as_f64().unwrap());
        let off = |at: f64, home: f64| (at - home).abs();
        let ((lat, _), (alone, beside)) = (place(&far[0]), place(&far[1]));
        assert!(off(lat, 34.050_015) < 1e-9, "{lat}");
        for distance in [off(alone, 34.2), off(beside, 105.25)] {
            assert!((1e-4..=0.0016).contains(&distance), "{distance}");
        }
    }
    assert_eq!(shown().await, 0);
    let close = homes(17.0, 105.2).await;
    assert_eq!(
        (close.len(), &close[0]["household_id"]),
        (1, &json!(FAR_HOUSE))
    );
    assert_eq!(shown().await, 1);
    let wrong = json!({ "west": 9.0, "south": 1.0, "east": 2.0, "north": 3.0, "zoom": 5.0 });
    assert_eq!(
        desk.ask(Method::POST, "/map/households", Some(wrong))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn a_key_never_comes_back_and_goes_to_no_other_address() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let form = |template: &str, key: &str| {
        Some(
            json!({ "kind": "tiles", "template": template, "key": key, "attribution": "天地图",
            "least_zoom": 1, "most_zoom": 18 }),
        )
    };
    let set = async |template: &str, key: &str| {
        desk.ask(Method::POST, "/map/settings", form(template, key))
            .await
    };
    let (first, other) = (
        "https://tile.invalid/{z}/{x}/{y}?tk={key}",
        "https://other.invalid/{z}/{x}/{y}?tk={key}",
    );
    let (status, kept) = set(first, "secret-key").await;
    assert_eq!((status, &kept["has_key"]), (200, &json!(true)));
    assert!(!kept.to_string().contains("secret-key"));
    assert_eq!(set(first, "").await.1["has_key"], true);
    let (status, refused) = set(other, "").await;
    assert_eq!(
        (status, &refused["code"], &refused["field"]),
        (400, &json!("missing"), &json!("secret"))
    );
    let (_, refused) = set("http://192.168.0.1/{z}/{x}/{y}", "").await;
    assert_eq!(refused["code"], "local_address");
    let page = desk.get("/map").await;
    assert_eq!(page["source"]["kind"], "tiles");
    assert!(!page.to_string().contains("invalid") && !page.to_string().contains("secret"));
    // No such host: a map is drawn without its tiles, and says so.
    let (status, silent) = desk.ask(Method::GET, "/tiles/3/1/2", None).await;
    assert_eq!(
        (status, &silent["code"]),
        (424, &json!("map_source_silent"))
    );
    assert_eq!(desk.ask(Method::GET, "/tiles/3/9/2", None).await.0, 404);
}

/// An archive of PMTiles with one tile of this kind; its head is what counts.
fn archive(kind: u8) -> Vec<u8> {
    let mut bytes = vec![0; 127];
    bytes[..8].copy_from_slice(b"PMTiles\x03");
    for (at, number) in [
        (8, 127_u64),
        (16, 17),
        (24, 144),
        (32, 2),
        (56, 146),
        (64, 4),
    ] {
        bytes[at..at + 8].copy_from_slice(&number.to_le_bytes());
    }
    (bytes[99], bytes[100], bytes[101]) = (kind, 9, 14);
    bytes.extend([0; 17]);
    bytes.extend(b"{}tile");
    bytes
}

#[tokio::test]
async fn a_map_beside_the_database_is_handed_out_in_parts() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let set = async || {
        let form = json!({ "kind": "file", "template": "", "key": null, "attribution": "自制",
            "least_zoom": 0, "most_zoom": 22 });
        desk.ask(Method::POST, "/map/settings", Some(form)).await
    };
    assert_eq!(set().await.1["code"], "no_map_file");
    let place = county.folder().join("map.pmtiles");
    for (bytes, code) in [
        (b"PMTiles-and-more".to_vec(), "bad_map_file"),
        (archive(1), "vector_map"),
        (archive(2)[..140].to_vec(), "bad_map_file"),
    ] {
        std::fs::write(&place, bytes).unwrap();
        let (status, refused) = set().await;
        assert_eq!(
            (status, &refused["code"], &refused["field"]),
            (400, &json!(code), &json!("kind"))
        );
    }
    std::fs::write(&place, archive(2)).unwrap();
    let (status, kept) = set().await;
    assert_eq!(status, 200, "{kept}");
    // As near as it was drawn, whatever the form said.
    assert_eq!(
        (&kept["least_zoom"], &kept["most_zoom"]),
        (&json!(9), &json!(14))
    );
    let part = async |range: &str| {
        let asked = county.http.get(county.url("/v1/console/map/file"));
        let asked = asked.header("cookie", &desk.cookie).header("range", range);
        let answer = asked.send().await.unwrap();
        (answer.status().as_u16(), answer.bytes().await.unwrap())
    };
    assert_eq!(part("bytes=0-6").await, (206, "PMTiles".into()));
    assert_eq!(part("bytes=146-9999").await, (206, "tile".into()));
    assert_eq!(part("bytes=150-160").await.0, 416);
    assert_eq!(part("bytes=0-").await.0, 416);
    // Put another in its place, and whoever is reading notices.
    let edition = async || {
        let asked = county.http.get(county.url("/v1/console/map/file"));
        let asked = asked
            .header("cookie", &desk.cookie)
            .header("range", "bytes=0-6");
        asked.send().await.unwrap().headers()["etag"].clone()
    };
    let first = edition().await;
    assert_eq!(edition().await, first);
    std::fs::write(&place, [archive(2), b"s".to_vec()].concat()).unwrap();
    assert_ne!(edition().await, first);
}
