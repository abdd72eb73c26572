//! Conditions as trees, parsed once. A comparison with null is false, `is_null` excepted.

use super::heard::Place;
use super::{Decimal, Reader, TemplateError};

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// All hold.
    All(Vec<Predicate>),
    /// At least one holds.
    Any(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
    /// A fact compared.
    Fact {
        /// The left side.
        fact: Fact,
        /// How.
        op: Op,
        /// The right side.
        value: Operand,
    },
    /// A conclusion compared.
    Derived {
        /// The conclusion's code.
        code: String,
        /// How.
        op: Op,
        /// The right side.
        value: Literal,
    },
}

/// Something known about the visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The answer to an item.
    Item(ItemRef),
    /// A field of the member the item is about.
    Member(String),
    /// A field of the household.
    Household(String),
    /// A field of the visit.
    Visit(String),
    /// A county parameter.
    Param(String),
}

/// An item a rule reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRef {
    /// Its code.
    pub code: String,
    /// Where the template has it: rules run at every tap, and find it without looking for it.
    pub(super) place: Option<Place>,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Equal.
    Eq,
    /// Known and not equal.
    Ne,
    /// One of a list.
    In,
    /// Known and not one of a list.
    NotIn,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Unanswered.
    IsNull,
    /// Answered.
    NotNull,
    /// The set holds one of a list.
    ContainsAny,
    /// The set holds fewer than a number.
    CountLt,
}

const OPS: [(&str, Op); 12] = [
    ("eq", Op::Eq),
    ("ne", Op::Ne),
    ("in", Op::In),
    ("not_in", Op::NotIn),
    ("lt", Op::Lt),
    ("le", Op::Le),
    ("gt", Op::Gt),
    ("ge", Op::Ge),
    ("is_null", Op::IsNull),
    ("not_null", Op::NotNull),
    ("contains_any", Op::ContainsAny),
    ("count_lt", Op::CountLt),
];

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// `is_null` and `not_null` have none.
    None,
    /// Written in the template.
    Literal(Literal),
    /// Another fact.
    Fact(Fact),
}

/// A value written in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// True or false.
    Bool(bool),
    /// A code or text.
    Text(String),
    /// A number; fen beside money.
    Number(Decimal),
    /// Several codes.
    List(Vec<String>),
}

