//! A row of households, read onto the household as the roster last said it.

use domain::id::HouseholdId;
use protocol::row::HouseholdV1;

use super::fields::{Fields, Said};
use super::places::Places;
use super::rules;

const NAME: usize = 100;
const ADDRESS: usize = 300;
/// More than any family.
const PEOPLE: u32 = 60;

/// Fields that become part of the household; all others are kept beside it.
pub(super) const OWNED: &[&str] = &[
    "number",
    "head_name",
    "province",
    "city",
    "county",
    "town",
    "village",
    "village_code",
    "group",
    "phone",
    "address",
    "type",
    "category",
    "since",
    "eliminated",
    "eliminated_on",
    "elimination_mode",
    "risk1",
    "risk2",
    "risk3",
    "risk4",
    "risk5",
    "no_labor",
    "annual_people",
    "people",
    "net_income",
    "relocated",
];

/// The household a row describes; what the file does not speak of stays as it was said before.
pub(super) fn read(
    fields: &mut Fields<'_>,
    number: String,
    before: Option<HouseholdV1>,
    id: HouseholdId,
    places: &Places,
) -> HouseholdV1 {
    let is_new = before.is_none();
    let mut home = before.unwrap_or_else(|| empty(id, places));
    home.number = number;
    match fields.text("head_name", NAME) {
        Said::Is(name) => home.head_name = name,
        Said::Nothing => fields.error("head_name", "empty"),
        Said::Absent => {}
    }
    place(fields, &mut home, is_new, places);
    fields.text("group", NAME).keep(&mut home.group);
    fields.text("address", ADDRESS).put(&mut home.address);
    phone(fields, "phone").put(&mut home.phone);
    kind(fields, &mut home);
    match fields.day("since") {
        Said::Is(day) => home.monitor_since = Some(day[..7].replace('-', "")),
        Said::Nothing => home.monitor_since = None,
        Said::Absent => {}
    }
    elimination(fields, &mut home);
    risks(fields, &mut home);
    fields.flag("no_labor").keep(&mut home.no_labor);
    fields.flag("relocated").keep(&mut home.relocated);
    fields.fen("net_income").put(&mut home.net_income_fen);
    people(fields, &mut home, is_new);
    rules::of_household(fields, &home);
    home
}

fn empty(id: HouseholdId, places: &Places) -> HouseholdV1 {
    HouseholdV1 {
        id,
        number: String::new(),
        area_code: String::new(),
        county: places.county.clone(),
        town: String::new(),
        village: String::new(),
        group: String::new(),
        head_name: String::new(),
        base_type: "general".to_owned(),
        monitor_category: None,
        monitor_since: None,
        risk_types: Vec::new(),
        risk_eliminated: false,
        eliminated_on: None,
        elimination_mode: None,
        welfare_tags: Vec::new(),
        relocated: false,
        no_labor: false,
        annual_family_size: 0,
        net_income_fen: None,
        phone: None,
        address: None,
        lat: None,
        lon: None,
        ended_on: None,
        ended_reason: None,
        version: 0,
        contested: Vec::new(),
    }
}

/// The village by its code, or by its name within its town.
fn place(fields: &mut Fields<'_>, home: &mut HouseholdV1, is_new: bool, places: &Places) {
    if let Said::Is(county) = fields.text("county", NAME)
        && !places.is_county(&county)
    {
        fields.error("county", "other_county");
    }
    let code = fields.number_text("village_code").option();
    let town = fields.text("town", NAME).option();
    let village = fields.text("village", NAME).option();
    let of = if code.is_some() {
        "village_code"
    } else {
        "village"
    };
    let known = match (&code, &village) {
        (Some(code), _) => places.by_code(code),
        (None, Some(village)) => places.by_name(town.as_deref(), village),
        (None, None) => {
            if is_new {
                fields.error("village", "no_village");
            }
            return;
        }
    };
    match known {
        Some(place) => {
            if place.code != home.area_code {
                home.area_code.clone_from(&place.code);
                home.town.clone_from(&place.town);
                home.village.clone_from(&place.village);
            }
        }
        None if is_new => fields.error(of, "unknown_village"),
        None => fields.notice(of, "unknown_village_kept"),
    }
}

/// A telephone number; one that is none is told and kept as it was.
pub(super) fn phone(fields: &mut Fields<'_>, field: &str) -> Said<String> {
    use domain::identity::{Phone, check_phone};
    match fields.number_text(field) {
        Said::Is(text) => match check_phone(&text) {
            Some(Phone::Mobile(number) | Phone::Landline(number)) => Said::Is(number),
            None => {
                fields.notice(field, "not_a_phone");
                Said::Absent
            }
        },
        other => other,
    }
}

/// 户类型 says two things at once, and 监测对象类别 the second of them.
fn kind(fields: &mut Fields<'_>, home: &mut HouseholdV1) {
    match fields.code("type", "household_type").option().as_deref() {
        Some("general") => home.base_type = "general".to_owned(),
        Some("exited" | "poor") => home.base_type = "exited".to_owned(),
        Some(monitored) => {
            match monitored {
                "exited_unstable" | "monitor_2020" => home.base_type = "exited".to_owned(),
                "marginal" | "marginal_2020" => home.base_type = "general".to_owned(),
                _ => {}
            }
            if !fields.has("category") {
                home.monitor_category = Some(monitored.to_owned());
            }
        }
        None => {}
    }
    match fields.code("category", "household_type") {
        Said::Is(code) if ["general", "exited"].contains(&code.as_str()) => {
            home.monitor_category = None;
        }
        said => said.put(&mut home.monitor_category),
    }
}

fn elimination(fields: &mut Fields<'_>, home: &mut HouseholdV1) {
    fields.flag("eliminated").keep(&mut home.risk_eliminated);
    // Whether it is gone may be said by the day alone.
    match fields.day("eliminated_on") {
        Said::Is(day) => {
            if !fields.has("eliminated") {
                home.risk_eliminated = true;
            }
            // A month tells no day: what is known more closely stays.
            let same = home
                .eliminated_on
                .as_ref()
                .is_some_and(|known| known[..7] == day[..7]);
            if !(same && day.ends_with("-01")) {
                home.eliminated_on = Some(day);
            }
        }
        Said::Nothing => home.eliminated_on = None,
        Said::Absent => {}
    }
    fields
        .code("elimination_mode", "risk_elimination_mode")
        .put(&mut home.elimination_mode);
}

fn risks(fields: &mut Fields<'_>, home: &mut HouseholdV1) {
    const MOST: usize = 5;
    if !fields.has("risk1") {
        return;
    }
    let mut risks: Vec<String> = Vec::new();
    for field in ["risk1", "risk2", "risk3", "risk4", "risk5"] {
        for risk in fields
            .codes(field, "risk_type")
            .option()
            .unwrap_or_default()
        {
            if !risks.contains(&risk) {
                risks.push(risk);
            }
        }
    }
    if risks.len() > MOST {
        fields.notice("risk1", "too_many_risks");
        risks.truncate(MOST);
    }
    home.risk_types = risks;
}

fn people(fields: &mut Fields<'_>, home: &mut HouseholdV1, is_new: bool) {
    let now = fields.whole("people", PEOPLE).option();
    match fields.whole("annual_people", PEOPLE).option() {
        Some(number) if number > 0 => home.annual_family_size = number,
        _ if !is_new => {}
        _ => match now {
            Some(number) if number > 0 => {
                home.annual_family_size = number;
                fields.notice("people", "people_of_today");
            }
            _ => fields.error("annual_people", "no_people"),
        },
    }
}
