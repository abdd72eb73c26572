//! What the phones promised: every change that was ever queued, with its bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::facts::Place;
use super::handset::Handset;

/// One change that a phone took on.
pub struct Promise {
    pub phone: usize,
    pub edit: String,
}

#[derive(Default)]
pub struct Ledger {
    changes: BTreeMap<String, Promise>,
    /// Visits a person was told are sealed: phone, visit, revision.
    sealed: Vec<(usize, String, u32)>,
    /// Changes that left as they are, on the line or in a file.
    left: BTreeSet<String>,
    /// Changes that arrived bent. Whatever the county says of those bytes, it says of the change:
    /// only where no other copy is about is that the truth.
    bent: BTreeSet<String>,
    /// Facts that the county may have decided on itself, and what stood then.
    console: Vec<(Place, Value)>,
}

impl Ledger {
    /// Takes down what is new in a phone's outbox; how much that was.
    pub fn look(&mut self, phones: &[Handset], phone: usize) -> usize {
        let before = self.changes.len();
        let rows = phones[phone].rows(
            "select change_id, edit from outbox union all select change_id, edit from receipt",
        );
        for row in rows {
            let [change, edit] = <[String; 2]>::try_from(row).unwrap();
            self.changes
                .entry(change)
                .or_insert(Promise { phone, edit });
        }
        self.changes.len() - before
    }

    pub fn sealed(&mut self, phone: usize, visit: &str, revision: u32) {
        self.sealed.push((phone, visit.to_owned(), revision));
    }

    /// The person took the seal back.
    pub fn reopened(&mut self, phone: usize, visit: &str) {
        self.sealed
            .retain(|(of, sealed, _)| (*of, sealed.as_str()) != (phone, visit));
    }

    pub fn leave(&mut self, changes: impl IntoIterator<Item = String>) {
        self.left.extend(changes);
    }

    /// Whether these may be bent: no other copy of them is about.
    pub fn bend(&mut self, changes: &[String]) -> bool {
        let alone = changes.iter().all(|change| !self.left.contains(change));
        if alone {
            self.bent.extend(changes.iter().cloned());
        }
        alone
    }

    pub fn was_bent(&self, change: &str) -> bool {
        self.bent.contains(change)
    }

    pub fn decided_at_the_console(&mut self, fact: Place, stood: Value) {
        self.console.push((fact, stood));
    }

    pub fn console_decisions(&self) -> &[(Place, Value)] {
        &self.console
    }

    pub fn changes(&self) -> impl Iterator<Item = (&String, &Promise)> {
        self.changes.iter()
    }

    pub fn seals(&self) -> &[(usize, String, u32)] {
        &self.sealed
    }

    pub fn len(&self) -> usize {
        self.changes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
