//! A county server in a process of its own, to be killed: `county-server DIR ADDRESS CLOCK_MS DATABASE`.

use std::path::PathBuf;

use fleet::county::{COUNTY_CODE, COUNTY_NAME};
use fleet::phone::Clock;

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let data_dir = PathBuf::from(args.next().unwrap());
    let listen = args.next().unwrap().parse().unwrap();
    let clock = Clock::at(args.next().unwrap().parse().unwrap());
    let county = server::CountySeed {
        name: COUNTY_NAME.to_owned(),
        code: COUNTY_CODE.to_owned(),
    };
    let database = tests::database::from_argument(&args.next().unwrap());
    let _running = server::start(server::Config {
        data_dir,
        listen,
        database,
        blobs: server::BlobPlace::Folder,
        county,
        clock,
    })
    .await
    .unwrap();
    println!("listening");
    std::future::pending::<()>().await;
}
