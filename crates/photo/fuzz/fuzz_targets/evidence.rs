//! The whole entry: whatever bytes come in, a result or a typed error, and what came out is whole.

#![no_main]

use libfuzzer_sys::fuzz_target;
use photo::{Area, Error, Fix, Stamp, Wanted, check_sent, evidence, probe};

fuzz_target!(|bytes: &[u8]| {
    // The first bytes choose what is wanted, so that the corpus covers that as well.
    let Some((&[edge, budget, hidden, orientation], original)) = bytes.split_first_chunk() else {
        return;
    };
    let part = |bits: u8| f32::from(bits) / 15.0;
    let wanted = Wanted {
        long_edge_px: u32::from(edge) * 10,
        budget_bytes: usize::from(budget) << 9,
        stamp: Stamp {
            lines: vec!["入户走访 喆堃".to_owned(), "2026-11-22 09:56:00".to_owned()],
            fallback: Vec::new(),
        },
        blurred: vec![Area {
            left: part(hidden & 15),
            top: part(hidden >> 4),
            width: part(orientation & 15),
            height: part(orientation >> 4),
        }],
        taken_at_ms: 1_795_312_560_789,
        fix: Some(Fix {
            lat: 34.58,
            lon: 105.72,
            accuracy_m: 8.5,
            altitude_m: None,
        }),
        visit_id: "visit".to_owned(),
        photo_id: "photo".to_owned(),
    };
    let _ = probe(original);
    match evidence(original, &wanted) {
        Ok(made) => {
            let sent = check_sent(&made.sent).expect("what is sent can be read");
            assert_eq!((sent.width, sent.height), (made.width, made.height));
            assert_eq!(sent.orientation, 1);
            probe(&made.thumbnail).expect("the thumbnail can be read");
        }
        // A decoder's panic is caught on the phone; here it is what is looked for.
        Err(Error::Broken | Error::Empty | Error::NotAnImage | Error::Truncated) => {}
        Err(Error::UnsupportedFormat { .. } | Error::TooLarge { .. }) => {}
        Err(Error::TooManyBytes { .. } | Error::TooManyScans { .. }) => {}
    }
});
