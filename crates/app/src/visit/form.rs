//! A sheet as the screen shows it.

use domain::checklist::{AnswerKey, Candidate};
use domain::geo::{Point, distance_m};
use domain::id::MemberId;
use domain::seal::{SealCode, gaps};
use domain::time::Timestamp;
use protocol::rules;
use protocol::visit::GeoV1;
use store::Connection;
use store::visit::is_reopenable;

use super::camera::PhotoRules;
use super::sheet::{self, Sheet};
use crate::cards::{self, count};
use crate::convert;
use crate::desk::{self, Desk};
use crate::error::CallError;
use crate::households;
use crate::views::Place;
use crate::views::visit::{CommentCard, ConclusionCard, Gap, LocationCard, ProblemCard, VisitForm};
use crate::words::{labelled, relation};

impl Sheet {
    pub(crate) fn form(&self, desk: &Desk, conn: &Connection) -> Result<VisitForm, CallError> {
        let place = match store::board::visit(conn, self.id)? {
            Some(line) => cards::place(&line),
            None => Place::Draft,
        };
        let me = desk::device(conn)?.person_id;
        let returned = self
            .county
            .as_ref()
            .is_some_and(|county| sheet::is_returned_to(me, self.own.as_ref(), county));
        let (required, answered) = self.evaluation.progress();
        let unconfirmed = self.unconfirmed().len();
        Ok(VisitForm {
            visit_id: self.id.to_string(),
            household_id: self.household_id.to_string(),
            head_name: self.household.head_name.clone(),
            place_name: format!("{}{}", self.household.village, self.household.group),
            profile: self.profile.clone(),
            template_version: self.template_version.clone(),
            revision: self.revision,
            place,
            editable: self.is_draft() || returned,
            reopenable: match &self.own {
                Some(row) => is_reopenable(conn, row)?,
                None => false,
            },
            started_ms: self.started_ms,
            ended_ms: self.ended_ms,
            sections: self.sections(desk),
            answered: count(answered.saturating_sub(unconfirmed)),
            required: count(required),
            gaps: if self.is_draft() {
                self.gaps(desk)
            } else {
                Vec::new()
            },
            location: self.location_card(),
            photo_waiver: self
                .answers
                .waiver(super::SCENE_ITEM, None)
                .map(str::to_owned),
            gallery_allowed: PhotoRules::load(desk, conn)?.gallery,
            problems: self.problems(desk),
            conclusions: self.conclusions(desk),
            comments: self.comments(desk),
        })
    }

    /// What still stands between the draft and its sealing.
    pub(crate) fn gaps(&self, desk: &Desk) -> Vec<Gap> {
        let facts = rules::seal_facts(
            Timestamp::from_ms(self.started_ms),
            Some(self.end(desk)),
            self.location.as_ref(),
        );
        let missing = gaps(self.template(), &self.answers, &self.evaluation, &facts);
        let missing = missing.into_iter().map(|gap| {
            let code = match gap.code {
                SealCode::AnswerMissing | SealCode::MethodMissing => "item_missing",
                SealCode::PhotoMissing => "photo_missing",
                SealCode::LocationMissing => "location_missing",
                SealCode::EndMissing | SealCode::EndBeforeStart => "times_wrong",
            };
            self.gap(desk, code, gap.section, gap.item, gap.member)
        });
        let unconfirmed = self.unconfirmed().into_iter().map(|key| {
            let section = self
                .template()
                .item(&key.item)
                .map(|(section, _)| section.code.clone());
            self.gap(desk, "item_missing", section, Some(key.item), key.member)
        });
        missing.chain(unconfirmed).collect()
    }

    fn gap(
        &self,
        desk: &Desk,
        code: &str,
        section: Option<String>,
        item: Option<String>,
        member: Option<MemberId>,
    ) -> Gap {
        let label = item.as_deref().and_then(|item| self.label(desk, item));
        Gap {
            code: code.to_owned(),
            section,
            item,
            member_id: member.map(|id| id.to_string()),
            label,
        }
    }

    /// When the visit ends if it ends now. A clock set back during the visit must not keep it
    /// from being sealed: the server works out the true time.
    pub(crate) fn end(&self, desk: &Desk) -> Timestamp {
        let least = self.started_ms.saturating_add(1000);
        Timestamp::from_ms(desk.now.as_ms().max(least))
    }

    /// Required answers taken over from an earlier visit that nobody has confirmed.
    pub(crate) fn unconfirmed(&self) -> Vec<AnswerKey> {
        // Of a household that was not met, only the visit itself is asked about.
        if !self.was_met() {
            return Vec::new();
        }
        let items = self
            .evaluation
            .sections
            .iter()
            .flat_map(|section| &section.items);
        items
            .filter(|item| item.required && item.answered)
            .map(|item| AnswerKey {
                item: item.code.clone(),
                member: item.member,
            })
            .filter(|key| self.is_carried(key))
            .collect()
    }

    fn was_met(&self) -> bool {
        let is = |item, wanted| {
            self.answers
                .choice(item, None)
                .is_none_or(|choice| choice == wanted)
        };
        is("visit_method", "on_site") && is("household_presence", "present")
    }

