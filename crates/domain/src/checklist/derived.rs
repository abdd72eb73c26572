//! Conclusions: tables from the template, and the rules the template states in words.
//! Hidden answers are null here too. A conclusion whose sections a profile leaves out is
//! not drawn at all.

use super::visible::{Eyes, Sight};
use super::{Candidate, Decimal, Derived, Value};

/// A conclusion drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// Its code.
    pub code: String,
    /// Its value: a word, or a count in digits.
    pub value: String,
}

/// A conclusion as later rules see it.
pub(super) enum Drawn {
    Word(String),
    Count(Decimal),
}

impl Drawn {
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Word(word) => Value::Text(word),
            Self::Count(count) => Value::Number(*count),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Count(count) => count.to_string(),
        }
    }
}

const WATER_GRADES: [&str; 4] = [
    "water_qty_grade",
    "water_quality_grade",
    "water_convenience_grade",
    "water_reliability_grade",
];
const CLEAN: [&str; 5] = [
    "env_doors",
    "env_bedroom",
    "env_kitchen",
    "env_personal",
    "env_yard",
];

/// The sections of a rule written in words; empty for others.
pub(super) fn written_homes(code: &str) -> &'static [&'static str] {
    match code {
        "water_safe" => &["drinking_water"],
        "housing_safe" => &["housing"],
        "education_ok" => &["compulsory_education"],
        "medical_ok" => &["basic_medical"],
        "food_clothing_ok" => &["basic_living"],
        "lbsb_conclusion" => &[
            "basic_living",
            "compulsory_education",
            "basic_medical",
            "housing",
            "drinking_water",
        ],
        "env_clean_count" | "env_pass" => &["living_environment"],
        _ => &[],
    }
}

/// The items a rule written in words reads by name; empty for others.
pub(super) fn written_items(code: &str) -> &'static [&'static str] {
    match code {
        "housing_safe" => &[
            "housing_grade",
            "housing_source",
            "actually_living_in",
            "renovation_status",
            "visible_danger",
        ],
        "education_ok" => &["enrolled", "not_in_school_reason", "home_teaching"],
        "medical_ok" => &["medins_type", "medins_year"],
        "food_clothing_ok" => &["grain_sufficient", "protein_available", "seasonal_clothing"],
        "env_clean_count" => &CLEAN,
        "env_pass" => &[
            "env_doors",
            "env_bedroom",
            "env_kitchen",
            "env_personal",
            "env_yard",
            "env_goods",
            "env_orderly",
        ],
        _ => &[],
    }
}

/// Whether the rule is written here.
pub(super) fn is_written(code: &str) -> bool {
    !written_homes(code).is_empty()
}

/// Draws every conclusion that does not wait for problems.
pub(super) fn draw(sight: &mut Sight<'_>) {
    draw_where(sight, |code| !waits(code), &[]);
}

/// Draws those that do.
pub(super) fn draw_rest(sight: &mut Sight<'_>, found: &[Candidate]) {
    draw_where(sight, waits, found);
}

/// The conclusions, in the template's order.
pub(super) fn conclusions(sight: &Sight<'_>) -> Vec<Conclusion> {
    let all = sight.template.derived.iter();
    all.filter_map(|derived| {
        let value = sight.drawn.get(&derived.code)?.text();
        Some(Conclusion {
            code: derived.code.clone(),
            value,
        })
    })
    .collect()
}

fn waits(code: &str) -> bool {
    matches!(code, "education_ok" | "lbsb_conclusion")
}

fn draw_where(sight: &mut Sight<'_>, which: impl Fn(&str) -> bool, found: &[Candidate]) {
    let template = sight.template;
    for derived in template
        .derived
        .iter()
        .filter(|derived| which(&derived.code))
    {
        let homes = &derived.homes;
        if !homes.is_empty() && !homes.iter().all(|home| sight.has_section(*home)) {
            continue;
        }
        let drawn = if derived.table.is_empty() {
            written(sight, &derived.code, found)
        } else {
            from_table(sight, derived).map(Drawn::Word)
        };
        if let Some(drawn) = drawn {
            sight.drawn.insert(derived.code.clone(), drawn);
        }
    }
}

fn from_table(sight: &Sight<'_>, derived: &Derived) -> Option<String> {
    let eyes = Eyes { sight, subject: 0 };
    let mut rows = derived.table.iter();
    let row = rows.find(|row| row.when.as_ref().is_none_or(|when| when.holds(&eyes)))?;
    Some(row.then.clone())
}

fn written(sight: &Sight<'_>, code: &str, found: &[Candidate]) -> Option<Drawn> {
    let word = match code {
        "water_safe" => water_safe(sight)?,
        "housing_safe" => housing_safe(sight),
        "education_ok" => education_ok(sight, found),
        "medical_ok" => medical_ok(sight),
        "food_clothing_ok" => food_clothing_ok(sight),
        "lbsb_conclusion" => overall(sight)?,
        "env_clean_count" => {
            return clean_count(sight)
                .and_then(Decimal::whole)
                .map(Drawn::Count);
        }
        "env_pass" => env_pass(sight)?,
        _ => return None,
    };
    Some(Drawn::Word(word.to_owned()))
}

fn word<'a>(sight: &'a Sight<'_>, code: &str) -> Option<&'a str> {
    match sight.drawn.get(code)? {
        Drawn::Word(word) => Some(word),
        Drawn::Count(_) => None,
    }
}

