//! Runs one round on a phone's folder and kills itself (SIGKILL: no destructor, no flush) at the
//! n-th step boundary. Prints the number of boundaries passed when it lives to the end.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use domain::Timestamp;
use store::{Key, Store, identity};
use sync::{Control, DeviceKey, Folder, HttpServer, Parties};

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().unwrap());
    let now = Timestamp::from_ms(args.next().unwrap().parse().unwrap());
    let die_at: u32 = args.next().unwrap().parse().unwrap();

    // The same files the app keeps; a phone without a PIN stores its key behind one byte.
    let secrets: BTreeMap<String, Vec<u8>> =
        serde_json::from_slice(&std::fs::read(dir.join("secrets.json")).unwrap()).unwrap();
    let key: [u8; 32] = secrets["store_key"][1..].try_into().unwrap();
    let seed: [u8; 32] = secrets["device_key"].as_slice().try_into().unwrap();
    let store = Store::open(&dir.join("ruhu.db"), &Key::from_bytes(key)).unwrap();
    let device = store.read(identity::device).unwrap().unwrap();

    let passed = AtomicU32::new(0);
    let progress = |_: &sync::Progress| {
        if passed.fetch_add(1, Ordering::SeqCst) + 1 == die_at {
            kill_myself();
        }
    };
    sync::round(&Parties {
        server: &HttpServer::new(&device.server_url).unwrap(),
        store: &store,
        files: &Folder(dir.join("photos")),
        key: &DeviceKey::from_seed(seed),
        now: &|| now,
        control: Control {
            progress: &progress,
            cancelled: &AtomicBool::new(false),
        },
        send_photos: true,
        boot: None,
    })
    .await
    .unwrap();
    println!("{}", passed.load(Ordering::SeqCst));
}

/// The shell's kill: the standard library can only kill children.
fn kill_myself() -> ! {
    let _ = Command::new("kill")
        .args(["-9", &std::process::id().to_string()])
        .status();
    loop {
        std::thread::park();
    }
}
