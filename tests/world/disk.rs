//! Full disks, on either side: nothing is lost, nothing is half there, and a person is told.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::ErrorCode;
use app::views::me::Me;
use app::views::visit::VisitForm;
use fleet::phone::{Error, Phone};
use serde_json::{Value, json};
use tests::{County, me, sync, visit};

/// A disk that has no page left when it is told so.
#[derive(Default)]
struct Disk(AtomicBool);

impl store::Fuse for Disk {
    fn holds(&self) -> bool {
        true
    }

    fn is_disk_full(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

fn code<T>(result: Result<T, Error>) -> ErrorCode {
    match result {
        Err(Error::Call(error)) => error.code,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_whose_disk_fills_up_keeps_every_step_before_and_no_half_of_one() {
    let county = County::new().await;
    let disk = Arc::new(Disk::default());
    let dir = county.dir.path().join("phones/ana");
    let ana = Phone::open_with(&dir, county.clock(), Some(disk.clone())).unwrap();
    let person = county.stage.county.cadres[0].id;
    let enrolment = county.stage.enrolment(person).await.unwrap();
    ana.enrol(&county.road.url(), &enrolment).await.unwrap();
    sync(&ana).await.unwrap();
    visit(&ana, 0).await;

    disk.0.store(true, Ordering::SeqCst);
    // Free pages inside the file are used up first; then a step fails whole.
    let mut begun: Vec<VisitForm> = Vec::new();
    let failed = loop {
        let household = tests::household(&ana, begun.len() + 1).await;
        let start = json!({ "household_id": household, "profile": "full" });
        match ana.call::<VisitForm>("start_visit", start).await {
            Ok(form) => begun.push(form),
            Err(error) => break code::<Value>(Err(error)),
        }
        assert!(begun.len() < 40, "the disk never filled");
    };
    assert_eq!(failed, ErrorCode::DiskFull);
    let today: Value = ana.call("today", json!({})).await.unwrap();
    assert_eq!(
        today["drafts"].as_array().unwrap().len(),
        begun.len(),
        "none half begun"
    );
    let kept = me(&ana).await;
    assert_eq!(kept.waiting.len(), 1, "what was sealed before is here");
    // A round may fail for want of a page, but not lose anything.
    let round = sync(&ana).await;
    if let Err(error) = round {
        assert_eq!(code::<Value>(Err(error)), ErrorCode::DiskFull);
    }

    disk.0.store(false, Ordering::SeqCst);
    sync(&ana).await.unwrap();
    let state = me(&ana).await;
    assert_eq!((state.waiting.len(), state.photos_waiting), (0, 0));
    assert_eq!(county.visits().await.len(), 1);
    visit(&ana, begun.len() + 1).await;
}

/// Set for the child that has a small disk of its own at this path.
const SMALL_DISK: &str = "RUHU_SMALL_DISK";
/// Set by whoever knows that this machine lets nobody mount anything, and can live with it.
const NO_NAMESPACES: &str = "RUHU_NO_NAMESPACES";

/// Runs the test `name` of this program again, where `RUHU_SMALL_DISK` is a real file system of a
/// few megabytes. Needs no root: a namespace of its own may mount what it likes.
fn on_a_small_disk(megabytes: u32, name: &str) {
    if std::env::var_os(NO_NAMESPACES).is_some() {
        return;
    }
    let mount = tempfile::tempdir().unwrap();
    let script = format!("mount -t tmpfs -o size={megabytes}m none \"$0\" && exec \"$@\"");
    let done = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .arg(mount.path())
        .arg(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", name])
        .env(SMALL_DISK, mount.path())
        // PostgreSQL's disk is its own; a county's is full where its rows are.
        .env_remove(tests::database::ON_POSTGRES)
        .output()
        .unwrap_or_else(|error| panic!("unshare: {error}; {NO_NAMESPACES}=1 goes without"));
    assert!(
        done.status.success(),
        "{}{}\nwhere nobody may mount anything, {NO_NAMESPACES}=1 goes without",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(
        String::from_utf8_lossy(&done.stdout).contains("1 passed"),
        "the child ran no test: {name}"
    );
}

fn small_disk() -> PathBuf {
    std::env::var_os(SMALL_DISK).unwrap().into()
}

/// Takes the last byte of the disk.
fn fill(dir: &Path) -> PathBuf {
    use std::io::Write as _;
    let path = dir.join("filler");
    let mut file = std::fs::File::create(&path).unwrap();
    for size in [1 << 20, 4096, 512, 1] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
    path
}

#[test]
fn a_county_with_a_really_full_disk_loses_nothing_and_says_so() {
    on_a_small_disk(48, "disk::county_on_a_small_disk");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run on a small disk by a_county_with_a_really_full_disk_loses_nothing_and_says_so"]
async fn county_on_a_small_disk() {
    let disk = small_disk();
    let county = County::new_in(&disk).await;
    let away = tempfile::tempdir().unwrap();
    let ana = Phone::open(away.path(), county.clock()).unwrap();
    let person = county.stage.county.cadres[0].id;
    let enrolment = county.stage.enrolment(person).await.unwrap();
    ana.enrol(&county.road.url(), &enrolment).await.unwrap();
    sync(&ana).await.unwrap();

    // So little room is kept for words: they are taken, photos wait, and the round is a good one.
    visit(&ana, 0).await;
    let done = sync(&ana).await.unwrap();
    assert_eq!((done.sent, done.photos), (1, 0));
    let state = me(&ana).await;
    assert_eq!(state.waiting.len(), 0);
    assert!(state.photos_waiting > 0);
    assert_eq!(county.visits().await.len(), 1);
    county.clock().advance(31_000);
    let desk = county.stage.desk(&county.stage.staff).await.unwrap();
    let overview = desk.get("overview").await.unwrap();
    assert_eq!(overview["room"], "no_photos");
    assert!(overview["free_bytes"].as_f64().unwrap() < 51e6);

    // Really full: nothing is taken, and the phone hears why.
    let filler = fill(&disk);
    let mut waiting = 0;
    let refused = loop {
        // What the database has room for within itself is still taken, whole.
        visit(&ana, waiting + 1).await;
        waiting += 1;
        match sync(&ana).await {
            Err(error) => break code::<Value>(Err(error)),
            Ok(_) => assert!(waiting < 30, "the disk never filled"),
        }
    };
    assert_eq!(refused, ErrorCode::ServerFull);
    let state: Me = me(&ana).await;
    assert!(!state.waiting.is_empty());
    assert_eq!(state.sync.last_error.as_deref(), Some("server_full"));

    std::fs::remove_file(filler).unwrap();
    sync(&ana).await.unwrap();
    assert_eq!(me(&ana).await.waiting.len(), 0);
    assert_eq!(county.visits().await.len(), waiting + 1, "each once");
}

#[test]
fn a_phone_with_a_really_full_disk_refuses_a_photo_whole() {
    on_a_small_disk(24, "disk::phone_on_a_small_disk");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run on a small disk by a_phone_with_a_really_full_disk_refuses_a_photo_whole"]
async fn phone_on_a_small_disk() {
    let county = County::new().await;
    let disk = small_disk();
    let ana = Phone::open(&disk.join("ana"), county.clock()).unwrap();
    let person = county.stage.county.cadres[0].id;
    let enrolment = county.stage.enrolment(person).await.unwrap();
    ana.enrol(&county.road.url(), &enrolment).await.unwrap();
    sync(&ana).await.unwrap();
    visit(&ana, 0).await;
    let household = tests::household(&ana, 1).await;
    let start = json!({ "household_id": household, "profile": "routine" });
    let form: VisitForm = ana.call("start_visit", start).await.unwrap();

    let filler = fill(&disk);
    let mut rng = fastrand::Rng::with_seed(3);
    let manner = fleet::visitor::Manner {
        profile: "routine",
        finding: fleet::visitor::Finding::Nothing,
        camera_px: 640,
        minutes: 1,
        scene: None,
    };
    let filled = fleet::visitor::fill(&ana, form.clone(), manner, &mut rng).await;
    assert_eq!(code(filled), ErrorCode::DiskFull);
    // No picture of which half is there under its name.
    for folder in ["original", "sent"] {
        for file in std::fs::read_dir(disk.join("ana/photos").join(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some() {
                continue; // begun beside its place, and written anew the next time
            }
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert_eq!(protocol::digest(&bytes), name);
        }
    }
    let again: VisitForm = ana
        .call("visit", json!({ "visit_id": form.visit_id }))
        .await
        .unwrap();
    assert!(again.editable, "the form is as it was");

    std::fs::remove_file(filler).unwrap();
    visit(&ana, 1).await;
    sync(&ana).await.unwrap();
    let state = me(&ana).await;
    assert_eq!((state.waiting.len(), state.photos_waiting), (0, 0));
    assert_eq!(county.visits().await.len(), 2);
}
