//! Writes `ui/src/bridge/commands.ts` from the commands and their types.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::error::{CallError, ErrorCode};
use crate::views::me::SyncProgress;

struct Declarations<'a> {
    config: &'a Config,
    seen: HashSet<TypeId>,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // Only types of our own have a file; the rest are TypeScript's.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}", T::decl(self.config));
            self.found.insert(T::ident(self.config), text);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The whole file.
fn commands_ts() -> String {
    // Every number of a view fits JavaScript's 53 bits: milliseconds, fen, counts.
    let config = Config::new().with_large_int("number");
    let mut types = Declarations {
        config: &config,
        seen: HashSet::new(),
        found: BTreeMap::new(),
    };
    crate::commands::visit_types(&mut types);
    types.visit::<ErrorCode>();
    types.visit::<CallError>();
    types.visit::<SyncProgress>();

    let mut text = String::from("// Written by cargo test. Do not edit.\n\n");
    text.push_str("/** Every command: what it takes and what it answers. */\n");
    text.push_str("export type Commands = {\n");
    for (name, args, answer) in crate::commands::signatures(&config) {
        text.push_str(&format!("  {name}: [{args}, {answer}]\n"));
    }
    text.push_str("}\n");
    for declaration in types.found.values() {
        text.push('\n');
        text.push_str(declaration);
        text.push('\n');
    }
    text
}

/// `RUHU_WRITE_TS=1 cargo test -p app` writes it anew.
#[test]
fn the_screens_and_the_app_agree_on_every_command() {
    let path = std::path::Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../ui/src/bridge/commands.ts"
    ));
    let wanted = commands_ts();
    if std::env::var_os("RUHU_WRITE_TS").is_some() || !path.exists() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &wanted).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(
        committed == wanted,
        "ui/src/bridge/commands.ts is stale: run RUHU_WRITE_TS=1 cargo test -p app typescript"
    );
}
