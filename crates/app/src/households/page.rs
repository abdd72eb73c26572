//! One household's page (一户一册, DOMAIN S1): who it is, how it stands, what weighs on it, who
//! helps, and what happened. What tells of health is for the household's own helper (§3.1).

use domain::codes::Language;
use domain::id::HouseholdId;
use domain::mask;
use domain::time::Date;
use protocol::row::{AssignmentV1, HouseholdV1, MemberV1};
use store::{Connection, board, corrected, facts, household, member, photo, roll, standing};

use super::{age, card, is_helper, lasts};
use crate::cards::{self, count};
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::problems;
use crate::tasks::{self, Plans};
use crate::views::household as view;
use crate::visit::{photo_card, photos_here};
use crate::words::{all_labelled, labelled, relation};

/// Newest first; older ones are with their visits.
const PHOTOS_SHOWN: usize = 60;

pub(super) fn page(
    desk: &Desk,
    conn: &Connection,
    id: HouseholdId,
) -> Result<view::HouseholdPage, CallError> {
    let found =
        standing::household(conn, id, &desk.today().to_string())?.ok_or(ErrorCode::NotFound)?;
    let household = household::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let members = member::of_household(conn, id)?;
    let people = People::load(conn)?;
    let assigned = roll::assignments(conn, id)?;
    let shows_health = people.owns_one(&assigned, desk.today());
    let HouseholdV1 {
        id: _,
        number,
        area_code,
        county,
        town,
        village: _,
        group: _,
        head_name: _,
        base_type,
        monitor_category: _,
        monitor_since,
        risk_types,
        risk_eliminated,
        eliminated_on,
        elimination_mode: _,
        ended_on,
        ended_reason: _,
        welfare_tags,
        relocated,
        no_labor,
        annual_family_size,
        net_income_fen,
        phone,
        address,
        lat,
        lon,
        version: _,
        contested: _,
    } = household;
    let percap_fen =
        net_income_fen.and_then(|net| domain::income::per_capita(net, annual_family_size).ok());
    let (risks, hidden): (Vec<String>, Vec<String>) = risk_types
        .into_iter()
        .partition(|risk| shows_health || !mask::is_health_risk(risk));
    let plans = Plans::load(desk, conn)?;
    let ledger = problems::of_household(desk, conn, id)?;
    let visits = cards::cards(desk, conn, &board::of_household(conn, id)?)?;
    let history = history(desk, conn, id, &members, &visits)?;
    let (open, closed): (Vec<_>, Vec<_>) = ledger.into_iter().partition(|card| card.open);
    Ok(view::HouseholdPage {
        card: card(desk, &plans, &found),
        tasks: tasks::of_household(desk, conn, &plans, &found)?,
        number,
        address,
        phone_masked: phone.as_deref().map(mask::phone),
        phone: phone.filter(|_| shows_health),
        base_type: labelled("household_type", &base_type, desk.language),
        monitor_since,
        risks: all_labelled("risk_type", &risks, desk.language),
        risks_hidden: count(hidden.len()),
        risk_eliminated,
        eliminated_on,
        ended_on,
        welfare: all_labelled("welfare_status", &welfare_tags, desk.language),
        relocated,
        no_labor,
        net_income_fen,
        percap_fen,
        county,
        town,
        helpers: people.helpers(&assigned, desk.today()),
        captain: people.captain(&area_code),
        labor_count: count(members.iter().filter(|one| can_work(one)).count()),
        members_ill: count(members.iter().filter(|one| one.is_ill()).count()),
        shows_health,
        members: members
            .iter()
            .map(|member| member_card(desk, member, shows_health))
            .collect(),
        visits,
        problems: open,
        problems_closed: count(closed.len()),
        photos: photos(desk, conn, id)?,
        history,
        lat,
        lon,
        facts_waiting: facts::waiting(conn, id)?,
    })
}

fn can_work(member: &MemberV1) -> bool {
    let labor = member.labor.as_deref();
    member.active && matches!(labor, Some("ordinary" | "skilled" | "weak"))
}

/// Pictures this phone holds of visits to the household, the newest first.
fn photos(
    desk: &Desk,
    conn: &Connection,
    id: HouseholdId,
) -> Result<Vec<view::HouseholdPhoto>, CallError> {
    let rows = photo::of_household(conn, id, PHOTOS_SHOWN)?;
    rows.into_iter()
        .map(|row| {
            Ok(view::HouseholdPhoto {
                visit_id: row.visit_id.to_string(),
                photo: photo_card(desk, &photos_here(conn, row)?),
            })
        })
        .collect()
}

/// Who this phone knows: its owner, and the teams.
struct People {
    owner: Option<protocol::row::PersonV1>,
    teams: Vec<protocol::row::TeamV1>,
}

impl People {
    fn load(conn: &Connection) -> Result<Self, CallError> {
        Ok(Self {
            owner: desk::owner(conn)?,
            teams: roll::teams(conn)?,
        })
    }

    /// Whether the phone's owner helps the household today.
    fn owns_one(&self, assigned: &[AssignmentV1], today: Date) -> bool {
        let owner = self.owner.as_ref().map(|owner| owner.id);
        owner.is_some_and(|owner| is_helper(assigned, owner, today))
    }

