//! Arrows point down only (ARCHITECTURE.md, "Layers"), and each door to the world has one keeper.

use std::collections::BTreeSet;
use std::process::Command;

/// Which of our crates each crate may know.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("protocol", &["domain"]),
    ("photo", &[]),
    ("bundle", &["domain", "protocol"]),
    ("store", &["domain", "protocol"]),
    ("sync", &["bundle", "domain", "protocol", "store"]),
    (
        "app",
        &["bundle", "domain", "photo", "protocol", "store", "sync"],
    ),
    ("server", &["bundle", "domain", "protocol"]),
    ("preview", &["app", "domain"]),
    ("ruhu", &["app", "domain"]),
    // Tools that play everybody: never shipped.
    (
        "fleet",
        &[
            "app", "domain", "preview", "protocol", "server", "store", "sync",
        ],
    ),
];

/// Which crates may use a door to the world.
const KEEPERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store", "server"]),
    ("postgres", &["server", "tests"]),
    ("reqwest", &["sync", "server", "fleet", "tests"]),
    ("image", &["photo", "fleet"]),
    ("axum", &["server", "preview", "tests"]),
    ("tauri", &["ruhu"]),
    ("ts-rs", &["app", "server"]),
];

struct Package {
    name: String,
    depends_on: BTreeSet<String>,
}

/// What `cargo metadata` says of the workspace, dependencies of tests left out.
fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let package = |package: &serde_json::Value| Package {
        name: package["name"].as_str().unwrap().to_owned(),
        depends_on: package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dependency| dependency["kind"].is_null())
            .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
            .collect(),
    };
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(package)
        .collect()
}

#[test]
fn no_crate_knows_one_above_or_beside_it() {
    let packages = packages();
    let ours: BTreeSet<&str> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    assert!(ours.len() > 8, "cargo metadata lists the workspace");
    for package in packages.iter().filter(|package| package.name != "tests") {
        let allowed = ALLOWED
            .iter()
            .find_map(|(name, allowed)| (*name == package.name).then_some(*allowed))
            .unwrap_or_else(|| panic!("{} is not in ALLOWED", package.name));
        for dependency in package
            .depends_on
            .iter()
            .filter(|name| ours.contains(name.as_str()))
        {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{} may not know {dependency}",
                package.name,
            );
        }
    }
}

#[test]
fn each_door_to_the_world_has_one_keeper() {
    for package in packages() {
        for (door, keepers) in KEEPERS {
            assert!(
                !package.depends_on.contains(*door) || keepers.contains(&package.name.as_str()),
                "{} may not use {door}",
                package.name,
            );
        }
    }
}

#[test]
fn only_the_bridge_knows_tauri() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|end| end == "ts" || end == "vue")
                && !path.starts_with(root.join("bridge"))
            {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(!text.contains("@tauri-apps/"), "{}", path.display());
            }
        }
    }
}
