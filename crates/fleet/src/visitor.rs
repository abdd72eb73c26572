//! A tireless cadre: fills in a visit through the same commands a thumb would use.

use app::views::household::HouseholdPage;
use app::views::visit::{AnswerInputValue, ItemForm, ItemKind, VisitForm};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::VisitId;
use fastrand::Rng;
use serde_json::json;

use crate::phone::{Error, Phone};
use crate::scene;

/// What the cadre meets at a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// All is well.
    Nothing,
    /// The water failed on more days than the standard allows.
    Water,
    /// A cracked wall that nobody has appraised.
    Housing,
}

impl Finding {
    /// What is found here and now, whatever it was last time.
    fn is_about(self, item: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Water => item == "water_bad_days",
            Self::Housing => matches!(item, "housing_grade" | "visible_danger"),
        }
    }
}

/// How a visit is made.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    pub profile: &'static str,
    pub finding: Finding,
    /// Pixels across the camera's picture.
    pub camera_px: u32,
    /// What stands before the camera, if it does so at another visit too.
    pub scene: Option<u64>,
    pub minutes: i64,
}

/// Records one visit and seals it. Takes as many questions as the checklist asks.
pub async fn visit(
    phone: &Phone,
    household_id: &str,
    manner: Manner,
    rng: &mut Rng,
) -> Result<VisitForm, Error> {
    let page: HouseholdPage = phone
        .call("household", json!({ "household_id": household_id }))
        .await?;
    if let (Some(lat), Some(lon)) = (page.lat, page.lon) {
        phone.carry_to(
            lat + (rng.f64() - 0.5) * 4e-4,
            lon + (rng.f64() - 0.5) * 4e-4,
        );
    }
    let start = json!({ "household_id": household_id, "profile": manner.profile });
    let form: VisitForm = phone.call("start_visit", start).await?;
    let form = fill(phone, form, manner, rng).await?;
    phone.clock().advance(manner.minutes * 60_000);
    phone
        .call("seal_visit", json!({ "visit_id": form.visit_id }))
        .await
}

/// Answers whatever is still open, until nothing is: an answer may bring up new questions.
pub async fn fill(
    phone: &Phone,
    mut form: VisitForm,
    manner: Manner,
    rng: &mut Rng,
) -> Result<VisitForm, Error> {
    if form.location.lat.is_none() && form.location.missing_reason.is_none() {
        form = phone
            .call("locate", json!({ "visit_id": form.visit_id }))
            .await?;
    }
    if manner.profile == "routine" && manner.finding == Finding::Nothing {
        form = confirm_sections(phone, form).await?;
    }
    while let Some((item, member)) = next_open(&form) {
        form = if wants_photo(&item) {
            photograph(phone, &form, &item, member, manner, rng).await?
        } else {
            let given = answer(&item, &form, manner.finding, rng);
            let carried = item.carried && !manner.finding.is_about(&item.code);
            let value = item.value.clone().filter(|_| carried).unwrap_or(given);
            let input = json!({
                "visit_id": form.visit_id, "item": item.code, "member_id": member, "value": value,
            });
            phone.call("answer", input).await?
        };
    }
    Ok(form)
}

/// "No change" for every section that offers it.
async fn confirm_sections(phone: &Phone, mut form: VisitForm) -> Result<VisitForm, Error> {
    while let Some(section) = form
        .sections
        .iter()
        .find(|section| section.can_confirm_unchanged)
    {
        let section = json!({ "visit_id": form.visit_id, "section": section.code });
        form = phone.call("confirm_unchanged", section).await?;
    }
    Ok(form)
}

/// The first required question without an answer, and whom it is about.
fn next_open(form: &VisitForm) -> Option<(ItemForm, Option<String>)> {
    let groups = form.sections.iter().flat_map(|section| &section.groups);
    let mut items = groups.flat_map(|group| group.items.iter().map(move |item| (item, group)));
    let (item, group) = items.find(|(item, _)| wants_answer(item) || wants_photo(item))?;
    Some((item.clone(), group.member_id.clone()))
}

/// What was taken over must be looked at before it counts.
fn wants_answer(item: &ItemForm) -> bool {
    !matches!(item.kind, ItemKind::Photo | ItemKind::Signature)
        && item.required
        && !item.computed
        && (item.value.is_none() || item.carried)
}

/// An answer such as a cracked wall asks for its picture too.
fn wants_photo(item: &ItemForm) -> bool {
    let photos = u32::try_from(item.photos.len()).unwrap_or(u32::MAX);
    !wants_answer(item) && photos < item.photos_min
}

async fn photograph(
    phone: &Phone,
    form: &VisitForm,
    item: &ItemForm,
    member: Option<String>,
    manner: Manner,
    rng: &mut Rng,
) -> Result<VisitForm, Error> {
    let picture = scene::photograph(
        manner.scene.unwrap_or_else(|| rng.u64(..)),
        manner.camera_px,
    )
    .map_err(|error| Error::Folder(std::io::Error::other(error)))?;
    let input = json!({
        "visit_id": form.visit_id, "item": item.code, "member_id": member,
        "data": STANDARD.encode(picture), "imported": false,
    });
    phone.call("add_photo", input).await
}

