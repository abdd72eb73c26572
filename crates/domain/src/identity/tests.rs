use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 22);

fn fault(text: &str) -> Option<IdFault> {
    match check_id(text, TODAY) {
        IdCheck::Failed(fault) => Some(fault),
        _ => None,
    }
}

#[test]
fn the_standards_samples_come_out_as_worked() {
    assert_eq!(check_character("11010519491231002"), Some('X'));
    assert_eq!(check_character("44052418800101001"), Some('4'));
    let IdCheck::Valid(facts) = check_id("11010519491231002x", TODAY) else {
        panic!()
    };
    assert_eq!(facts.number, "11010519491231002X");
    assert_eq!(facts.birth, date(1949, 12, 31));
    assert_eq!(facts.gender, Gender::Female);
    assert_eq!(facts.area6, "110105");
    let IdCheck::Valid(facts) = check_id("440524188001010014", TODAY) else {
        panic!()
    };
    assert_eq!(
        (facts.birth, facts.gender),
        (date(1880, 1, 1), Gender::Male)
    );
}

#[test]
fn each_fault_is_told_apart() {
    let table = [
        ("110105194912310021", IdFault::Checksum),
        ("11010519491231002", IdFault::Length),
        ("", IdFault::Length),
        ("1101051949123100AX", IdFault::Characters),
        ("11010519491231002Y", IdFault::Characters),
        ("110105194902310021", IdFault::Date),
        ("110105209902280021", IdFault::Future),
        ("张三张三张三", IdFault::Characters), // eighteen bytes
    ];
    for (text, expected) in table {
        assert_eq!(fault(text), Some(expected), "{text}");
    }
}

#[test]
fn spreadsheet_dressing_is_taken_off() {
    for text in [
        "G11010519491231002X",
        " 110105 19491231 002x ",
        "'11010519491231002X",
    ] {
        assert!(matches!(check_id(text, TODAY), IdCheck::Valid(_)), "{text}");
    }
}

#[test]
fn a_fifteen_digit_card_is_a_warning_that_still_tells_the_birthday() {
    let IdCheck::Legacy(facts) = check_id("110105491231003", TODAY) else {
        panic!()
    };
    assert_eq!(
        (facts.birth, facts.gender),
        (date(1949, 12, 31), Gender::Male)
    );
    assert_eq!(fault("110105490231003"), Some(IdFault::Date));
}

#[test]
fn a_disability_certificate_is_an_id_with_category_and_level() {
    let facts = check_disability("11010519491231002X43", TODAY).unwrap();
    assert_eq!(
        (facts.category, facts.level, facts.reissue),
        ('4', '3', None)
    );
    let again = check_disability("11010519491231002X43B1", TODAY).unwrap();
    assert_eq!(again.reissue.as_deref(), Some("B1"));
    assert_eq!(again.id.number, "11010519491231002X");
    assert_eq!(
        check_disability("11010519491231002X83", TODAY),
        Err(IdFault::Disability)
    );
    assert_eq!(
        check_disability("11010519491231002X4", TODAY),
        Err(IdFault::Length)
    );
    assert_eq!(
        check_disability("11010519491231002143", TODAY),
        Err(IdFault::Checksum)
    );
}

#[test]
fn phones_are_eleven_digits_or_a_landline() {
    let mobile = Some(Phone::Mobile("13800001234".into()));
    for text in ["13800001234", "+86 138 0000 1234", "138-0000-1234"] {
        assert_eq!(check_phone(text), mobile, "{text}");
    }
    assert_eq!(
        check_phone("0938-8212345"),
        Some(Phone::Landline("09388212345".into()))
    );
    for bad in [
        "12800001234",
        "1380000123",
        "",
        "abc",
        "138000012345",
        "+86",
    ] {
        assert_eq!(check_phone(bad), None, "{bad}");
    }
}

#[test]
fn no_number_shows_in_debug() {
    let shown = format!(
        "{:?} {:?}",
        check_id("11010519491231002X", TODAY),
        check_phone("13800001234")
    );
    assert!(!shown.contains("1949") && !shown.contains("138"), "{shown}");
}

proptest! {
    #[test]
    fn a_made_number_checks_and_one_changed_digit_does_not(
        area in 100_000u32..660_000, day in 0i32..40_000, sequence in 0u16..1000,
        place in 0usize..17, by in 1u32..10,
    ) {
        let birth = date(1915, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        let number = make_id_number(&area.to_string(), birth, sequence).unwrap();
        let IdCheck::Valid(facts) = check_id(&number, date(2100, 1, 1)) else { panic!("{number}") };
        prop_assert_eq!(facts.birth, birth);
        prop_assert_eq!(facts.gender == Gender::Male, sequence % 2 == 1);

        let mut wrong: Vec<char> = number.chars().collect();
        let digit = wrong[place].to_digit(10).unwrap();
        wrong[place] = char::from_digit((digit + by) % 10, 10).unwrap();
        let wrong: String = wrong.into_iter().collect();
        prop_assert!(matches!(check_id(&wrong, date(2100, 1, 1)), IdCheck::Failed(_)));
    }

    #[test]
    fn nothing_typed_panics(text in "\\PC{0,24}") {
        let _ = (check_id(&text, TODAY), check_disability(&text, TODAY), check_phone(&text));
    }
}
