//! Items a county cannot leave out, because rules need their answers.

use super::fault::{Fault, FaultCode};
use super::{Faults, Origins};
use crate::checklist::derived::{written_homes, written_items};
use crate::checklist::{Derived, Fact, Item, Predicate, Section, Template};

/// How the household was met, and whether it was: sealing, coverage and review rest on them.
const ALWAYS: [&str; 2] = ["visit_method", "household_presence"];

pub(super) fn check(template: &Template, origins: &Origins, faults: &mut Faults) {
    for (at, section) in template.sections.iter().enumerate() {
        for (within, item) in section.items.iter().enumerate() {
            let is_gone = section.hidden || item.hidden;
            if !is_gone || !item.required && !ALWAYS.contains(&item.code.as_str()) {
                continue;
            }
            if let Some(reader) = reader(template, &item.code) {
                let own = origins.items.get(&item.code);
                let home = origins.sections.get(&section.code);
                let path = own.or(home).cloned();
                let path = path.unwrap_or_else(|| origins.item(template, (at, within)));
                let fault = Fault::new(path, FaultCode::Needed, reader).at("hide");
                faults.push(fault);
            }
        }
    }
}

/// What reads an item that is left out.
fn reader(template: &Template, item: &str) -> Option<String> {
    if ALWAYS.contains(&item) {
        return Some("visit".to_owned());
    }
    for section in template.sections.iter().filter(|section| !section.hidden) {
        if section
            .show_if
            .as_ref()
            .is_some_and(|when| reads(when, item))
        {
            return Some(section.code.clone());
        }
        let mut others = section.items.iter().filter(|other| !other.hidden);
        if let Some(other) = others.find(|other| other.code != item && item_reads(other, item)) {
            return Some(other.code.clone());
        }
    }
    let drawn = template
        .derived
        .iter()
        .filter(|one| is_drawn(template, one));
    let mut needy = drawn.filter(|one| conclusion_reads(one, item) || sums_up(template, one, item));
    needy.next().map(|one| one.code.clone())
}

fn item_reads(other: &Item, item: &str) -> bool {
    let shown = other.show_if.iter();
    let photo = other.photo.iter().filter_map(|rule| rule.when.as_ref());
    let raised = other.raises.iter().map(|raise| &raise.when);
    shown
        .chain(photo)
        .chain(raised)
        .any(|when| reads(when, item))
}

fn conclusion_reads(one: &Derived, item: &str) -> bool {
    let table = one.table.iter().filter_map(|row| row.when.as_ref());
    let raised = one.raises.iter().map(|raise| &raise.when);
    table.chain(raised).any(|when| reads(when, item))
        || one.table.is_empty() && written_items(&one.code).contains(&item)
}

/// The overall conclusion stands on those of its sections.
fn sums_up(template: &Template, one: &Derived, item: &str) -> bool {
    let within = |part: &&Derived| part.homes.iter().all(|home| one.homes.contains(home));
    let mut parts = template.derived.iter().filter(within);
    one.code == "lbsb_conclusion" && parts.any(|part| conclusion_reads(part, item))
}

/// With all its sections left out, a conclusion is no longer drawn and needs nothing.
fn is_drawn(template: &Template, one: &Derived) -> bool {
    let is_there = |section: Option<&Section>| section.is_some_and(|section| !section.hidden);
    let homes = written_homes(&one.code);
    if homes.is_empty() {
        let mut homes = one.homes.iter();
        return homes.any(|home| is_there(template.sections.get(*home)));
    }
    homes.iter().any(|home| is_there(template.section(home)))
}

pub(super) fn reads(when: &Predicate, item: &str) -> bool {
    let mut found = false;
    when.facts(&mut |fact| found |= matches!(fact, Fact::Item(read) if read.code == item));
    found
}
