//! Rows become columns: eight by eight values at a time, since one at a time would fetch a line of
//! memory for each of them.

const SIDE: usize = 8;

/// `data` of rows `width` long, with its columns as rows.
pub fn transposed(data: &[u8], width: usize) -> Vec<u8> {
    let height = data.len().checked_div(width).unwrap_or(0);
    let mut turned = vec![0; width * height];
    let (whole_width, whole_height) = (width - width % SIDE, height - height % SIDE);
    for top in (0..whole_height).step_by(SIDE) {
        for left in (0..whole_width).step_by(SIDE) {
            let rows = std::array::from_fn(|y| {
                let at = (top + y) * width + left;
                std::array::from_fn(|x| data[at..at + SIDE][x])
            });
            for (x, column) in block(rows).iter().enumerate() {
                let at = (left + x) * height + top;
                turned[at..at + SIDE].copy_from_slice(column);
            }
        }
    }
    let mut one = |x: usize, y: usize| turned[x * height + y] = data[y * width + x];
    for y in 0..height {
        let from = if y < whole_height { whole_width } else { 0 };
        (from..width).for_each(|x| one(x, y));
    }
    turned
}

/// Swaps quarters, then the quarters of quarters, then neighbours: each time four rows are done
/// in four words.
fn block(rows: [[u8; SIDE]; SIDE]) -> [[u8; SIDE]; SIDE] {
    let mut words = rows.map(u64::from_le_bytes);
    for (step, mask) in [
        (4, 0x0000_0000_ffff_ffff),
        (2, 0x0000_ffff_0000_ffff),
        (1, 0x00ff_00ff_00ff_00ff),
    ] {
        let bits = step * 8;
        for upper in (0..SIDE).filter(|row| row & step == 0) {
            let swapped = ((words[upper] >> bits) ^ words[upper + step]) & mask;
            words[upper + step] ^= swapped;
            words[upper] ^= swapped << bits;
        }
    }
    words.map(u64::to_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_columns_at_any_size() {
        for (width, height) in [(1, 1), (8, 8), (16, 8), (7, 19), (33, 17), (0, 0)] {
            let data: Vec<u8> = (0..width * height)
                .map(|at| (at * 31 % 251) as u8)
                .collect();
            let expected = (0..width).flat_map(|x| (0..height).map(move |y| (x, y)));
            let expected: Vec<u8> = expected.map(|(x, y)| data[y * width + x]).collect();
            assert_eq!(transposed(&data, width), expected, "{width} x {height}");
        }
    }
}
