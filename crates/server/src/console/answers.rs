//! A visit's answers in words, section by section, beside those of the visit before.

use std::collections::HashSet;

use domain::checklist::{Scope, Section, Template};
use domain::id::MemberId;
use protocol::visit::{AnswerV1, VisitV1};

use super::labels;
use super::views::{AnsweredGroup, AnsweredItem, AnsweredSection};
use super::visit_page::Family;

/// Items, and the members they are about, that raised a problem.
pub(super) type Raised = HashSet<(String, Option<MemberId>)>;

/// A visit, and the checklist it was answered under.
#[derive(Clone, Copy)]
pub(super) struct Answered<'a> {
    pub visit: &'a VisitV1,
    pub template: &'a Template,
}

/// What is answered, in the order of the checklist. Codes the checklist does not know come
/// last, so that nothing a person said is hidden.
pub(super) fn sections(
    now: Answered<'_>,
    before: Option<Answered<'_>>,
    raised: &Raised,
    family: &Family,
) -> Vec<AnsweredSection> {
    let Answered { visit, template } = now;
    let sheet = Sheet {
        visit,
        template,
        before,
        raised,
        family,
    };
    let mut sections: Vec<AnsweredSection> = template
        .sections
        .iter()
        .filter_map(|section| {
            let groups = sheet.groups(section);
            (!groups.is_empty()).then(|| AnsweredSection {
                code: section.code.clone(),
                zh: section.title_zh.clone(),
                en: section.title_en.clone(),
                groups,
            })
        })
        .collect();
    let unknown: Vec<AnsweredItem> = visit
        .answers
        .iter()
        .filter(|answer| template.item(base(&answer.item)).is_none())
        .map(|answer| sheet.item(answer))
        .collect();
    if !unknown.is_empty() {
        sections.push(AnsweredSection {
            code: "other".to_owned(),
            zh: "其他".to_owned(),
            en: "Other".to_owned(),
            groups: vec![AnsweredGroup {
                member_id: None,
                member_name: None,
                answers: unknown,
            }],
        });
    }
    sections
}

/// An item's own code, from that of its attached photos or of the reason for having none.
fn base(code: &str) -> &str {
    code.strip_suffix(".photo")
        .or_else(|| code.strip_suffix(".waiver"))
        .unwrap_or(code)
}

struct Sheet<'a> {
    visit: &'a VisitV1,
    template: &'a Template,
    before: Option<Answered<'a>>,
    raised: &'a Raised,
    family: &'a Family,
}

impl Sheet<'_> {
    fn groups(&self, section: &Section) -> Vec<AnsweredGroup> {
        if section.scope != Scope::Member {
            let answers = self.of(section, None);
            return if answers.is_empty() {
                Vec::new()
            } else {
                vec![AnsweredGroup {
                    member_id: None,
                    member_name: None,
                    answers,
                }]
            };
        }
        let mut members: Vec<MemberId> =
            self.family.members.iter().map(|member| member.id).collect();
        for member in self.visit.answers.iter().filter_map(|answer| answer.member) {
            if !members.contains(&member) {
                members.push(member);
            }
        }
        members
            .into_iter()
            .filter_map(|member| {
                let answers = self.of(section, Some(member));
                (!answers.is_empty()).then(|| AnsweredGroup {
                    member_id: Some(member.to_string()),
                    member_name: self.family.name(member),
                    answers,
                })
            })
            .collect()
    }

    fn of(&self, section: &Section, member: Option<MemberId>) -> Vec<AnsweredItem> {
        let mut items = Vec::new();
        for item in &section.items {
            let own = self
                .visit
                .answers
                .iter()
                .filter(|answer| base(&answer.item) == item.code && answer.member == member);
            items.extend(own.map(|answer| self.item(answer)));
        }
        items
    }

    fn item(&self, answer: &AnswerV1) -> AnsweredItem {
        let code = base(&answer.item);
        let item = self.template.item(code).map(|(_, item)| item);
        let (zh, en) = item.map_or_else(
            || (code.to_owned(), code.to_owned()),
            |item| (item.label_zh.clone(), item.label_en.clone()),
        );
        let (extra_zh, extra_en) = match answer.item.strip_prefix(code) {
            Some(".photo") => (" · 照片", " · photos"),
            Some(".waiver") => (" · 无照片原因", " · why no photo"),
            _ => ("", ""),
        };
        let name = |member| self.family.name(member);
        let (answer_zh, answer_en) = labels::answer(item, &answer.value, name);
        // Photos are never the same ones: only what was said is compared.
        let before = self
            .before
            .filter(|_| extra_zh.is_empty() && item.is_none_or(|i| !i.answer_type.is_photos()))
            .and_then(|Answered { visit, template }| {
                let mut old = visit.answers.iter();
                let old = old.find(|old| old.item == answer.item && old.member == answer.member)?;
                (old.value != answer.value).then_some((old, template))
            })
            .map(|(old, template)| {
                let item = template.item(code).map(|(_, item)| item);
                labels::answer(item, &old.value, name)
            });
        let (before_zh, before_en) = before.unzip();
        AnsweredItem {
            item: answer.item.clone(),
            zh: format!("{zh}{extra_zh}"),
            en: format!("{en}{extra_en}"),
            answer_zh,
            answer_en,
            unchanged: answer.unchanged,
            before_zh,
            before_en,
            raised: self.raised.contains(&(code.to_owned(), answer.member)),
        }
    }
}