/// A plausible answer: things are in order unless the finding says otherwise.
fn answer(item: &ItemForm, form: &VisitForm, finding: Finding, rng: &mut Rng) -> AnswerInputValue {
    if let Some(known) = known(item, finding) {
        return known;
    }
    let option = |at: usize| {
        item.options
            .get(at)
            .map(|it| it.code.clone())
            .unwrap_or_default()
    };
    match item.kind {
        ItemKind::YesNo | ItemKind::YesNoNa => AnswerInputValue::Choice(yes_or_no(&item.code)),
        ItemKind::Enum => AnswerInputValue::Choice(option(0)),
        ItemKind::MultiEnum => AnswerInputValue::Choices(vec![option(0)]),
        ItemKind::Integer => AnswerInputValue::Integer(within(item, rng.i64(1..6))),
        ItemKind::Number => AnswerInputValue::Decimal(rng.u32(80..140).to_string()),
        ItemKind::Money => AnswerInputValue::Money(rng.i64(1..9) * 10_000),
        ItemKind::Date => AnswerInputValue::Date("2026-11-01".to_owned()),
        ItemKind::MemberRef => AnswerInputValue::Member(first_member(form)),
        ItemKind::Text | ItemKind::Photo | ItemKind::Signature => AnswerInputValue::Text(
            "家中情况与上次基本一致，已讲解当前帮扶政策，农户无新增困难。".to_owned(),
        ),
    }
}

/// Questions whose answer is not simply "in order".
fn known(item: &ItemForm, finding: Finding) -> Option<AnswerInputValue> {
    let choice = |code: &str| Some(AnswerInputValue::Choice(code.to_owned()));
    let choices = |code: &str| Some(AnswerInputValue::Choices(vec![code.to_owned()]));
    match item.code.as_str() {
        "visit_method" => choice("on_site"),
        "household_presence" => choice("present"),
        "visit_purpose" => choices("routine"),
        "medins_type" => choice("resident"),
        "housing_source" => choice("self_built"),
        "housing_structure" => choice("brick_concrete"),
        "housing_grade" if finding == Finding::Housing => choice("U"),
        "housing_grade" => choice("A"),
        "visible_danger" if finding == Finding::Housing => choices("wall_crack"),
        "visible_danger" | "sudden_event" => choices("none"),
        "health_status" => choices("healthy"),
        "env_goods" => {
            let all = item.options.iter().map(|option| option.code.clone());
            Some(AnswerInputValue::Choices(all.collect()))
        }
        "entry_road" => choice("03"),
        "appeal_kind" => choice("explain"),
        "road_distance_km" => Some(AnswerInputValue::Decimal("1.5".to_owned())),
        "percap_income_est" => Some(AnswerInputValue::Money(1_260_000)),
        "medins_year" => Some(AnswerInputValue::Integer(2026)),
        "water_source" => choice("central_home"),
        "water_scale" => choice("large"),
        "water_quality_basis" => choice("lab"),
        "water_lab" => choice("gb5749"),
        "water_fetch" => choice("home"),
        "water_bad_days" if finding == Finding::Water => Some(AnswerInputValue::Integer(41)),
        "water_bad_days" => Some(AnswerInputValue::Integer(3)),
        _ => None,
    }
}

/// The nearest number the item takes.
fn within(item: &ItemForm, number: i64) -> i64 {
    let low = item.min.map_or(i64::MIN, |min| min as i64);
    let high = item.max.map_or(i64::MAX, |max| max as i64);
    number.max(low).min(high)
}

/// Questions where "no" is the good answer.
fn yes_or_no(item: &str) -> String {
    let no_is_good = [
        "water_winter_freeze",
        "member_changed",
        "lead_suggested",
        "eliminate_suggested",
        "asset_flag",
        "school_outside_county",
        "wants_work",
        "should_be_covered",
        "reloc_two_ends",
        "reloc_quality",
        "env_ruins",
        "microcredit_overdue",
    ];
    if no_is_good.contains(&item) {
        "no"
    } else {
        "yes"
    }
    .to_owned()
}

/// The head: members are listed in the household's order.
fn first_member(form: &VisitForm) -> String {
    let groups = form.sections.iter().flat_map(|section| &section.groups);
    groups
        .filter_map(|group| group.member_id.clone())
        .next()
        .or_else(|| {
            form.sections
                .iter()
                .flat_map(|s| &s.groups)
                .flat_map(|g| &g.items)
                .filter(|item| item.kind == ItemKind::MemberRef)
                .flat_map(|item| &item.options)
                .map(|option| option.code.clone())
                .next()
        })
        .unwrap_or_else(|| VisitId::from_uuid(uuid::Uuid::nil()).to_string())
}
