//! JPEG in and out, by libjpeg-turbo: the only file that speaks to it. Decodes no more of a
//! picture than the copy needs, straight to planes, and encodes from them.

use turbojpeg::{
    Colorspace, Compressor, Decompressor, ScalingFactor, Subsamp, YuvImage, YuvPlanesImage,
    yuv_pixels_len,
};

use crate::Error;
use crate::header::Header;
use crate::planes::{Layer, Planes, Source};

/// A picture of at least `long_edge`, or all of it. `None` for what this decoder does not take to
/// planes (inks, odd sampling) or complained about: the tolerant one may read it.
pub fn decode(bytes: &[u8], header: &Header, long_edge: u32) -> Option<Source> {
    let mut decompressor = Decompressor::new().ok()?;
    let found = decompressor.read_header(bytes).ok()?;
    let side = |side: usize| u32::try_from(side).ok();
    // Memory was counted for the size our own reading found.
    if (side(found.width)?, side(found.height)?) != (header.width, header.height) {
        return None;
    }
    let layers = match (found.colorspace, found.subsamp) {
        (_, Subsamp::Unknown) => return None,
        (Colorspace::Gray, Subsamp::Gray) => 1,
        (Colorspace::YCbCr, Subsamp::Gray) => return None,
        (Colorspace::YCbCr, _) => 3,
        _ => return None,
    };
    let by = shrinks_by(header.width.max(header.height), long_edge);
    let factor = ScalingFactor::new(1, by as usize);
    decompressor.set_scaling_factor(factor).ok()?;
    let (width, height) = (factor.scale(found.width), factor.scale(found.height));
    let length = yuv_pixels_len(width, 1, height, found.subsamp).ok()?;
    let mut image = YuvImage {
        pixels: vec![0; length],
        width,
        align: 1,
        height,
        subsamp: found.subsamp,
    };
    decompressor
        .decompress_to_yuv(bytes, image.as_deref_mut())
        .ok()?;
    Some(Source {
        width: side(width)?,
        height: side(height)?,
        data: image.pixels,
        layers: laid_out(width, height, found.subsamp, layers)?,
    })
}

/// By how much each side may be divided without falling below the copy's: a power of two, for
/// which the decoder has quick code.
pub fn shrinks_by(long: u32, long_edge: u32) -> u32 {
    let enough = |by: &u32| long.div_ceil(*by) >= long_edge;
    [8, 4, 2].into_iter().find(enough).unwrap_or(1)
}

/// Where the planes lie, one behind the other, each filled up to whole blocks of colour.
fn laid_out(width: usize, height: usize, sampling: Subsamp, count: usize) -> Option<Vec<Layer>> {
    let (across, down) = sampling.size();
    let (wide, tall) = (width.div_ceil(across), height.div_ceil(down));
    let mut layers = Vec::with_capacity(count);
    let mut from = 0;
    for index in 0..count {
        let (width, height, across, down) = if index == 0 {
            (wide * across, tall * down, 1, 1)
        } else {
            (wide, tall, across, down)
        };
        layers.push(Layer {
            at: from..from + width * height,
            width: u32::try_from(width).ok()?,
            height: u32::try_from(height).ok()?,
            across: u32::try_from(across).ok()?,
            down: u32::try_from(down).ok()?,
        });
        from += width * height;
    }
    Some(layers)
}

/// Encodes at `quality`, with tables made for this picture: a twentieth smaller.
pub fn encode(planes: &Planes, quality: u8) -> Result<Vec<u8>, Error> {
    let broken = |_| Error::Broken;
    let mut compressor = Compressor::new().map_err(broken)?;
    compressor.set_quality(quality.into()).map_err(broken)?;
    compressor.set_optimize(true).map_err(broken)?;
    let [blue, red] = &planes.colours;
    compressor
        .compress_yuv_planes_to_vec(&YuvPlanesImage {
            y_plane: &planes.luma.data[..],
            u_plane: &blue.data[..],
            v_plane: &red.data[..],
            width: planes.width() as usize,
            height: planes.height() as usize,
            y_stride: planes.width() as usize,
            u_stride: blue.width as usize,
            v_stride: red.width as usize,
            subsamp: Subsamp::Sub2x2,
        })
        .map_err(broken)
}
