//! The county's villages by name and code.

use std::collections::HashMap;

use domain::id::CountyId;

use crate::change::town_code;
use crate::db::Reader;
use crate::error::Error;

/// Ends of names that some systems write and others leave out, the longest first.
const ENDS: [&str; 8] = [
    "社区居民委员会",
    "社区居委会",
    "村民委员会",
    "居民委员会",
    "村委会",
    "居委会",
    "社区",
    "村",
];
const COUNTY_ENDS: [&str; 4] = ["县", "区", "市", "旗"];
const TOWN_ENDS: [&str; 5] = ["街道办事处", "人民政府", "街道", "镇", "乡"];

#[derive(Clone)]
pub(super) struct Place {
    pub code: String,
    pub town: String,
    pub village: String,
}

pub(super) struct Places {
    pub county: String,
    by_code: HashMap<String, Place>,
    /// Codes of the villages of a name without its end.
    by_name: HashMap<String, Vec<String>>,
}

impl Places {
    pub fn load(reader: &mut Reader<'_>, county: CountyId, name: &str) -> Result<Self, Error> {
        let rows = reader.query(
            "select code, name from area where county_id = $1 order by code",
            &[county.into()],
        )?;
        let mut names = HashMap::new();
        for row in &rows {
            names.insert(row.text("code")?, row.text("name")?);
        }
        let mut places = Self {
            county: name.to_owned(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
        };
        for (code, village) in names.iter().filter(|(code, _)| code.len() == 12) {
            let place = Place {
                code: code.clone(),
                town: names.get(town_code(code)).cloned().unwrap_or_default(),
                village: village.clone(),
            };
            let bare = bare(village, &ENDS).to_owned();
            places.by_name.entry(bare).or_default().push(code.clone());
            places.by_code.insert(code.clone(), place);
        }
        Ok(places)
    }

    /// Whether this is what the county is called, in full or short, with its city or without: villages
    /// of its neighbour may have the names of its own.
    pub fn is_county(&self, name: &str) -> bool {
        let [here, said] = [self.county.as_str(), name.trim()].map(|name| bare(name, &COUNTY_ENDS));
        here.contains(said) || said.contains(here)
    }

    pub fn by_code(&self, code: &str) -> Option<&Place> {
        self.by_code.get(code)
    }

    /// The one village of this name, in this town where it is said. Two that fit are none.
    pub fn by_name(&self, town: Option<&str>, village: &str) -> Option<&Place> {
        let codes = self.by_name.get(bare(village.trim(), &ENDS))?;
        let all = codes.iter().filter_map(|code| self.by_code.get(code));
        let mut fits: Vec<&Place> = all
            .filter(|place| {
                town.is_none_or(|town| {
                    bare(town.trim(), &TOWN_ENDS) == bare(&place.town, &TOWN_ENDS)
                })
            })
            .collect();
        if fits.len() > 1 {
            // 大村 and 大村社区 may both be there.
            fits.retain(|place| place.village == village.trim());
        }
        match fits.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

fn bare<'a>(name: &'a str, ends: &[&str]) -> &'a str {
    ends.iter()
        .find_map(|end| name.strip_suffix(end))
        .filter(|bare| !bare.is_empty())
        .unwrap_or(name)
}