/// A value while rules run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Not known, not answered or hidden.
    Null,
    /// True or false.
    Bool(bool),
    /// A code, text or date.
    Text(&'a str),
    /// A number.
    Number(Decimal),
    /// Fen.
    Money(i64),
    /// Several codes.
    Set(&'a [String]),
    /// Something that is known but cannot be compared, such as photos.
    Present,
}

/// Where rules find what they compare.
pub trait Lookup {
    /// A fact, null if not known.
    fn fact(&self, fact: &Fact) -> Value<'_>;
    /// A conclusion, null if not drawn.
    fn derived(&self, code: &str) -> Value<'_>;
}

impl Predicate {
    /// Whether the condition holds.
    pub fn holds(&self, lookup: &impl Lookup) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(lookup)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(lookup)),
            Self::Not(part) => !part.holds(lookup),
            Self::Fact { fact, op, value } => {
                let right = match value {
                    Operand::None => Value::Null,
                    Operand::Literal(literal) => literal.value(),
                    Operand::Fact(fact) => lookup.fact(fact),
                };
                op.compare(lookup.fact(fact), right)
            }
            Self::Derived { code, op, value } => op.compare(lookup.derived(code), value.value()),
        }
    }

    /// Calls `see` with every fact the condition reads.
    pub fn facts<'p>(&'p self, see: &mut impl FnMut(&'p Fact)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.facts(see)),
            Self::Not(part) => part.facts(see),
            Self::Fact { fact, value, .. } => {
                see(fact);
                if let Operand::Fact(fact) = value {
                    see(fact);
                }
            }
            Self::Derived { .. } => {}
        }
    }

    /// Calls `see` with every fact the condition reads, to settle what it stands for.
    pub(super) fn facts_mut(&mut self, see: &mut impl FnMut(&mut Fact)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter_mut().for_each(|part| part.facts_mut(see));
            }
            Self::Not(part) => part.facts_mut(see),
            Self::Fact { fact, value, .. } => {
                see(fact);
                if let Operand::Fact(fact) = value {
                    see(fact);
                }
            }
            Self::Derived { .. } => {}
        }
    }

    /// Calls `see` with every conclusion the condition reads.
    pub fn conclusions<'p>(&'p self, see: &mut impl FnMut(&'p str)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.conclusions(see));
            }
            Self::Not(part) => part.conclusions(see),
            Self::Fact { .. } => {}
            Self::Derived { code, .. } => see(code),
        }
    }

    /// Whether the condition counts the options chosen for an item.
    pub(super) fn counts(&self, item: &str) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.counts(item)),
            Self::Not(part) => part.counts(item),
            Self::Fact { fact, op, .. } => {
                *op == Op::CountLt && matches!(fact, Fact::Item(read) if read.code == item)
            }
            Self::Derived { .. } => false,
        }
    }

    pub(super) fn read(reader: &Reader<'_>) -> Result<Self, TemplateError> {
        let parts = |list: Reader<'_>| -> Result<Vec<Self>, TemplateError> {
            list.elements()?.iter().map(Self::read).collect()
        };
        if let Some(list) = reader.optional("all") {
            return parts(list).map(Self::All);
        }
        if let Some(list) = reader.optional("any") {
            return parts(list).map(Self::Any);
        }
        if let Some(part) = reader.optional("not") {
            return Ok(Self::Not(Box::new(Self::read(&part)?)));
        }
        let op = read_op(&reader.child("op")?)?;
        if let Some(code) = reader.optional("derived") {
            let value = Literal::read(&reader.child("value")?)?;
            return Ok(Self::Derived {
                code: code.as_text()?.to_owned(),
                op,
                value,
            });
        }
        let fact = Fact::read(&reader.child("fact")?)?;
        let value = match op {
            Op::IsNull | Op::NotNull => Operand::None,
            _ => {
                let value = reader.child("value")?;
                match value.optional("fact") {
                    Some(fact) => Operand::Fact(Fact::read(&fact)?),
                    None => Operand::Literal(Literal::read(&value)?),
                }
            }
        };
        Ok(Self::Fact { fact, op, value })
    }
}

impl Fact {
    fn read(reader: &Reader<'_>) -> Result<Self, TemplateError> {
        let name = reader.as_text()?;
        let (kind, field) = name.split_once('.').ok_or_else(|| reader.unknown(name))?;
        let field = field.to_owned();
        match kind {
            "item" => Ok(Self::Item(ItemRef {
                code: field,
                place: None,
            })),
            "member" => Ok(Self::Member(field)),
            "household" => Ok(Self::Household(field)),
            "visit" => Ok(Self::Visit(field)),
            "param" => Ok(Self::Param(field)),
            _ => Err(reader.unknown(name)),
        }
    }
}

impl Literal {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Text(text) => Value::Text(text),
            Self::Number(number) => Value::Number(*number),
            Self::List(codes) => Value::Set(codes),
        }
    }

    fn read(reader: &Reader<'_>) -> Result<Self, TemplateError> {
        let value = reader.value();
        if let Some(flag) = value.as_bool() {
            return Ok(Self::Bool(flag));
        }
        if let Some(text) = value.as_str() {
            return Ok(Self::Text(text.to_owned()));
        }
        if value.is_array() {
            let codes = reader.elements()?;
            let codes = codes.iter().map(|code| code.as_text().map(str::to_owned));
            return codes.collect::<Result<_, _>>().map(Self::List);
        }
        read_decimal(reader).map(Self::Number)
    }
}

/// Numbers keep the digits they are written with.
pub(super) fn read_decimal(reader: &Reader<'_>) -> Result<Decimal, TemplateError> {
    let number = reader
        .value()
        .as_number()
        .and_then(|number| Decimal::parse(&number.to_string()));
    number.ok_or_else(|| reader.wrong("a number"))
}

fn read_op(reader: &Reader<'_>) -> Result<Op, TemplateError> {
    let name = reader.as_text()?;
    let known = OPS.iter().find(|(known, _)| *known == name);
    known.map(|(_, op)| *op).ok_or_else(|| reader.unknown(name))
}