fn water_safe(sight: &Sight<'_>) -> Option<&'static str> {
    let mut grades = Vec::with_capacity(WATER_GRADES.len());
    for code in WATER_GRADES {
        grades.push(word(sight, code)?);
    }
    Some(if grades.contains(&"fail") {
        "fail"
    } else if grades.contains(&"unknown") {
        "unknown"
    } else if grades.iter().all(|grade| *grade == "ok") {
        "ok"
    } else {
        "basic"
    })
}

fn housing_safe(sight: &Sight<'_>) -> &'static str {
    let grade = sight.choice("housing_grade", 0);
    let source = sight.choice("housing_source", 0);
    let lives_in = sight.choice("actually_living_in", 0) == Some("yes");
    if source == Some("none") || matches!(grade, Some("C" | "D")) && lives_in {
        return "no";
    }
    let danger = match sight.answer("visible_danger", 0) {
        Value::Set(signs) => signs.iter().any(|sign| sign != "none"),
        _ => false,
    };
    let safe_source = match source {
        Some("public_rental" | "bought" | "central_support" | "relocation") => true,
        Some("renovated") => sight.choice("renovation_status", 0) == Some("done_in"),
        _ => false,
    };
    // A house graded C or D is not made safe by where it came from.
    let safe = match grade {
        Some("A" | "B") => true,
        Some("C" | "D") => false,
        _ => safe_source,
    };
    if safe && !danger { "yes" } else { "unknown" }
}

fn education_ok(sight: &Sight<'_>, found: &[Candidate]) -> &'static str {
    let grave = |candidate: &Candidate| {
        candidate.category == "education" && candidate.severity == "critical"
    };
    if found
        .iter()
        .any(|candidate| candidate.member.is_some() && grave(candidate))
    {
        return "no";
    }
    let members = sight.subjects(super::Scope::Member);
    let mut children = members
        .iter()
        .copied()
        .filter(|subject| {
            let member = subject
                .checked_sub(1)
                .and_then(|at| sight.facts.members.get(at));
            member.is_some_and(|member| member.compulsory_age == Some(true))
        })
        .peekable();
    if children.peek().is_none() {
        return "not_applicable";
    }
    let settled = |subject: usize| match sight.choice("enrolled", subject) {
        Some("yes") => true,
        Some("no") => match sight.choice("not_in_school_reason", subject) {
            Some("deferred_entry") => true,
            Some("illness" | "disability") => sight.choice("home_teaching", subject) == Some("yes"),
            _ => false,
        },
        _ => false,
    };
    if children.all(settled) {
        "yes"
    } else {
        "unknown"
    }
}

fn medical_ok(sight: &Sight<'_>) -> &'static str {
    let Some((_, item)) = sight.template.item("medins_type") else {
        return "unknown";
    };
    let mut result = "yes";
    for &subject in sight.subjects(super::Scope::Member) {
        let member = subject
            .checked_sub(1)
            .and_then(|at| sight.facts.members.get(at));
        if member.is_none_or(|member| member.active != Some(true)) {
            continue;
        }
        let option = sight
            .choice("medins_type", subject)
            .and_then(|code| item.option(code));
        match option.map(|option| option.flag("insured")) {
            Some(Some(false)) => return "no",
            Some(Some(true)) => match paid_this_year(sight, subject) {
                Some(false) => return "no",
                Some(true) => {}
                None => result = "unknown",
            },
            // A type that says neither, such as serving a sentence, is excused.
            Some(None) => {}
            None => result = "unknown",
        }
    }
    result
}

/// Insured for the year that counts; kinds without a year are insured by what they are.
fn paid_this_year(sight: &Sight<'_>, subject: usize) -> Option<bool> {
    let place = sight.template.places.get("medins_year");
    if place.is_none_or(|place| !sight.is_shown(*place, subject)) {
        return Some(true);
    }
    let Value::Number(year) = sight.answer("medins_year", subject) else {
        return None;
    };
    let needed = sight.facts.visit.insurance_year.and_then(Decimal::whole);
    Some(needed.is_none_or(|needed| year >= needed))
}

fn food_clothing_ok(sight: &Sight<'_>) -> &'static str {
    let grain = sight.choice("grain_sufficient", 0);
    let protein = sight.choice("protein_available", 0);
    let clothes = sight.choice("seasonal_clothing", 0);
    if grain == Some("no") || protein == Some("rarely") || clothes == Some("no") {
        return "no";
    }
    if grain.is_some() && protein.is_some() && clothes.is_some() {
        "yes"
    } else {
        "unknown"
    }
}

fn overall(sight: &Sight<'_>) -> Option<&'static str> {
    let food = word(sight, "food_clothing_ok")?;
    let education = word(sight, "education_ok")?;
    let medical = word(sight, "medical_ok")?;
    let housing = word(sight, "housing_safe")?;
    let water = word(sight, "water_safe")?;
    let all = [food, education, medical, housing, water];
    if all.iter().any(|value| matches!(*value, "no" | "fail")) {
        return Some("problem");
    }
    let good = |value: &&str| matches!(*value, "yes" | "not_applicable" | "ok" | "basic");
    Some(if all.iter().all(good) {
        "ok"
    } else {
        "incomplete"
    })
}

/// `None` until all five are answered: a count of what was not asked would raise problems.
fn clean_count(sight: &Sight<'_>) -> Option<i64> {
    let mut count = 0;
    for code in CLEAN {
        count += i64::from(sight.choice(code, 0)? == "yes");
    }
    Some(count)
}

fn env_pass(sight: &Sight<'_>) -> Option<&'static str> {
    let clean = clean_count(sight)? == 5;
    let Value::Set(goods) = sight.answer("env_goods", 0) else {
        return None;
    };
    let orderly = sight.choice("env_orderly", 0)? == "yes";
    let wanted = sight
        .template
        .item("env_goods")
        .map_or(6, |(_, item)| item.options.len());
    Some(if clean && orderly && goods.len() >= wanted {
        "yes"
    } else {
        "no"
    })
}
