//! What the county makes of a sealed visit: the same rules as on the phone, run again over what the
//! county knows.

use std::sync::Arc;

use domain::Timestamp;
use domain::checklist::{Answers, Template, builtin, evaluate};
use domain::codes::Dated;
use domain::id::{CountyId, MemberId};
use protocol::campaign::CampaignV1;
use protocol::row::{HouseholdV1, MemberV1};
use protocol::rules::{campaigning, facts};
use protocol::visit::{AnswerValueV1, VisitV1};

use super::{Reason, Stop, check, findings};
use crate::county::County;
use crate::db::Reader;
use crate::error::Error;
use crate::trusted::Trusted;
use crate::{campaign, checklist, params};

/// What the county knows of the family that was visited.
pub(super) struct Family {
    pub(super) household: HouseholdV1,
    pub(super) members: Vec<MemberV1>,
}

/// What the county has said that rules read: parameters with their days, and campaigns.
pub(super) struct Rules {
    params: Dated,
    campaigns: Vec<CampaignV1>,
}

impl Rules {
    /// For visits that ended on this moment's day or later.
    pub(super) fn load(
        reader: &mut Reader<'_>,
        county: CountyId,
        since_ms: i64,
    ) -> Result<Self, Error> {
        let since = Timestamp::from_ms(since_ms).shanghai_date();
        Ok(Self {
            params: params::dated(reader, county)?,
            campaigns: campaign::told(reader, county, since)?,
        })
    }
}

/// What came of it.
pub(super) struct Judged {
    pub(super) problems: Vec<findings::Found>,
    pub(super) flags: Vec<&'static str>,
    pub(super) ended: Trusted,
    /// Only a visit at the dwelling counts toward coverage (DOMAIN §5.1).
    pub(super) counts: bool,
}

/// The checklist a visit was answered under, if it was ever in force here.
pub(super) fn template(
    reader: &mut Reader<'_>,
    county: &County,
    visit: &VisitV1,
) -> Result<Arc<Template>, Stop> {
    let known = checklist::template(reader, county, &visit.template_version)?;
    known
        .filter(|template| template.id == visit.template_id)
        .ok_or(Stop::Quarantine(Reason::UnknownTemplate))
}

/// Whether the visit is well formed, over this family; its answers, to be judged.
pub(super) fn check(
    visit: &VisitV1,
    template: &Template,
    family: &Family,
) -> Result<Answers, Stop> {
    let ids: Vec<MemberId> = family.members.iter().map(|member| member.id).collect();
    check::check(visit, template, &builtin().1, &ids)
}

/// When a visit began and ended, if its clock read `sealed` when it was sealed. It ends before it
/// is sealed, and begins before it ends: how long before, its own clock tells well enough.
pub(super) fn span(visit: &VisitV1, sealed: Trusted) -> (i64, Trusted) {
    let ended = sealed.earlier(visit.sealed_after_ms());
    let lasted = visit.ended_ms.saturating_sub(visit.started_ms);
    (ended.at_ms.saturating_sub(lasted), ended)
}

/// Runs the rules over a visit that passed [`check`], which gave its answers.
pub(super) fn judge(
    visit: &VisitV1,
    template: &Template,
    answers: Answers,
    family: &Family,
    rules: &Rules,
    ended: Trusted,
) -> Judged {
    let date = Timestamp::from_ms(visit.ended_ms).shanghai_date();
    // By the values of its own day (DOMAIN, first fact).
    let params = rules.params.on(date);
    let campaigning = campaigning(&rules.campaigns, &family.household, date);
    let facts = facts(
        &family.household,
        &family.members,
        &params,
        date,
        campaigning,
    );
    let found = evaluate(template, &visit.profile, &facts, &answers);
    let problems = findings::compare(visit, &found.candidates);
    let mut flags = findings::flags(visit, &family.household, &problems, &ended);
    if findings::is_incomplete(template, visit, answers, &found) {
        flags.push("incomplete");
    }
    Judged {
        problems,
        flags,
        ended,
        counts: counts(visit),
    }
}

fn counts(visit: &VisitV1) -> bool {
    let method = visit
        .answers
        .iter()
        .find(|answer| answer.item == "visit_method");
    let Some(AnswerValueV1::Choice(code)) = method.map(|answer| &answer.value) else {
        return false;
    };
    let known = builtin().1.find("visit_method", code);
    known.and_then(|option| option.flag("counts")) == Some(true)
}
