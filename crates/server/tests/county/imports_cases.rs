//! Files as people really hand them in: each way of writing text, each way of being wrong.

use serde_json::{Value, json};

use crate::console::{Browser, boss};
use crate::imports::{MEMBER_LABELS, check, ended, has, import, person, send, workbook};
use crate::support::County;

const LABELS: [&str; 5] = ["户编号", "户主姓名", "乡镇", "村", "年度家庭人口数"];

fn line(number: &str) -> String {
    format!("{number},李四,东镇,山村,3")
}

fn three() -> [String; 4] {
    [
        LABELS.join(","),
        line("640001"),
        line("640002"),
        line("640003"),
    ]
}

fn utf16(text: &str, is_big: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units
        .flat_map(|unit| match is_big {
            true => unit.to_be_bytes(),
            false => unit.to_le_bytes(),
        })
        .collect()
}

#[tokio::test]
async fn text_is_read_in_whatever_way_it_was_saved() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let [head, one, two, three] = three();
    let plain = [head, one, two, three].join("\n");
    let tabs = plain.replace(',', "\t");
    let mixed = plain.replacen('\n', "\r\n", 1).replacen('\n', "\r", 2);
    let (gbk, _, _) = encoding_rs::GB18030.encode(&plain);
    for (way, bytes) in [
        ("mark", [&[0xEF, 0xBB, 0xBF], plain.as_bytes()].concat()),
        ("line ends", mixed.into_bytes()),
        ("old line ends", plain.replace('\n', "\r").into_bytes()),
        ("tabs", tabs.clone().into_bytes()),
        ("semicolons", plain.replace(',', ";").into_bytes()),
        ("UTF-16", utf16(&tabs, false)),
        ("UTF-16, the other way round", utf16(&tabs, true)),
        ("GBK", gbk.into_owned()),
    ] {
        let (_, seen) = check(&county, &desk, bytes).await;
        assert_eq!(seen["counts"]["added"], 3, "{way} {seen}");
        assert_eq!(seen["rows"], 3, "{way}");
    }
}

#[tokio::test]
async fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let text = format!(
        "云溪县脱贫户信息,,,,\n\n{}\n640001,\"李\n四\",东镇,山村,3\n\n640002,李四,东镇,山村,三\n",
        LABELS.join(",")
    );
    let (_, seen) = check(&county, &desk, text.into_bytes()).await;
    assert_eq!(seen["header_row"], 3);
    assert!(has(&seen, 6, "not_a_number"), "{seen}");
    assert_eq!(seen["counts"]["added"], 1);
}

#[tokio::test]
async fn the_header_is_found_in_row_five_and_in_two_rows() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let [head, one, two, three] = three();
    let titles = "脱贫户信息,,,,\n云溪县,,,,\n2026年,,,,\n制表：某某,,,,";
    let text = [titles, &head, &one, &two, &three].join("\n");
    let (_, seen) = check(&county, &desk, text.into_bytes()).await;
    assert_eq!((&seen["header_row"], &seen["rows"]), (&json!(5), &json!(3)));

    let text = format!(
        "{head},联系方式,\n,,,,,户联系电话,备注\n{one},13800000001,无\n{two},13800000002,\n"
    );
    let (_, seen) = check(&county, &desk, text.into_bytes()).await;
    assert_eq!((&seen["header_row"], &seen["rows"]), (&json!(1), &json!(2)));
    assert_eq!(seen["counts"]["added"], 2, "{seen}");
    let columns = seen["columns"].as_array().unwrap();
    assert!(columns.iter().any(|one| one["known"] == "户联系电话"));
    assert!(columns.iter().any(|one| one["label"] == "备注"));
}

/// A row that differs from a good one in one cell, and what is said of it.
async fn household_cell(
    county: &County,
    desk: &Browser<'_>,
    (label, value): (&str, &str),
) -> Value {
    let mut labels: Vec<&str> = LABELS.to_vec();
    let mut cells = ["640001", "李四", "东镇", "山村", "3"]
        .map(str::to_owned)
        .to_vec();
    match labels.iter().position(|known| *known == label) {
        Some(at) => cells[at] = value.to_owned(),
        None => {
            labels.push(label);
            cells.push(value.to_owned());
        }
    }
    let text = format!("{}\n{}\n", labels.join("\t"), cells.join("\t"));
    check(county, desk, text.into_bytes()).await.1
}

#[tokio::test]
async fn each_cell_of_a_household_is_taken_or_refused_as_it_is() {
    let county = County::new().await;
    let desk = boss(&county).await;
    for (label, value, code) in [
        ("户编号", "６２０５０２０１", None),
        ("户编号", " 6205 0201 ", None),
        ("户编号", "6.20502E+17", Some("digits_lost")),
        ("户编号", "", Some("empty")),
        ("户主姓名", "", Some("empty")),
        ("村", "山村民委员会", None),
        ("村", "别处村", Some("unknown_village")),
        ("县", "云溪县", None),
        ("县", "某市云溪", None),
        ("县", "邻山县", Some("other_county")),
        ("年度家庭人口数", "３", None),
        ("年度家庭人口数", "3人", None),
        ("年度家庭人口数", "三", Some("not_a_number")),
        ("年度家庭人口数", "", Some("no_people")),
        ("户联系电话", "１３８００００００１", Some("not_a_phone")),
        ("户联系电话", "１３８００００００００", None),
        ("致贫/返贫风险1", "因病，因残", None),
    ] {
        let seen = household_cell(&county, &desk, (label, value)).await;
        match code {
            Some(code) => assert!(has(&seen, 2, code), "{label} {value} {seen}"),
            None => assert_eq!(seen["counts"]["added"], 1, "{label} {value} {seen}"),
        }
    }
}

