//! Codes in words, Chinese and English.

use domain::checklist::{Item, OptionItem, builtin};
use domain::codes::Language;
use domain::id::MemberId;
use protocol::visit::AnswerValueV1;

use super::views::Labelled;

/// A code of a list with its words; the code itself where the list does not know it.
pub(crate) fn labelled(list: &str, code: &str) -> Labelled {
    match builtin().1.find(list, code) {
        Some(option) => Labelled {
            code: code.to_owned(),
            zh: option.zh.clone(),
            en: english(option),
        },
        None => Labelled {
            code: code.to_owned(),
            zh: code.to_owned(),
            en: spelt(code),
        },
    }
}

/// An option in English. A list that is Chinese only still has codes that are English words.
pub(crate) fn english(option: &OptionItem) -> String {
    match &option.en {
        Some(en) => en.clone(),
        None if option
            .code
            .chars()
            .any(|letter| letter.is_ascii_lowercase()) =>
        {
            spelt(&option.code)
        }
        None => option.zh.clone(),
    }
}

fn spelt(code: &str) -> String {
    let words = code.replace('_', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// An answer in words, Chinese and English.
pub(crate) fn answer(
    item: Option<&Item>,
    value: &AnswerValueV1,
    member_name: impl Fn(MemberId) -> Option<String>,
) -> (String, String) {
    let with_unit = |number: &str| {
        let in_language = |language| {
            let unit = item.and_then(|item| item.unit(language));
            let text = format!("{number} {}", unit.unwrap_or_default());
            text.trim_end().to_owned()
        };
        (in_language(Language::Zh), in_language(Language::En))
    };
    let same = |text: String| (text.clone(), text);
    let option = |code: &str| match item.and_then(|item| item.option(code)) {
        Some(option) => (option.zh.clone(), english(option)),
        None => (code.to_owned(), spelt(code)),
    };
    match value {
        AnswerValueV1::Text(text) | AnswerValueV1::Date(text) => same(text.clone()),
        AnswerValueV1::Choice(code) => option(code),
        AnswerValueV1::Choices(codes) => {
            let (zh, en): (Vec<_>, Vec<_>) = codes.iter().map(|code| option(code)).unzip();
            (zh.join("、"), en.join(", "))
        }
        AnswerValueV1::Integer(number) => with_unit(&number.to_string()),
        AnswerValueV1::Decimal(text) => with_unit(text),
        AnswerValueV1::Money(fen) => {
            let yuan = yuan(*fen);
            (format!("{yuan} 元"), format!("{yuan} yuan"))
        }
        AnswerValueV1::Photos(photos) => {
            let count = photos.len();
            (format!("{count} 张照片"), format!("{count} photo(s)"))
        }
        AnswerValueV1::Member(member) => same(member_name(*member).unwrap_or_default()),
    }
}

/// Yuan with two decimals; never through a float.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_to_the_fen() {
        assert_eq!(yuan(870_001), "8700.01");
        assert_eq!(yuan(-5), "-0.05");
        assert_eq!(yuan(i64::MIN), "-92233720368547758.08");
    }

    #[test]
    fn a_code_always_has_words() {
        assert_eq!(
            labelled("severity", "critical").en,
            "Red: guarantee not met"
        );
        assert_eq!(labelled("severity", "critical").zh, "红色-保障未达标");
        assert_eq!(
            labelled("return_reason", "never_heard_of").en,
            "Never heard of"
        );
    }
}
