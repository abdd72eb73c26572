//! How many households a rank is to help (S1: 县级≥10户, 科级≥8, 一般≥6, 两委≥2).
//!
//! A notice and nothing more: 5,000 cadres of six households each are more households than the
//! county has, so the quotas cannot all be met (DOMAIN §1 S1, §9, 16).

use crate::codes::Codes;

/// How somebody's households stand to what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// Fewer than the rank's quota.
    Under,
    /// Within what is expected, or nothing is.
    Fits,
    /// More than one person can well help.
    Over,
}

impl Load {
    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Under => "under_quota",
            Self::Fits => "fits",
            Self::Over => "over_quota",
        }
    }
}

/// Households a rank is to help at least; `None` without a rank or for one the list does not hold.
#[must_use]
pub fn quota(codes: &Codes, rank: Option<&str>) -> Option<u32> {
    codes.find("cadre_rank_quota", rank?)?.min_households
}

/// How a number of households stands to the rank's quota, and to the most one person is to have.
#[must_use]
pub fn load(households: u32, quota: Option<u32>, most: Option<u32>) -> Load {
    if quota.is_some_and(|quota| households < quota) {
        Load::Under
    } else if most.is_some_and(|most| households > most.max(quota.unwrap_or(0))) {
        Load::Over
    } else {
        Load::Fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::builtin;

    #[test]
    fn quotas_are_the_countys_list_and_only_a_notice() {
        let codes = &builtin().1;
        let of = |rank| quota(codes, Some(rank));
        assert_eq!(of("county_leader"), Some(10));
        assert_eq!(of("section_chief"), Some(8));
        assert_eq!(of("staff"), Some(6));
        assert_eq!(of("village_committee"), Some(2));
        assert_eq!((of("emperor"), quota(codes, None)), (None, None));
        for (households, quota, most, expected) in [
            (5, Some(6), Some(15), Load::Under),
            (6, Some(6), Some(15), Load::Fits),
            (15, Some(6), Some(15), Load::Fits),
            (16, Some(6), Some(15), Load::Over),
            // A quota above the most is not held against anybody.
            (10, Some(10), Some(8), Load::Fits),
            (40, None, None, Load::Fits),
            (0, None, Some(15), Load::Fits),
        ] {
            assert_eq!(load(households, quota, most), expected, "{households}");
        }
    }
}
