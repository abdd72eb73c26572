//! What of a person's data is shown where (DOMAIN §3.1).

/// Where data is about to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The helper's own household.
    Helper,
    /// Lists of captains, towns and the county.
    List,
    /// A public notice in the village.
    Notice,
    /// Shared text: chats, bulletins.
    Share,
}

/// A name. On a notice the head of household is named in full and children are not.
#[must_use]
pub fn name_at(place: Place, name: &str, is_child: bool) -> String {
    match place {
        Place::Helper | Place::List => name.to_owned(),
        Place::Notice if !is_child => name.to_owned(),
        Place::Notice | Place::Share => self::name(name),
    }
}

/// A resident ID number; `None` where it must not appear at all.
#[must_use]
pub fn id_number_at(place: Place, number: &str) -> Option<String> {
    match place {
        Place::Helper | Place::List => Some(id_number(number)),
        Place::Notice | Place::Share => None,
    }
}

/// A telephone number; `None` where it must not appear at all.
#[must_use]
pub fn phone_at(place: Place, number: &str) -> Option<String> {
    match place {
        Place::Helper | Place::List => Some(phone(number)),
        Place::Notice | Place::Share => None,
    }
}

/// A bank account: its last four digits for the helper, nothing elsewhere.
#[must_use]
pub fn bank_at(place: Place, number: &str) -> Option<String> {
    (place == Place::Helper).then(|| tail(number))
}

/// Whether health, disability and risks such as illness may be shown person by person.
#[must_use]
pub const fn shows_health(place: Place) -> bool {
    matches!(place, Place::Helper)
}

/// Whether a fact of a member (a field of [`crate::facts::FIELDS`]) tells of health.
#[must_use]
pub fn is_health_fact(field: &str) -> bool {
    field == "health"
}

/// Whether a risk (a code of `risk_type`) tells of somebody's health: 因病, 因残.
#[must_use]
pub fn is_health_risk(risk: &str) -> bool {
    matches!(risk, "illness" | "disability")
}

/// Whether a household's place on the map may be shown.
#[must_use]
pub const fn shows_coordinates(place: Place) -> bool {
    matches!(place, Place::Helper | Place::List)
}

/// The family name and a star, however long the rest is: 张*.
#[must_use]
pub fn name(name: &str) -> String {
    name.trim()
        .chars()
        .next()
        .map_or_else(String::new, |first| format!("{first}*"))
}

/// First six, stars, last four: `620502********1234`.
#[must_use]
pub fn id_number(number: &str) -> String {
    keep(number, 6, 4)
}

/// `138****1234`.
#[must_use]
pub fn phone(number: &str) -> String {
    keep(number, 3, 4)
}

/// The last four characters of a household or account number.
#[must_use]
pub fn tail(number: &str) -> String {
    let letters: Vec<char> = number.trim().chars().collect();
    letters[letters.len().saturating_sub(4)..].iter().collect()
}

/// Keeps both ends. What is too short to hide anything is hidden altogether.
fn keep(text: &str, first: usize, last: usize) -> String {
    let letters: Vec<char> = text.trim().chars().collect();
    let hidden = letters.len().saturating_sub(first + last);
    if hidden < 3 {
        return "*".repeat(letters.len());
    }
    let start: String = letters[..first].iter().collect();
    let end: String = letters[first + hidden..].iter().collect();
    format!("{start}{}{end}", "*".repeat(hidden))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_as_the_table_has_them() {
        assert_eq!(id_number("11010519491231002X"), "110105********002X");
        assert_eq!(phone("13800001234"), "138****1234");
        assert_eq!(name("张三丰"), "张*");
        assert_eq!(tail("6205020001000123"), "0123");
    }

    #[test]
    fn short_or_odd_values_do_not_show_through() {
        assert_eq!(id_number("123456789"), "*********");
        assert_eq!(phone("110"), "***");
        assert_eq!(phone("82123456"), "********");
        assert_eq!(name(""), "");
        assert_eq!(tail("12"), "12");
    }

    #[test]
    fn a_notice_names_the_head_and_hides_children_and_numbers() {
        assert_eq!(name_at(Place::Notice, "张三", false), "张三");
        assert_eq!(name_at(Place::Notice, "张小", true), "张*");
        assert_eq!(name_at(Place::Share, "张三", false), "张*");
        assert_eq!(name_at(Place::List, "张三", true), "张三");
        for place in [Place::Notice, Place::Share] {
            assert_eq!(id_number_at(place, "11010519491231002X"), None);
            assert_eq!(phone_at(place, "13800001234"), None);
            assert_eq!(bank_at(place, "6222020001234567"), None);
            assert!(!shows_health(place) && !shows_coordinates(place));
        }
        assert_eq!(
            bank_at(Place::Helper, "6222020001234567").as_deref(),
            Some("4567")
        );
        assert_eq!(bank_at(Place::List, "6222020001234567"), None);
    }
}
