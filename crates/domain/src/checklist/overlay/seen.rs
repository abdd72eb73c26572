//! Items no answers can make appear, and comparisons with options that are not there. Careful in
//! one direction: what is named here is truly wrong; not everything wrong is found.

use super::fault::{Fault, FaultCode};
use super::needs::reads;
use super::{Faults, Origins};
use crate::checklist::heard::Place;
use crate::checklist::{
    AnswerType, Decimal, Fact, Item, Literal, Op, Operand, Predicate, Scope, Section, Template,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(template: &Template, origins: &Origins, faults: &mut Faults) {
    for (place, section, item) in items(template) {
        let path = origins.item(template, place);
        if origins.items.contains_key(&item.code) {
            literals(template, item.show_if.as_ref(), &path, "show_if", faults);
            for (nth, raise) in item.raises.iter().enumerate() {
                let field = format!("raises[{nth}].when");
                literals(template, Some(&raise.when), &path, &field, faults);
            }
        }
        if let Some(path) = origins.sections.get(&section.code) {
            literals(template, section.show_if.as_ref(), path, "show_if", faults);
        }
    }
    let look = Look::new(template);
    for (place, section, item) in items(template) {
        if look.seen.contains(&place) || item.hidden || section.hidden {
            continue;
        }
        let code = if item.required {
            FaultCode::RequiredHidden
        } else {
            FaultCode::NeverSeen
        };
        // Where the overlay speaks of it, or leaves out what it waits for.
        let own = origins.items.get(&item.code).cloned();
        let cause = || {
            let rules = section.show_if.iter().chain(&item.show_if);
            let mut gone = origins.items.iter().chain(&origins.sections);
            gone.find(|(code, _)| rules.clone().any(|rule| reads_part(template, rule, code)))
                .map(|(_, path)| path.clone())
        };
        let path = own
            .or_else(cause)
            .unwrap_or_else(|| origins.item(template, place));
        faults.push(Fault::new(path, code, &item.code));
    }
}

/// Whether a rule reads an item, or any item of a section.
fn reads_part(template: &Template, rule: &Predicate, code: &str) -> bool {
    reads(rule, code)
        || template
            .section(code)
            .is_some_and(|section| section.items.iter().any(|item| reads(rule, &item.code)))
}

fn items(template: &Template) -> impl Iterator<Item = (Place, &Section, &Item)> {
    let sections = template.sections.iter().enumerate();
    sections.flat_map(|(at, section)| {
        let items = section.items.iter().enumerate();
        items.map(move |(within, item)| ((at, within), section, item))
    })
}

/// Options a rule compares with that the item does not have.
fn literals(
    template: &Template,
    rule: Option<&Predicate>,
    path: &str,
    field: &str,
    faults: &mut Faults,
) {
    let Some(rule) = rule else { return };
    each(rule, &mut |fact, op, value| {
        let (Fact::Item(read), Operand::Literal(value)) = (fact, value) else {
            return;
        };
        let Some((_, item)) = template.item(&read.code) else {
            return;
        };
        if item.options.is_empty() || op == Op::CountLt {
            return;
        }
        let codes: &[String] = match value {
            Literal::Text(code) => std::slice::from_ref(code),
            Literal::List(codes) => codes,
            _ => return,
        };
        for code in codes.iter().filter(|code| item.option(code).is_none()) {
            faults.push(Fault::new(path, FaultCode::UnknownOption, code).at(field));
        }
    });
}

fn each<'p>(rule: &'p Predicate, see: &mut impl FnMut(&'p Fact, Op, &'p Operand)) {
    match rule {
        Predicate::All(parts) | Predicate::Any(parts) => {
            parts.iter().for_each(|part| each(part, see));
        }
        Predicate::Not(part) => each(part, see),
        Predicate::Fact { fact, op, value } => see(fact, *op, value),
        Predicate::Derived { .. } => {}
    }
}

/// Which items some answers can make appear.
struct Look<'t> {
    template: &'t Template,
    seen: BTreeSet<Place>,
}

impl<'t> Look<'t> {
    /// Items are gone through in the order their visibility is settled.
    fn new(template: &'t Template) -> Self {
        let mut look = Self {
            template,
            seen: BTreeSet::new(),
        };
        for &(at, within) in &template.order {
            let section = template.sections.get(at);
            let item = section.and_then(|section| section.items.get(within));
            if let (Some(section), Some(item)) = (section, item)
                && !section.hidden
                && !item.hidden
                && look.can_appear(section, item)
            {
                look.seen.insert((at, within));
            }
        }
        look
    }

