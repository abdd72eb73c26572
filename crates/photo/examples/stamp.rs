//! Stamps one photo by hand: `cargo run -p photo --example stamp -- in.jpg out.jpg`.

use std::time::Instant;

use photo::{Fix, Stamp, Wanted, evidence, probe};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let from = arguments.next().ok_or("which photo?")?;
    let to = arguments.next().ok_or("where to?")?;
    let original = std::fs::read(from)?;
    let lines = [
        "入户走访",
        "2026-11-22 09:56:00",
        "秦州区 平南镇 大柳树村 三组",
        "34.58123°N 105.72456°E ±8 m WGS-84",
        "李喆堃 区农业农村局",
        "户主 张* 户编号 0427",
    ];
    let wanted = Wanted {
        long_edge_px: Wanted::LONG_EDGE_PX,
        budget_bytes: Wanted::BUDGET_BYTES,
        stamp: Stamp {
            lines: lines.map(String::from).to_vec(),
            fallback: Vec::new(),
        },
        blurred: Vec::new(),
        taken_at_ms: 1_795_312_560_000,
        fix: Some(Fix {
            lat: 34.581_23,
            lon: 105.724_56,
            accuracy_m: 8.0,
            altitude_m: None,
        }),
        visit_id: "visit-1".into(),
        photo_id: "photo-1".into(),
    };
    eprintln!("{:?}", probe(&original)?);
    let begun = Instant::now();
    let made = evidence(&original, &wanted)?;
    eprintln!(
        "{made:?} in {:?}, missing {:?}",
        begun.elapsed(),
        made.missing_glyphs
    );
    std::fs::write(&to, &made.sent)?;
    std::fs::write(format!("{to}.thumbnail.jpg"), &made.thumbnail)?;
    Ok(())
}
