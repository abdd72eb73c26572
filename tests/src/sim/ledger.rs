//! What the phones promised: every change that was ever queued, with its bytes.

use std::collections::BTreeMap;

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
