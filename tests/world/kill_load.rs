//! One load during which phones and the county are killed with -9 at random moments, again and
//! again: while saving, sending, receiving and starting.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fastrand::Rng;
use fleet::desk::Desk;
use fleet::phone::{Clock, Phone};
use serde_json::Value;
use tests::{County, me, sync};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// Deaths of each phone.
const DEATHS: u64 = 7;

/// A process that is killed when it goes, and what it says.
struct Killable {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Killable {
    async fn start(program: &str, args: &[&str], ready: &str) -> Self {
        let mut process = Command::new(program)
            .args(args)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let said = lines.next_line().await.unwrap();
        assert_eq!(said.as_deref(), Some(ready), "{program}");
        Self { process, lines }
    }

    /// SIGKILL: nothing is flushed, nobody is told. What it had said is returned.
    async fn kill(mut self) -> Vec<String> {
        self.process.start_kill().unwrap();
        let mut said = Vec::new();
        while let Some(line) = self.lines.next_line().await.unwrap() {
            said.push(line);
        }
        let status = self.process.wait().await.unwrap();
        // It was at work until the axe fell, and had not given up of itself.
        assert_eq!(status.code(), None, "{said:?}");
        said
    }
}

async fn some_time(rng: &mut Rng, longest_ms: u64) {
    tokio::time::sleep(Duration::from_millis(rng.u64(0..longest_ms))).await;
}

/// Runs one phone until it has died often enough; returns the visits it called safe.
async fn phone_that_dies(dir: PathBuf, now: i64, seed: u64) -> Vec<String> {
    let mut rng = Rng::with_seed(seed);
    let mut sealed = Vec::new();
    for life in 0..DEATHS {
        let now = now + i64::try_from(life).unwrap() * 3_600_000;
        let args = [
            dir.to_str().unwrap(),
            &now.to_string(),
            &rng.u64(..).to_string(),
        ];
        let mut phone = Killable::start(env!("CARGO_BIN_EXE_loaded-phone"), &args, "open").await;
        let mut said = Vec::new();
        if life % 2 == 1 {
            // However slow the machine, every second life has something to lose.
            said.extend(phone.lines.next_line().await.unwrap());
        }
        some_time(&mut rng, 1_500).await;
        said.extend(phone.kill().await);
        // A line cut short is no promise.
        sealed.extend(
            said.iter()
                .filter_map(|line| line.strip_prefix("sealed "))
                .filter(|id| id.len() == 36)
                .map(str::to_owned),
        );
    }
    sealed
}

async fn county_server(folder: &Path, address: &str, now: i64, database: &str) -> Killable {
    let args = [
        folder.to_str().unwrap(),
        address,
        &now.to_string(),
        database,
    ];
    Killable::start(env!("CARGO_BIN_EXE_county-server"), &args, "listening").await
}

/// All that the console shows, page by page.
async fn every_visit(desk: &Desk) -> Vec<Value> {
    let mut visits = Vec::new();
    let mut path = "visits".to_owned();
    loop {
        let page = desk.get(&path).await.unwrap();
        visits.extend(page["visits"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => path = format!("visits?after={next}"),
            None => return visits,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_and_county_killed_at_random_moments_of_one_load_lose_and_double_nothing() {
    let seed = std::env::var("RUHU_KILL_SEED")
        .ok()
        .map_or_else(|| fastrand::u64(..), |seed| seed.parse().unwrap());
    println!("RUHU_KILL_SEED={seed}");
    let mut rng = Rng::with_seed(seed);

    let county = County::new().await;
    let people = [county.ana().await, county.bo().await, county.chen().await];
    let dirs = people.map(|phone| phone.dir);
    let now = county.clock().ms();
    let address = county.stage.server.addr.to_string();
    let folder = county.dir.path().join("county");
    let County {
        stage,
        road: _road,
        dir: _dir,
        database,
    } = county;
    let database = tests::database::to_argument(&database).to_owned();
    stage.server.stop().await;

    let over = Arc::new(AtomicBool::new(false));
    let phones: Vec<_> = dirs
        .iter()
        .map(|dir| tokio::spawn(phone_that_dies(dir.clone(), now, rng.u64(..))))
        .collect();
    let served = tokio::spawn({
        let (folder, address, database) = (folder.clone(), address.clone(), database.clone());
        let over = over.clone();
        async move {
            let mut deaths = 0;
            while !over.load(Ordering::SeqCst) {
                let server = county_server(&folder, &address, now, &database).await;
                some_time(&mut rng, 1_200).await;
                server.kill().await;
                deaths += 1;
            }
            deaths
        }
    });
    let mut sealed = BTreeSet::new();
    for phone in phones {
        sealed.extend(phone.await.unwrap());
    }
    over.store(true, Ordering::SeqCst);
    let deaths: u32 = served.await.unwrap();
    println!(
        "{} visits called safe, {deaths} deaths of the county",
        sealed.len()
    );
    assert!(sealed.len() > 5 && deaths > 3, "hardly a load");

    let server = county_server(&folder, &address, now, &database).await;
    let later = now + 100 * 3_600_000;
    for dir in &dirs {
        let phone = Phone::open(dir, Clock::at(later)).unwrap();
        // What a dead phone asked last may still be at work in the county: its photo is locked.
        for _ in 0..20 {
            let _ = sync(&phone).await;
            let state = me(&phone).await;
            if state.waiting.is_empty() && state.photos_waiting == 0 {
                break;
            }
        }
        let state = me(&phone).await;
        assert_eq!((state.waiting.len(), state.photos_waiting), (0, 0));
        assert_eq!(state.recorded, state.verified);
    }
    let seconds = u64::try_from(now / 1000).unwrap();
    let desk = Desk::sign_in(&stage.url, &stage.staff, seconds)
        .await
        .unwrap();
    let visits = every_visit(&desk).await;
    let at_county: BTreeSet<_> = visits
        .iter()
        .map(|visit| visit["visit_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(at_county.len(), visits.len(), "a visit is there twice");
    let lost: Vec<_> = sealed.difference(&at_county).collect();
    assert!(lost.is_empty(), "called safe, and lost: {lost:?}");
    for visit in &visits {
        assert_eq!(visit["revision"], 1);
        assert_eq!(visit["photos"], visit["photos_verified"]);
    }
    server.kill().await;
}