    pub(crate) fn label(&self, desk: &Desk, item: &str) -> Option<String> {
        let (_, item) = self.template().item(item)?;
        Some(item.label(desk.language).to_owned())
    }

    pub(crate) fn member_name(&self, member: MemberId) -> Option<String> {
        let found = self
            .members
            .iter()
            .find(|candidate| candidate.id == member)?;
        Some(found.name.clone())
    }

    /// Relation and age, such as `之子 · 12`.
    pub(crate) fn member_note(&self, desk: &Desk, member: MemberId) -> Option<String> {
        let found = self
            .members
            .iter()
            .find(|candidate| candidate.id == member)?;
        let on = Timestamp::from_ms(self.started_ms).shanghai_date();
        let relation = relation(&found.relation, desk.language);
        Some(match households::age(found, on) {
            Some(age) => format!("{relation} · {age}"),
            None => relation,
        })
    }

    fn location_card(&self) -> LocationCard {
        let mut card = LocationCard {
            lat: None,
            lon: None,
            accuracy_m: None,
            quality: "none".to_owned(),
            manual: false,
            mock: false,
            missing_reason: None,
            distance_m: None,
        };
        match &self.location {
            None => {}
            Some(GeoV1::Missing { reason }) => card.missing_reason = Some(reason.clone()),
            Some(
                place @ GeoV1::At {
                    lat,
                    lon,
                    accuracy_m,
                    provider,
                    mock,
                    ..
                },
            ) => {
                card.lat = Some(*lat);
                card.lon = Some(*lon);
                card.accuracy_m = Some(*accuracy_m);
                card.quality = place.quality().as_str().to_owned();
                card.manual = provider == "manual";
                card.mock = convert::is_mock(mock);
                card.distance_m = self.distance_m();
            }
        }
        card
    }

    /// From the household's known place, when both are known.
    pub(crate) fn distance_m(&self) -> Option<f64> {
        let Some(GeoV1::At { lat, lon, .. }) = &self.location else {
            return None;
        };
        let home = Point {
            lat: self.household.lat?,
            lon: self.household.lon?,
        };
        Some(
            distance_m(
                home,
                Point {
                    lat: *lat,
                    lon: *lon,
                },
            )
            .round(),
        )
    }

    /// Problems to show: one that is handled together with another is not a second problem.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = &Candidate> {
        self.evaluation
            .candidates
            .iter()
            .filter(|candidate| candidate.merged_into.is_none())
    }

    fn problems(&self, desk: &Desk) -> Vec<ProblemCard> {
        let language = desk.language;
        self.candidates()
            .map(|candidate| {
                let key = candidate.key.of(self.household_id);
                ProblemCard {
                    dismissed: self.dismissed.get(&key).cloned(),
                    key,
                    title: candidate.title(language).to_owned(),
                    member_name: candidate.member.and_then(|member| self.member_name(member)),
                    category: labelled("problem_category", &candidate.category, language),
                    severity: labelled("severity", &candidate.severity, language),
                    unit: labelled("unit_role", &candidate.unit_role, language),
                    risk_lead: candidate
                        .risk_lead
                        .as_deref()
                        .map(|risk| labelled("risk_type", risk, language)),
                }
            })
            .collect()
    }

    fn conclusions(&self, desk: &Desk) -> Vec<ConclusionCard> {
        let drawn = self.evaluation.conclusions.iter();
        drawn
            .map(|conclusion| {
                let found = self.template().conclusion(&conclusion.code);
                ConclusionCard {
                    code: conclusion.code.clone(),
                    title: found.map_or_else(
                        || conclusion.code.clone(),
                        |derived| derived.title(desk.language).to_owned(),
                    ),
                    value: conclusion.value.clone(),
                }
            })
            .collect()
    }

    /// What came back with the visit: the latest decision's comments, and its note.
    fn comments(&self, desk: &Desk) -> Vec<CommentCard> {
        let Some(county) = &self.county else {
            return Vec::new();
        };
        let Some(latest) = county.reviews.last() else {
            return Vec::new();
        };
        let review = &latest.review;
        let card = |item: Option<String>, member: Option<MemberId>, text: String| CommentCard {
            item_label: item.as_deref().and_then(|item| self.label(desk, item)),
            item,
            member_id: member.map(|id| id.to_string()),
            text,
            author: latest.reviewer_name.clone(),
            made_ms: review.decided_ms,
        };
        let comments = review
            .comments
            .iter()
            .map(|comment| card(comment.item.clone(), comment.member, comment.text.clone()));
        let note = review
            .note
            .iter()
            .map(|note| card(None, None, note.clone()));
        let said: Vec<CommentCard> = comments.chain(note).collect();
        if !said.is_empty() {
            return said;
        }
        // Sent back with reasons alone: they are all there is to go by.
        let reasons = review.reasons.iter().map(|code| {
            let label = labelled("return_reason", code, desk.language).label;
            card(None, None, label)
        });
        reasons.collect()
    }
}