#[tokio::test]
async fn one_person_twice_in_a_file_is_taken_once() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let born = domain::time::parse_date("1980-01-01").unwrap();
    let [id, second, third, fourth, fifth] =
        [1, 3, 5, 7, 9].map(|at| domain::identity::make_id_number("620502", born, at).unwrap());
    let id = id.as_str();
    let rows = [
        person("1001", "9301", "王五", id, "户主"),
        person("1001", "9301", "王五", "", "户主"),
        person("1001", "9302", "王五", id, "之子"),
        person("1002", "9303", "王五", id, "户主"),
        // Counted within each household.
        person("1002", "1", "赵六", &second, "之女"),
        person("2001", "1", "赵七", &third, "之女"),
        person("2001", "1", "赵八", &fourth, "之女"),
        // Without a number of his own he is one and the same.
        person("1002", "", "钱七", &fifth, "之女"),
        person("2001", "", "钱七", &fifth, "之女"),
    ];
    let rows = rows.map(|mut row| {
        row[6] = "长期慢性病、残疾；患有大病".to_owned();
        row
    });
    let (_, seen) = check(&county, &desk, workbook(MEMBER_LABELS, &rows)).await;
    assert!(has(&seen, 4, "twice_in_file"), "{seen}");
    assert!(has(&seen, 5, "twice_in_file"));
    assert!(has(&seen, 6, "id_twice_in_file"));
    assert!(has(&seen, 9, "twice_in_file"));
    assert!(has(&seen, 11, "twice_in_file"), "{seen}");
    assert_eq!(seen["counts"]["refused"], 4, "{seen}");
    let (_, done) = import(&county, &desk, workbook(MEMBER_LABELS, &rows)).await;
    assert_eq!(done["refused"], 4);
    assert_eq!(county.count("select count(*) as n from member").await, 6);

    // The same file again changes nothing, also of those counted from one.
    let (_, seen) = check(&county, &desk, workbook(MEMBER_LABELS, &rows)).await;
    assert_eq!(seen["counts"]["unchanged"], 5, "{seen}");
}

#[tokio::test]
async fn members_before_their_household_are_told_so_and_taken_after_it() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let people = [person(
        "640001",
        "9401",
        "王五",
        "11010519491231002X",
        "户主",
    )];
    let file = workbook(MEMBER_LABELS, &people);
    let (_, seen) = check(&county, &desk, file.clone()).await;
    assert!(has(&seen, 3, "unknown_household"));
    let [head, one, ..] = three();
    import(&county, &desk, format!("{head}\n{one}\n").into_bytes()).await;
    let (_, seen) = check(&county, &desk, file).await;
    assert_eq!(seen["counts"]["added"], 1, "{seen}");
}

#[tokio::test]
async fn an_old_workbook_tells_its_password_its_damage_and_its_hidden_rows() {
    use std::io::{Cursor, Read as _, Seek as _, Write as _};
    let county = County::new().await;
    let desk = boss(&county).await;
    let parcel = |names: &[&str]| {
        let mut parcel = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for name in names {
            let mut stream = parcel.create_stream(name).unwrap();
            stream.write_all(&[7; 5000]).unwrap();
        }
        parcel.flush().unwrap();
        parcel.into_inner().into_inner()
    };
    let locked = parcel(&["/EncryptionInfo", "/EncryptedPackage"]);
    let whole = include_bytes!("../fixtures/roster.xls").to_vec();
    let torn = whole[..whole.len() / 3].to_vec();
    for (file, code) in [
        (locked.clone(), "encrypted_file"),
        (locked[..600].to_vec(), "not_a_sheet"),
        (parcel(&["/WordDocument"]), "not_a_sheet"),
        (torn, "not_a_sheet"),
    ] {
        let job = send(&county, &desk, file).await;
        let job = ended(&desk, &job).await;
        assert_eq!(job["code"], code, "{job}");
    }

    let mut parcel = cfb::CompoundFile::open(Cursor::new(whole)).unwrap();
    let mut stream = parcel.open_stream("/Workbook").unwrap();
    let mut book = Vec::new();
    stream.read_to_end(&mut book).unwrap();
    let (mut at, mut hidden) = (0, 0);
    while at + 4 <= book.len() {
        let [kind, length] = [at, at + 2].map(|at| u16::from_le_bytes([book[at], book[at + 1]]));
        // What the fourth row looks like.
        if kind == 0x0208 && book[at + 4..at + 6] == [3, 0] {
            book[at + 4 + 12] |= 0x20;
            hidden += 1;
        }
        at += 4 + usize::from(length);
    }
    assert!(hidden > 0);
    stream.rewind().unwrap();
    stream.write_all(&book).unwrap();
    stream.flush().unwrap();
    drop(stream);
    parcel.flush().unwrap();
    let (_, seen) = check(&county, &desk, parcel.into_inner().into_inner()).await;
    assert!(has(&seen, 4, "hidden_row"), "{seen}");
    assert_eq!(seen["counts"]["changed"], 0);
}

#[tokio::test]
async fn no_id_number_is_kept_in_a_column_nobody_owns() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let [head, one, ..] = three();
    let text = format!(
        "{head},户主证件号码,担保人,星级\n{one},11010519491231002X,王五11010519491231002X,五星\n"
    );
    import(&county, &desk, text.into_bytes()).await;
    let kept = "select count(*) as n from roster_kept where kept like '%五星%'
        and kept like '%110105****%' and kept not like '%19491231%'";
    assert_eq!(county.count(kept).await, 1);
}
