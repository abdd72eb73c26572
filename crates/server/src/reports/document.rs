//! 周简报 and 月汇报 as a document people go on writing in (docx).
//!
//! Fonts are those official documents are set in: 方正小标宋 falls back to 宋体, headings 黑体, text 仿宋.

use docx_rs::{
    AlignmentType, Docx, Footer, LineSpacing, LineSpacingType, NumPages, PageMargin, PageNum,
    Paragraph, Run, RunFonts, Shading, SpecialIndentType, Style, StyleType, Table, TableCell,
    TableRow, VAlignType, WidthType,
};

use super::brief::{Brief, Figures, ten_thousand};
use super::export::packing;
use super::{Ask, Report, Span};
use crate::error::Error;

/// Twentieths of a point: a paragraph begins two characters in.
const TWO_CHARACTERS: i32 = 640;
/// Half-points: 仿宋 三号.
const TEXT: usize = 32;
/// 小二.
const TITLE: usize = 44;
/// 小四, in tables.
const TABLE: usize = 24;
/// Twentieths of a point between lines: 28 points, as official documents have it.
const LINE: i32 = 560;

fn fonts(chinese: &str) -> RunFonts {
    RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman")
        .east_asia(chinese)
}

fn run(text: impl Into<String>, font: &str, size: usize) -> Run {
    // What was pasted may hold signs no document can.
    let text: String = text.into();
    let text: String = text.chars().filter(|sign| !sign.is_control()).collect();
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

fn spacing() -> LineSpacing {
    LineSpacing::new()
        .line_rule(LineSpacingType::Exact)
        .line(LINE)
}

fn heading(text: &str) -> Paragraph {
    Paragraph::new()
        .add_run(run(text, "黑体", TEXT))
        .style("Heading1")
        .keep_next(true)
        .line_spacing(spacing().before(120))
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph::new()
        .add_run(run(text, "仿宋", TEXT))
        .indent(
            None,
            Some(SpecialIndentType::FirstLine(TWO_CHARACTERS)),
            None,
            None,
        )
        .line_spacing(spacing())
}

/// What somebody typed, each line a paragraph; room to write where nothing was.
fn typed(mut document: Docx, text: &str) -> Docx {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() {
        return document.add_paragraph(paragraph("（请在此填写）"));
    }
    for line in lines {
        document = document.add_paragraph(paragraph(line));
    }
    document
}

fn cell(text: &str, width: usize, head: bool) -> TableCell {
    let font = if head { "黑体" } else { "仿宋" };
    let paragraph = Paragraph::new()
        .add_run(run(text, font, TABLE))
        .align(AlignmentType::Center);
    let cell = TableCell::new()
        .add_paragraph(paragraph)
        .vertical_align(VAlignType::Center)
        .width(width, WidthType::Dxa);
    if head {
        cell.shading(Shading::new().fill("E7F0ED"))
    } else {
        cell
    }
}

/// Twentieths of a point: what is left of A4 between the margins.
const WIDTH: usize = 8_844;

fn table(head: &[&str], rows: &[Vec<String>]) -> Table {
    let width = WIDTH / head.len().max(1);
    let line = |cells: Vec<TableCell>| TableRow::new(cells).cant_split();
    let mut lines = vec![line(
        head.iter().map(|text| cell(text, width, true)).collect(),
    )];
    for row in rows {
        lines.push(line(
            row.iter().map(|text| cell(text, width, false)).collect(),
        ));
    }
    Table::new(lines)
        .set_grid(vec![width; head.len()])
        .width(WIDTH, WidthType::Dxa)
}

fn figures_table(brief: &Brief, this: &str) -> Table {
    let (now, year) = (&brief.now, &brief.year);
    let line = |name: &str, of: fn(&Figures) -> i64| {
        vec![name.to_owned(), of(now).to_string(), of(year).to_string()]
    };
    let mut rows = vec![
        line("走访户数（户）", |all| all.homes),
        line("走访人次（次）", |all| all.visits),
        line("新增问题（个）", Figures::found_count),
        line("已销号（个）", |all| all.closed),
        line("风险线索（条）", |all| all.leads),
        line("实事（件）", |all| all.deeds),
        line("培训（次）", |all| all.trainings),
        line("会议（次）", |all| all.meetings),
    ];
    rows.push(vec![
        "现有逾期问题（个）".to_owned(),
        brief.overdue.to_string(),
        "—".to_owned(),
    ]);
    table(&["指标", this, "本年累计"], &rows)
}

/// A percent with one decimal.
fn percent(points: i64) -> String {
    let tenths = (points + 5) / 10;
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn told(brief: &Brief, ask: &Ask, this: &str) -> String {
    let now = &brief.now;
    let mut text = format!(
        "{} 至 {}，走访 {} 户 {} 次，新增问题 {} 个，销号 {} 个，现有逾期问题 {} 个，发现风险线索 {} 条，办实事 {} 件。",
        ask.from,
        ask.to,
        now.homes,
        now.visits,
        now.found_count(),
        now.closed,
        brief.overdue,
        now.leads,
        now.deeds
    );
    if let Some(points) = brief.rectified.points() {
        text.push_str(&format!(
            "截至{this}末，问题整改率 {}（已销号 {} 个，应整改 {} 个）。",
            percent(points),
            brief.rectified.part,
            brief.rectified.whole
        ));
    }
    text
}

/// The document, written into a file.
pub(super) fn write(
    report: &Report,
    ask: &Ask,
    county: &str,
    brief: &Brief,
    file: &mut std::fs::File,
) -> Result<(), Error> {
    let weekly = report.span == Span::Week;
    let (this, next) = if weekly {
        ("本周", "下周安排")
    } else {
        ("本期", "下月安排")
    };
    let name = if weekly { "周简报" } else { "月汇报" };
    let title = Paragraph::new()
        .add_run(run(
            format!("{county}驻村帮扶工作{name}"),
            "方正小标宋简体",
            TITLE,
        ))
        .align(AlignmentType::Center)
        .line_spacing(LineSpacing::new().after(160));
    let days = Paragraph::new()
        .add_run(run(format!("（{} 至 {}）", ask.from, ask.to), "楷体", 28))
        .align(AlignmentType::Center)
        .line_spacing(LineSpacing::new().after(240));
    let mut document = Docx::new()
        .page_size(11_906, 16_838)
        .page_margin(PageMargin {
            top: 2_098,
            bottom: 1_984,
            left: 1_587,
            right: 1_474,
            header: 851,
            footer: 992,
            gutter: 0,
        })
        .default_fonts(fonts("仿宋"))
        .default_size(TEXT)
        .add_style(
            Style::new("Heading1", StyleType::Paragraph)
                .name("heading 1")
                .outline_lvl(0)
                .fonts(fonts("黑体"))
                .size(TEXT),
        )
        .footer(
            Footer::new().add_paragraph(
                Paragraph::new()
                    .add_run(run("— ", "宋体", 28))
                    .add_page_num(PageNum::new())
                    .add_run(run(" / ", "宋体", 28))
                    .add_num_pages(NumPages::new())
                    .add_run(run(" —", "宋体", 28))
                    .align(AlignmentType::Center),
            ),
        )
        .add_paragraph(title)
        .add_paragraph(days)
        .add_paragraph(heading("一、总体情况"))
        .add_paragraph(paragraph(&told(brief, ask, this)))
        .add_table(figures_table(brief, this))
        .add_paragraph(heading("二、问题情况"));
    document = if brief.now.found.is_empty() {
        document.add_paragraph(paragraph(&format!("{this}没有新增问题。")))
    } else {
        let rows: Vec<Vec<String>> = brief
            .now
            .found
            .iter()
            .map(|(kind, count)| vec![kind.clone(), count.to_string()])
            .collect();
        document
            .add_paragraph(paragraph(&format!("{this}新增问题按类别如下。")))
            .add_table(table(&["问题类别", "新增（个）"], &rows))
    };
    let mut part = 3;
    if !weekly {
        document = document.add_paragraph(heading("三、项目进度"));
        document = projects(document, brief);
        part = 4;
    }
    let number = |part: usize| {
        ["一", "二", "三", "四", "五"]
            .get(part - 1)
            .copied()
            .unwrap_or("")
    };
    document = document.add_paragraph(heading(&format!("{}、典型做法", number(part))));
    document = typed(document, &ask.practice);
    document = document.add_paragraph(heading(&format!("{}、{next}", number(part + 1))));
    document = typed(document, &ask.plans);
    document.build().pack(file).map_err(packing)
}

fn projects(document: Docx, brief: &Brief) -> Docx {
    if brief.projects.is_empty() {
        return document.add_paragraph(paragraph("没有在建项目。"));
    }
    let rows: Vec<Vec<String>> = brief
        .projects
        .iter()
        .map(|project| {
            vec![
                project.name.clone(),
                format!("{}%", project.percent),
                ten_thousand(project.paid),
                ten_thousand(project.budget),
            ]
        })
        .collect();
    document.add_table(table(
        &["项目", "形象进度", "已支付（万元）", "总投资（万元）"],
        &rows,
    ))
}