    /// Who helps today, and who is to: a hand-over under way shows both, with their days.
    fn helpers(&self, assigned: &[AssignmentV1], today: Date) -> Vec<view::HelperCard> {
        let today = today.to_string();
        let live = assigned.iter().filter(|one| lasts(one, &today));
        let mut helpers: Vec<view::HelperCard> = live
            .map(|one| view::HelperCard {
                primary: one.kind == "primary",
                from: one.from.clone(),
                to: one.to.clone(),
                planned: one.from > today,
                ..self.card(one.person_id)
            })
            .collect();
        helpers.sort_by_key(|one| one.planned);
        helpers
    }

    fn captain(&self, village: &str) -> Option<view::HelperCard> {
        let team = self.teams.iter().find(|team| team.village_code == village);
        team.map(|team| self.card(team.captain_id))
    }

    fn card(&self, id: domain::id::PersonId) -> view::HelperCard {
        let blank = view::HelperCard {
            name: String::new(),
            unit: String::new(),
            phone: None,
            primary: false,
            from: String::new(),
            to: None,
            planned: false,
        };
        if let Some(owner) = self.owner.as_ref().filter(|owner| owner.id == id) {
            return view::HelperCard {
                name: owner.name.clone(),
                unit: owner.unit.clone(),
                phone: owner.phone.clone(),
                ..blank
            };
        }
        let mut members = self.teams.iter().flat_map(|team| &team.members);
        match members.find(|member| member.id == id) {
            Some(member) => view::HelperCard {
                name: member.name.clone(),
                unit: member.unit.clone(),
                ..blank
            },
            None => blank,
        }
    }
}

fn member_card(desk: &Desk, member: &MemberV1, shows_health: bool) -> view::MemberCard {
    let language = desk.language;
    let in_list = |list: &str, code: &Option<String>| {
        code.as_deref().map(|code| labelled(list, code, language))
    };
    view::MemberCard {
        member_id: member.id.to_string(),
        name: member.name.clone(),
        id_number_masked: member.id_number_masked.clone(),
        relation: relation(&member.relation, language),
        gender: labelled("gender_gb2261_1", &member.gender, language),
        age: age(member, desk.today()).unwrap_or(0),
        education: in_list("education_export", &member.education),
        school: (!member.school_status.is_empty())
            .then(|| labelled("school_status", &member.school_status, language)),
        health: if shows_health {
            all_labelled("health_status", &member.health, language)
        } else {
            Vec::new()
        },
        labor: in_list("labor_skill", &member.labor),
        work: in_list("work_place", &member.work_place),
        company: member.work_company.clone(),
        medins: in_list("medins_type", &member.medins),
        pension: in_list("pension_type", &member.pension),
        disability: shows_health.then(|| disability(member, language)).flatten(),
        ethnicity: in_list("ethnicity_gb3304", &member.ethnicity),
        guardian: member.guardian.clone(),
        phone_masked: member.phone.as_deref().map(mask::phone),
        phone: member.phone.clone().filter(|_| shows_health),
        change: in_list("member_change", &member.change_type),
        changed_on: member.changed_on.clone(),
        active: member.active,
    }
}

fn disability(member: &MemberV1, language: Language) -> Option<String> {
    let level = member.disability_level.as_deref();
    let kind = member.disability_category.as_deref();
    let words = [("disability_category", kind), ("disability_level", level)]
        .into_iter()
        .filter_map(|(list, code)| code.map(|code| labelled(list, code, language).label));
    Some(words.collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
}

/// What happened here, the latest first: visits, the steps of problems, facts corrected on this
/// phone. What others corrected arrives as the new value alone.
fn history(
    desk: &Desk,
    conn: &Connection,
    id: HouseholdId,
    members: &[MemberV1],
    visits: &[crate::views::VisitCard],
) -> Result<Vec<view::HistoryLine>, CallError> {
    let mut lines: Vec<view::HistoryLine> = visits
        .iter()
        .filter_map(|visit| {
            Some(view::HistoryLine {
                at_ms: visit.ended_ms?,
                kind: view::HistoryKind::Visit,
                what: String::new(),
                of: visit.visitor_name.clone(),
                record_id: visit.visit_id.clone(),
            })
        })
        .collect();
    lines.extend(problems::history(desk, conn, id)?);
    for change in corrected::of_household(conn, id)? {
        let fields = change.fields.iter();
        let labels: Vec<&str> = fields
            .map(|code| match domain::facts::find(change.subject, code) {
                Some(field) => desk.language.pick(field.zh, Some(field.en)),
                None => code,
            })
            .collect();
        let member = members
            .iter()
            .find(|member| member.id.to_string() == change.record_id);
        lines.push(view::HistoryLine {
            at_ms: change.at_ms,
            kind: view::HistoryKind::Facts,
            what: labels.join(desk.language.pick("、", Some(", "))),
            of: member.map_or_else(String::new, |member| member.name.clone()),
            record_id: id.to_string(),
        });
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at_ms));
    Ok(lines)
}