    fn can_appear(&self, section: &Section, item: &Item) -> bool {
        let mut rules = section.show_if.iter().chain(&item.show_if);
        if !rules.all(|rule| self.can(rule, section.scope).0) {
            return false;
        }
        let mut bounds = BTreeMap::new();
        let mut visited = BTreeSet::new();
        self.gather(section, item, &mut bounds, &mut visited);
        bounds.values().all(Bounds::is_possible)
    }

    /// Whether a rule can hold, and whether it can fail.
    fn can(&self, rule: &Predicate, scope: Scope) -> (bool, bool) {
        match rule {
            Predicate::All(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.can(part, scope)).collect();
                (
                    parts.iter().all(|(yes, _)| *yes),
                    parts.iter().any(|(_, no)| *no),
                )
            }
            Predicate::Any(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.can(part, scope)).collect();
                (
                    parts.iter().any(|(yes, _)| *yes),
                    parts.iter().all(|(_, no)| *no),
                )
            }
            Predicate::Not(part) => {
                let (yes, no) = self.can(part, scope);
                (no, yes)
            }
            Predicate::Fact { fact, op, value } => self.leaf(fact, *op, value, scope),
            Predicate::Derived { .. } => (true, true),
        }
    }

    fn leaf(&self, fact: &Fact, op: Op, value: &Operand, scope: Scope) -> (bool, bool) {
        if self.is_null(fact, scope) {
            let yes = op == Op::IsNull;
            return (yes, !yes);
        }
        if matches!(value, Operand::Fact(other) if self.is_null(other, scope)) {
            return (false, true);
        }
        let (Fact::Item(read), Operand::Literal(literal)) = (fact, value) else {
            return (true, true);
        };
        let item = self.template.item(&read.code).map(|(_, item)| item);
        (item.is_none_or(|item| can_be(item, op, literal)), true)
    }

    /// Whether a fact is an answer nobody can give.
    fn is_null(&self, fact: &Fact, scope: Scope) -> bool {
        let Fact::Item(read) = fact else {
            // Of no member in particular, nothing about a member is known.
            return matches!(fact, Fact::Member(_)) && scope != Scope::Member;
        };
        let Some(place) = read.place else { return true };
        let section = self.template.sections.get(place.0);
        let of_member = section.is_some_and(|section| section.scope == Scope::Member);
        !self.seen.contains(&place) || of_member && scope != Scope::Member
    }

    /// What must hold at once for an item to appear, fact by fact.
    fn gather(
        &self,
        section: &'t Section,
        item: &'t Item,
        bounds: &mut BTreeMap<String, Bounds>,
        visited: &mut BTreeSet<&'t str>,
    ) {
        if !visited.insert(&item.code) {
            return;
        }
        for rule in section.show_if.iter().chain(&item.show_if) {
            for (fact, op, value) in together(rule) {
                bounds.entry(name(fact)).or_default().add(op, value);
                // What must be answered must itself appear.
                if let Fact::Item(read) = fact
                    && op != Op::IsNull
                    && let Some((home, other)) = self.template.item(&read.code)
                {
                    self.gather(home, other, bounds, visited);
                }
            }
        }
    }
}

/// The comparisons of a rule that must all hold.
fn together(rule: &Predicate) -> Vec<(&Fact, Op, &Operand)> {
    match rule {
        Predicate::All(parts) => parts.iter().flat_map(together).collect(),
        Predicate::Any(parts) if parts.len() == 1 => parts.iter().flat_map(together).collect(),
        Predicate::Fact { fact, op, value } => vec![(fact, *op, value)],
        _ => Vec::new(),
    }
}

fn name(fact: &Fact) -> String {
    match fact {
        Fact::Item(read) => format!("item.{}", read.code),
        Fact::Member(field) => format!("member.{field}"),
        Fact::Household(field) => format!("household.{field}"),
        Fact::Visit(field) => format!("visit.{field}"),
        Fact::Param(key) => format!("param.{key}"),
    }
}

