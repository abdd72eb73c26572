//! A phone in a process of its own, to be killed: `loaded-phone DIR CLOCK_MS SEED` records visits
//! and runs rounds, one after the other, for ever. It says `open` once it is, and `sealed` and the
//! visit's id after every seal: from then on a person has been told that the visit is safe.

use std::io::Write as _;
use std::path::PathBuf;

use fastrand::Rng;
use fleet::phone::{Clock, Phone};
use fleet::visitor::{self, Finding, Manner};

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().unwrap());
    let clock = Clock::at(args.next().unwrap().parse().unwrap());
    let mut rng = Rng::with_seed(args.next().unwrap().parse().unwrap());
    let phone = Phone::open(&dir, clock).unwrap();
    tell("open");
    let manner = Manner {
        profile: "routine",
        finding: Finding::Nothing,
        camera_px: 320,
        minutes: 1,
        scene: None,
    };
    loop {
        let household = tests::household(&phone, rng.usize(..100)).await;
        let sealed = visitor::visit(&phone, &household, manner, &mut rng)
            .await
            .unwrap();
        tell(&format!("sealed {}", sealed.visit_id));
        // The county is killed too: a round may well fail.
        let _ = tests::sync(&phone).await;
    }
}

fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}
