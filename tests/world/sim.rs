//! The simulation's fixed seeds, each in a process of its own: its chance and its clock are its
//! own, too.

use std::process::{Command, Output};

fn sim(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sim"));
    // Thousands of small synced writes: in memory, where there is any.
    if std::path::Path::new("/dev/shm").is_dir() {
        command.args(["--folder", "/dev/shm"]);
    }
    command.args(args).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn no_seed_loses_doubles_or_muddles_anything() {
    let output = sim(&["--from", "1", "--seeds", "12"]);
    assert!(output.status.success(), "{}", text(&output));
}

#[test]
fn a_seed_replays_exactly() {
    let digest = || {
        let output = text(&sim(&["--seed", "7"]));
        let line = output.lines().find(|line| line.contains("digest")).unwrap();
        line.rsplit(' ').next().unwrap().to_owned()
    };
    assert_eq!(digest(), digest());
}
