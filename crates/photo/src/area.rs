/// A part of the upright picture, in fractions of its sides from the upper left, without any strip
/// added for the stamp.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    /// What of it lies in the picture; `None` for nothing.
    pub(crate) fn within(self) -> Option<Self> {
        let Self {
            left,
            top,
            width,
            height,
        } = self;
        if ![left, top, width, height]
            .iter()
            .all(|side| side.is_finite())
        {
            return None;
        }
        let (right, bottom) = ((left + width).min(1.0), (top + height).min(1.0));
        let (left, top) = (left.max(0.0), top.max(0.0));
        (right > left && bottom > top).then_some(Self {
            left,
            top,
            width: right - left,
            height: bottom - top,
        })
    }
}
