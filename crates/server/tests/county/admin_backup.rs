//! A backup made from the console is a sound one, and stays on the server's disk.

use reqwest::Method;
use serde_json::{Value, json};
use server::upkeep;

use crate::console::{Browser, boss, captain};
use crate::support::{CAI, County, ON_POSTGRES};

/// A job once it runs no more.
pub async fn ended(boss: &Browser<'_>, id: &str) -> Value {
    loop {
        let job = boss.get(&format!("/jobs/{id}")).await;
        if job["state"] != "running" {
            return job;
        }
    }
}

#[tokio::test]
async fn a_backup_made_now_brings_the_county_back() {
    let mut county = County::new().await;
    let boss = boss(&county).await;
    let list = boss.get("/backups").await;
    let (status, begun) = boss.ask(Method::POST, "/backups", None).await;
    if std::env::var(ON_POSTGRES).is_ok() {
        assert_eq!(list["is_sqlite"], false);
        assert_eq!((status, &begun["code"]), (409, &json!("not_sqlite")));
        return;
    }
    assert_eq!(list["backups"], json!([]));
    assert_eq!(status, 200, "{begun}");
    let job = ended(&boss, begun["job_id"].as_str().unwrap()).await;
    assert_eq!(job["state"], "done", "{job}");
    let list = boss.get("/backups").await;
    let name = list["backups"][0]["name"].as_str().unwrap().to_owned();
    assert_eq!(name, "county-20261122100000.sqlite");
    assert!(list["backups"][0]["bytes"].as_u64().unwrap() > 100_000);
    let file = county.folder().join("backups").join(&name);
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "it holds the signing key");
    let audit = boss.search("audit", json!({})).await.to_string();
    assert!(audit.contains("backup_begun"));

    drop(boss);
    let config = county.config.clone();
    county.running.take().unwrap().stop().await;
    upkeep::restore(&config, &file).await.unwrap();
}

#[tokio::test]
async fn only_an_administrator_backs_up() {
    let county = County::new().await;
    let cai = captain(&county, CAI, "cai").await;
    assert_eq!(cai.ask(Method::POST, "/backups", None).await.0, 403);
    assert_eq!(cai.ask(Method::GET, "/backups", None).await.0, 403);
}
