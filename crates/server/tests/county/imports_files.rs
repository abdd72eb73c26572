//! Files as no system exports them: what is read of them all the same, and what is refused.

use std::io::{Cursor, Write as _};

use reqwest::Method;
use rust_xlsxwriter::Workbook;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::console::{boss, captain};
use crate::imports::{check, confirm, ended, has, send, workbook};
use crate::support::{CAI, County};

/// An archive with nothing in it.
const PACKAGE_EMPTY: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// A workbook of one sheet with these rows.
fn one_sheet(rows: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    package(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])
}

/// A small file that says it unpacks to three gigabytes.
fn bomb() -> Vec<u8> {
    let mut bytes = one_sheet("");
    let name = b"xl/worksheets/sheet1.xml";
    let at = bytes
        .windows(name.len())
        .rposition(|part| part == name)
        .unwrap();
    // In the table of contents the size stands 22 bytes before the name.
    bytes[at - 22..at - 18].copy_from_slice(&3_000_000_000u32.to_le_bytes());
    bytes
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let fixed: [(&str, &[u8]); 4] = [
        (
            "[Content_Types].xml",
            br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
    ];
    for (name, bytes) in fixed.iter().chain(parts) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_formula_nobody_worked_out_is_not_taken_for_an_empty_cell() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let text = |column: &str, row: u32, text: &str| {
        format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    };
    let labels = ["户编号", "户主姓名", "乡镇", "村", "年度家庭人口数"];
    let columns = ["A", "B", "C", "D", "E"];
    let head: String = columns
        .iter()
        .zip(labels)
        .map(|(at, label)| text(at, 1, label))
        .collect();
    let row = |number: u32, size: &str| {
        format!(
            r#"<row r="{number}">{}{}{}{}<c r="E{number}"><f>1+2</f>{size}</c></row>"#,
            text("A", number, &format!("62010{number}")),
            text("B", number, "李四"),
            text("C", number, "东镇"),
            text("D", number, "山村"),
        )
    };
    let sheet = format!(
        r#"<row r="1">{head}</row>{}{}"#,
        row(2, ""),
        row(3, "<v>3</v>")
    );
    let (_, seen) = check(&county, &desk, one_sheet(&sheet)).await;
    assert!(has(&seen, 2, "formula_no_value"), "{seen}");
    assert_eq!(seen["counts"]["added"], 1);
}

#[tokio::test]
async fn what_is_no_roster_is_refused_with_a_word_and_writes_nothing() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut parcel = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    parcel.create_stream("EncryptedPackage").unwrap();
    parcel.flush().unwrap();
    let encrypted = parcel.into_inner().into_inner();
    let mut lone = Workbook::new();
    lone.add_worksheet().write_string(0, 0, "云溪县").unwrap();
    for (file, code) in [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "not_a_sheet"),
        (b"%PDF-1.7\n%abc".to_vec(), "not_a_sheet"),
        (encrypted, "encrypted_file"),
        (
            b"<html><table><tr><td>1</td></tr></table></html>".to_vec(),
            "web_page",
        ),
        (Vec::new(), "empty_sheet"),
        (Workbook::new().save_to_buffer().unwrap(), "empty_sheet"),
        (lone.save_to_buffer().unwrap(), "no_header"),
        (bomb(), "unpacks_too_large"),
        (
            one_sheet(r#"<row r="900000"><c r="A900000"><v>1</v></c></row>"#),
            "too_many_rows",
        ),
        (PACKAGE_EMPTY.to_vec(), "not_a_sheet"),
    ] {
        let job = send(&county, &desk, file).await;
        let job = ended(&desk, &job).await;
        assert_eq!(
            (&job["state"], &job["code"]),
            (&json!("failed"), &json!(code))
        );
    }
    // A file without the columns it cannot do without is no surprise later.
    let rows = [["620001".to_owned(), "东镇".to_owned(), "3".to_owned()]];
    let file = workbook(["户编号", "乡镇", "年度家庭人口数"], &rows);
    let (id, seen) = check(&county, &desk, file).await;
    assert_eq!(seen["missing"], json!(["户主姓名"]));
    assert_eq!(confirm(&desk, &id).await.1["code"], "columns_missing");

    let cai = captain(&county, CAI, "cai").await;
    let form = json!({ "check_id": id });
    let (status, _) = cai.ask(Method::POST, "/imports/confirm", Some(form)).await;
    assert_eq!(status, 403);
    assert_eq!(cai.ask(Method::GET, "/imports", None).await.0, 403);
}

#[tokio::test]
async fn the_old_excel_format_is_read_too() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let file = include_bytes!("../fixtures/roster.xls").to_vec();
    let (_, seen) = check(&county, &desk, file).await;
    assert_eq!(
        (&seen["sheet"], &seen["header_row"]),
        (&json!("成员信息"), &json!(3))
    );
    assert_eq!(seen["others"], json!([{ "name": "隐藏", "why": "hidden" }]));
    assert!(has(&seen, 5, "digits_lost"), "{seen}");
    assert_eq!(
        seen["counts"]["changed"], 1,
        "of whom the county has the number"
    );
}
