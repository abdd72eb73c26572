//! Which rules rest on which county parameter.

use super::{Fact, Item, Predicate, Raise, Template};
use crate::codes::Params;

/// A rule that compares with a parameter, by what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamUse<'t> {
    /// The parameter.
    pub key: &'t str,
    /// Code of the item, section or conclusion.
    pub of: &'t str,
    /// Its Chinese name.
    pub zh: &'t str,
    /// Its English name.
    pub en: &'t str,
}

impl Template {
    /// Every use of a parameter, in the order of the checklist; each pair once.
    #[must_use]
    pub fn param_uses(&self) -> Vec<ParamUse<'_>> {
        let mut uses = Vec::new();
        for section in self.sections.iter().filter(|section| !section.hidden) {
            let name = (
                section.code.as_str(),
                section.title_zh.as_str(),
                section.title_en.as_str(),
            );
            let rules = section.show_if.iter().chain(whens(&section.raises));
            gather(rules, name, &mut uses);
            for item in section.items.iter().filter(|item| !item.hidden) {
                let name = (
                    item.code.as_str(),
                    item.label_zh.as_str(),
                    item.label_en.as_str(),
                );
                gather(of_item(item), name, &mut uses);
            }
        }
        for derived in &self.derived {
            let en = derived.title_en.as_deref().unwrap_or(&derived.title_zh);
            let name = (derived.code.as_str(), derived.title_zh.as_str(), en);
            let table = derived.table.iter().filter_map(|row| row.when.as_ref());
            gather(table.chain(whens(&derived.raises)), name, &mut uses);
        }
        uses
    }

    /// Rules that cannot fire, for want of a parameter: a missing one is null (DOMAIN §2.1).
    #[must_use]
    pub fn lacking(&self, params: &Params) -> Vec<ParamUse<'_>> {
        let mut uses = self.param_uses();
        uses.retain(|one| params.get(one.key).is_none());
        uses
    }
}

fn of_item(item: &Item) -> impl Iterator<Item = &Predicate> {
    let photo = item.photo.iter().filter_map(|rule| rule.when.as_ref());
    item.show_if.iter().chain(photo).chain(whens(&item.raises))
}

fn whens(raises: &[Raise]) -> impl Iterator<Item = &Predicate> {
    raises.iter().map(|raise| &raise.when)
}

fn gather<'t>(
    rules: impl Iterator<Item = &'t Predicate>,
    (of, zh, en): (&'t str, &'t str, &'t str),
    uses: &mut Vec<ParamUse<'t>>,
) {
    for rule in rules {
        rule.facts(&mut |fact| {
            if let Fact::Param(key) = fact {
                let one = ParamUse { key, of, zh, en };
                if !uses.contains(&one) {
                    uses.push(one);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::builtin;
    use super::*;

    #[test]
    fn a_county_without_a_monitoring_line_hears_which_rules_lack_it() {
        let (template, codes) = builtin();
        assert!(template.lacking(&codes.demo_params()).is_empty());
        let lacking = template.lacking(codes.default_params());
        let found: Vec<_> = lacking.iter().map(|one| (one.key, one.of)).collect();
        assert_eq!(found, [("monitor_line_yuan", "percap_income_est")]);
        assert_eq!(
            template.lacking(&Params::default()).len(),
            template.param_uses().len()
        );
    }
}