/// Whether some answer to the item compares so.
fn can_be(item: &Item, op: Op, literal: &Literal) -> bool {
    let codes = || item.options.iter().map(|option| option.code.as_str());
    let chooses = !item.options.is_empty();
    match (op, literal) {
        (Op::Eq, Literal::Text(code)) if chooses => codes().any(|one| one == code),
        (Op::Ne, Literal::Text(code)) if chooses => codes().any(|one| one != code),
        (Op::In | Op::ContainsAny, Literal::List(list)) if chooses => {
            codes().any(|one| list.iter().any(|code| code == one))
        }
        (Op::NotIn, Literal::List(list)) if chooses => {
            codes().any(|one| !list.iter().any(|code| code == one))
        }
        (_, Literal::Number(number)) if is_number(item) => {
            // Limits of money are in yuan, rules about it in fen.
            let scale = if item.answer_type == AnswerType::Money {
                100
            } else {
                1
            };
            let least = item.min.map(|limit| limit.millionths() * scale);
            let most = item.max.map(|limit| limit.millionths() * scale);
            let wanted = number.millionths();
            match op {
                Op::Eq => {
                    least.is_none_or(|least| least <= wanted)
                        && most.is_none_or(|most| most >= wanted)
                }
                Op::Lt => least.is_none_or(|least| least < wanted),
                Op::Le => least.is_none_or(|least| least <= wanted),
                Op::Gt => most.is_none_or(|most| most > wanted),
                Op::Ge => most.is_none_or(|most| most >= wanted),
                _ => true,
            }
        }
        _ => true,
    }
}

fn is_number(item: &Item) -> bool {
    matches!(
        item.answer_type,
        AnswerType::Integer | AnswerType::Number | AnswerType::Money
    )
}

/// What several comparisons leave of one fact.
#[derive(Default)]
struct Bounds {
    null: bool,
    known: bool,
    /// `None` while anything goes.
    allowed: Option<BTreeSet<String>>,
    barred: BTreeSet<String>,
    least: Option<(Decimal, bool)>,
    most: Option<(Decimal, bool)>,
}

impl Bounds {
    fn add(&mut self, op: Op, value: &Operand) {
        if op == Op::IsNull {
            self.null = true;
            return;
        }
        self.known = true;
        let Operand::Literal(literal) = value else {
            return;
        };
        match (op, literal) {
            (Op::Eq, Literal::Text(code)) => self.only([code.clone()].into()),
            (Op::Eq, Literal::Bool(flag)) => self.only([flag.to_string()].into()),
            (Op::Ne, Literal::Bool(flag)) => self.only([(!flag).to_string()].into()),
            (Op::In, Literal::List(codes)) => self.only(codes.iter().cloned().collect()),
            (Op::Ne, Literal::Text(code)) => {
                self.barred.insert(code.clone());
            }
            (Op::NotIn, Literal::List(codes)) => self.barred.extend(codes.iter().cloned()),
            (Op::Eq, Literal::Number(number)) => {
                self.above(*number, true);
                self.below(*number, true);
            }
            (Op::Gt, Literal::Number(number)) => self.above(*number, false),
            (Op::Ge, Literal::Number(number)) => self.above(*number, true),
            (Op::Lt, Literal::Number(number)) => self.below(*number, false),
            (Op::Le, Literal::Number(number)) => self.below(*number, true),
            _ => {}
        }
    }

    fn only(&mut self, codes: BTreeSet<String>) {
        self.allowed = Some(match self.allowed.take() {
            Some(before) => before.intersection(&codes).cloned().collect(),
            None => codes,
        });
    }

    fn above(&mut self, number: Decimal, itself: bool) {
        let new = (number, itself);
        // Of two equal limits, the one without the number itself is stricter.
        let stricter = |old: &(Decimal, bool)| (new.0, !new.1) > (old.0, !old.1);
        if self.least.as_ref().is_none_or(stricter) {
            self.least = Some(new);
        }
    }

    fn below(&mut self, number: Decimal, itself: bool) {
        let new = (number, itself);
        let stricter = |old: &(Decimal, bool)| new < *old;
        if self.most.as_ref().is_none_or(stricter) {
            self.most = Some(new);
        }
    }

    fn is_possible(&self) -> bool {
        if self.null && self.known {
            return false;
        }
        let some_left = self
            .allowed
            .as_ref()
            .is_none_or(|allowed| allowed.iter().any(|code| !self.barred.contains(code)));
        let room = match (self.least, self.most) {
            (Some((least, with)), Some((most, too))) => {
                least < most || least == most && with && too
            }
            _ => true,
        };
        some_left && room
    }
}
