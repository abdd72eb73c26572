//! How two values compare. With null, they do not.

use super::{Op, Value};
use std::cmp::Ordering;

impl Op {
    pub(super) fn compare(self, left: Value<'_>, right: Value<'_>) -> bool {
        match self {
            Self::IsNull => left == Value::Null,
            Self::NotNull => left != Value::Null,
            Self::Eq => equal(left, right) == Some(true),
            Self::Ne => equal(left, right) == Some(false),
            Self::In => one_of(left, right) == Some(true),
            Self::NotIn => one_of(left, right) == Some(false),
            Self::Lt => order(left, right).is_some_and(Ordering::is_lt),
            Self::Le => order(left, right).is_some_and(Ordering::is_le),
            Self::Gt => order(left, right).is_some_and(Ordering::is_gt),
            Self::Ge => order(left, right).is_some_and(Ordering::is_ge),
            Self::ContainsAny => match (left, right) {
                (Value::Set(have), Value::Set(wanted)) => {
                    have.iter().any(|code| wanted.contains(code))
                }
                (Value::Text(code), Value::Set(wanted)) => wanted.iter().any(|want| want == code),
                _ => false,
            },
            Self::CountLt => match (left, right) {
                (Value::Set(have), Value::Number(limit)) => {
                    (have.len() as i128) * 1_000_000 < limit.millionths()
                }
                _ => false,
            },
        }
    }
}

/// `None` where the two cannot be compared, null among them.
fn equal(left: Value<'_>, right: Value<'_>) -> Option<bool> {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => Some(left == right),
        (Value::Text(left), Value::Text(right)) => Some(left == right),
        _ => order(left, right).map(Ordering::is_eq),
    }
}

fn one_of(left: Value<'_>, right: Value<'_>) -> Option<bool> {
    match (left, right) {
        (Value::Text(code), Value::Set(list)) => Some(list.iter().any(|item| item == code)),
        _ => None,
    }
}

/// Orders numbers and money (a bare number beside money is fen), and dates as written.
fn order(left: Value<'_>, right: Value<'_>) -> Option<Ordering> {
    if let (Value::Text(left), Value::Text(right)) = (left, right) {
        let dates = crate::time::parse_date(left).zip(crate::time::parse_date(right));
        return dates.map(|(left, right)| left.cmp(&right));
    }
    let amount = |value| match value {
        Value::Number(number) => Some(number.millionths()),
        Value::Money(fen) => Some(i128::from(fen) * 1_000_000),
        _ => None,
    };
    Some(amount(left)?.cmp(&amount(right)?))
}

#[cfg(test)]
mod tests {
    use super::super::Decimal;
    use super::*;

    const ALL: [Op; 10] = [
        Op::Eq,
        Op::Ne,
        Op::In,
        Op::NotIn,
        Op::Lt,
        Op::Le,
        Op::Gt,
        Op::Ge,
        Op::ContainsAny,
        Op::CountLt,
    ];

    #[test]
    fn a_comparison_with_null_is_false_on_either_side() {
        let codes = ["a".to_owned()];
        let number = Value::Number(Decimal::whole(1).unwrap());
        let known = [
            Value::Null,
            Value::Bool(true),
            Value::Text("a"),
            number,
            Value::Money(1),
            Value::Set(&codes),
        ];
        for op in ALL {
            for other in known {
                assert!(!op.compare(Value::Null, other), "null {op:?} {other:?}");
                assert!(!op.compare(other, Value::Null), "{other:?} {op:?} null");
            }
        }
        assert!(Op::IsNull.compare(Value::Null, Value::Null));
        assert!(!Op::NotNull.compare(Value::Null, Value::Null));
        assert!(Op::NotNull.compare(Value::Present, Value::Null));
    }

    #[test]
    fn a_line_in_yuan_is_held_against_money_in_fen() {
        let line = Value::Money(8700 * 100);
        assert!(Op::Lt.compare(Value::Money(869_999), line));
        assert!(!Op::Lt.compare(Value::Money(870_000), line));
        let zero = Value::Number(Decimal::whole(0).unwrap());
        assert!(Op::Gt.compare(Value::Money(1), zero));
    }

    #[test]
    fn values_of_different_kinds_are_neither_equal_nor_unequal() {
        let one = Value::Number(Decimal::whole(1).unwrap());
        assert!(!Op::Eq.compare(Value::Text("1"), one));
        assert!(!Op::Ne.compare(Value::Text("1"), one));
    }
}
