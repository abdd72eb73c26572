//! How names are typed on a Latin keyboard: whole pinyin or initials, every likely reading.

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};

/// Surnames read otherwise than the same character elsewhere. The surname's reading comes first;
/// the others stay, because families and typists differ.
const SURNAMES: &[(char, &str)] = &[
    ('仇', "qiu"),
    ('任', "ren"),
    ('区', "ou"),
    ('单', "shan"),
    ('召', "shao"),
    ('员', "yun"),
    ('哈', "ha"),
    ('宓', "mi"),
    ('尉', "wei"),
    ('折', "she"),
    ('曾', "zeng"),
    ('朴', "piao"),
    ('查', "zha"),
    ('洗', "xian"),
    ('盖', "ge"),
    ('秘', "bi"),
    ('种', "chong"),
    ('繁', "po"),
    ('缪', "miao"),
    ('翟', "zhai"),
    ('覃', "qin"),
    ('解', "xie"),
    ('适', "kuo"),
    ('那', "na"),
    ('隗', "wei"),
    ('黑', "he"),
];

/// Two-character surnames that are read otherwise than their characters.
const DOUBLE_SURNAMES: &[(&str, [&str; 2])] = &[
    ("万俟", ["mo", "qi"]),
    ("尉迟", ["yu", "chi"]),
    ("长孙", ["zhang", "sun"]),
    ("单于", ["chan", "yu"]),
    ("澹台", ["tan", "tai"]),
];

/// More would be a string of heteronyms, not a name.
const MAX_READINGS: usize = 16;

/// What the search columns hold: every reading after a bar, so that a prefix is found by
/// `|prefix` and nothing matches in mid-name by accident.
#[derive(Debug, PartialEq, Eq)]
pub struct Keys {
    pub pinyin: String,
    pub initials: String,
}

/// The keys of a person's name.
pub fn keys(name: &str) -> Keys {
    let mut readings: Vec<Vec<&str>> = vec![Vec::new()];
    for (place, choices) in syllables(name).into_iter().enumerate() {
        // Everyday heteronyms matter in surnames; in given names the common reading does.
        let choices = if place == 0 {
            &choices[..]
        } else {
            &choices[..1.min(choices.len())]
        };
        let mut longer = Vec::new();
        for reading in &readings {
            for choice in choices {
                let mut next = reading.clone();
                next.push(*choice);
                longer.push(next);
            }
        }
        longer.truncate(MAX_READINGS);
        if !longer.is_empty() {
            readings = longer;
        }
    }
    let mut keys = Keys {
        pinyin: String::new(),
        initials: String::new(),
    };
    for reading in &readings {
        append(&mut keys.pinyin, &reading.concat());
        append(
            &mut keys.initials,
            &reading
                .iter()
                .filter_map(|syllable| syllable.chars().next())
                .collect::<String>(),
        );
    }
    keys
}

/// The readings of each character, the likeliest first; Latin letters and digits stand for
/// themselves.
fn syllables(name: &str) -> Vec<Vec<&str>> {
    let double = DOUBLE_SURNAMES
        .iter()
        .find(|(surname, _)| name.starts_with(surname));
    let mut all = Vec::new();
    for (place, (at, character)) in name.char_indices().enumerate() {
        let mut readings: Vec<&str> = Vec::new();
        if let (Some((_, syllables)), 0 | 1) = (double, place) {
            readings.push(syllables[place]);
        } else if let (0, Some((_, reading))) = (
            place,
            SURNAMES.iter().find(|(surname, _)| *surname == character),
        ) {
            readings.push(reading);
        }
        readings.extend(character.to_pinyin().map(Pinyin::plain));
        if let Some(multi) = character.to_pinyin_multi() {
            for reading in multi {
                readings.push(reading.plain());
            }
        }
        if readings.is_empty() && character.is_ascii_alphanumeric() {
            readings.push(&name[at..=at]);
        }
        let mut seen: Vec<&str> = Vec::new();
        for reading in readings {
            if !seen.contains(&reading) {
                seen.push(reading);
            }
        }
        if !seen.is_empty() {
            all.push(seen);
        }
    }
    all
}

fn append(keys: &mut String, key: &str) {
    // 'ü' is typed as v, or as u by those who do not know.
    let typed = key.to_lowercase().replace('ü', "v");
    for variant in [typed.clone(), typed.replace('v', "u")] {
        let entry = format!("|{variant}");
        if !variant.is_empty() && !keys.split('|').any(|known| known == variant) {
            keys.push_str(&entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_found(name: &str, typed: &str) -> bool {
        let keys = keys(name);
        let typed = format!("|{typed}");
        keys.pinyin.contains(&typed) || keys.initials.contains(&typed)
    }

    #[test]
    fn a_name_is_found_as_people_type_it() {
        for (name, typed) in [
            ("张三", "zs"),
            ("张三", "zhangsan"),
            ("张三", "zhang"),
            ("单雄信", "shanxiongxin"),
            ("单雄信", "danxiongxin"),
            ("仇和", "qh"),
            ("仇和", "ch"),
            ("曾国庆", "zengguoqing"),
            ("解红", "xh"),
            ("尉迟恭", "yuchigong"),
            ("万俟卨", "moqi"),
            ("吕梁", "lvliang"),
            ("吕梁", "luliang"),
            ("阿卜杜·热合曼", "abdrhm"),
        ] {
            assert!(is_found(name, typed), "{name} {typed}: {:?}", keys(name));
        }
        assert!(!is_found("张三", "san"));
        assert!(!is_found("张三", "ls"));
    }

    #[test]
    fn any_text_at_all_has_short_keys() {
        for name in ["", "   ", "𠮷野家", "Ω≈ç√", "单单单单单单单单单单单单"]
        {
            assert!(keys(name).pinyin.len() < 4096, "{name}");
        }
    }
}
