//! Fewer points for a boundary that looks the same (Douglas and Peucker), without recursion: a
//! file may be as long as it likes.

use super::geojson::{Place, Ring};

/// How far a line may lie from where it was drawn: less than a pixel at the closest zoom a
/// village is looked at, and less than surveys of villages agree by.
const TOLERANCE_M: f64 = 8.0;

/// A degree of latitude.
const METRES: f64 = 111_320.0;

/// A closed ring with what can be seen of it; nothing if that is less than a triangle.
pub(super) fn simplify(ring: &[Place]) -> Option<Ring> {
    let last = ring.len().checked_sub(1)?;
    let scale = ring.first()?[1].to_radians().cos();
    let flat = |place: &Place| [place[0] * scale * METRES, place[1] * METRES];
    let mut keep = vec![false; ring.len()];
    // A closed ring begins where it ends: it is cut at the point farthest from there.
    let start = flat(&ring[0]);
    let far = (0..=last).max_by(|a, b| {
        let distance = |at: &usize| length(start, flat(&ring[*at]));
        distance(a).total_cmp(&distance(b))
    })?;
    for at in [0, far, last] {
        keep[at] = true;
    }
    let mut open = vec![(0, far), (far, last)];
    while let Some((from, to)) = open.pop() {
        let (a, b) = (flat(&ring[from]), flat(&ring[to]));
        let between = from + 1..to;
        let farthest = between
            .map(|at| (at, off(flat(&ring[at]), a, b)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((at, _)) = farthest.filter(|(_, distance)| *distance > TOLERANCE_M) {
            keep[at] = true;
            open.extend([(from, at), (at, to)]);
        }
    }
    let kept: Ring = ring
        .iter()
        .zip(keep)
        .filter_map(|(place, keep)| keep.then_some([round(place[0]), round(place[1])]))
        .collect();
    (kept.len() >= 4).then_some(kept)
}

/// To a tenth of a metre: more digits are only longer.
fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

fn length(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// How far a point is from the line between two others.
fn off(point: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let square = dx * dx + dy * dy;
    if square == 0.0 {
        return length(point, a);
    }
    let along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square;
    let along = along.clamp(0.0, 1.0);
    length(point, [a[0] + along * dx, a[1] + along * dy])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_stay_and_what_lies_on_a_line_goes() {
        let corners = [[105.0, 34.0], [105.1, 34.0], [105.1, 34.1], [105.0, 34.1]];
        let mut ring: Ring = Vec::new();
        for (at, from) in corners.iter().enumerate() {
            let to = corners[(at + 1) % 4];
            for step in 0..100 {
                let part = f64::from(step) / 100.0;
                ring.push([
                    from[0] + (to[0] - from[0]) * part,
                    from[1] + (to[1] - from[1]) * part,
                ]);
            }
        }
        ring.push(corners[0]);
        let kept = simplify(&ring).unwrap();
        assert_eq!(kept.len(), 5);
        assert!(corners.iter().all(|corner| kept.contains(corner)));
    }

    #[test]
    fn what_is_smaller_than_a_pixel_is_nothing() {
        assert!(
            simplify(&[
                [105.0, 34.0],
                [105.00001, 34.0],
                [105.0, 34.00001],
                [105.0, 34.0]
            ])
            .is_none()
        );
    }
}
