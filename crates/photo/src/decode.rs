//! Bytes to planes of about the wanted size. JPEG goes the short way of `jpeg`; what that does not
//! take, and the other formats, are read by the `image` crate and shrunk.

use std::io::Cursor;

use fast_image_resize::pixels::{U8, U8x3};
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{ColorType, ImageDecoder, ImageError, Limits};

use crate::header::{Format, Header};
use crate::planes::Source;
use crate::resize::lanczos;
use crate::{Error, jpeg};

/// What a decoder may take beside the pixels themselves, which `header` has counted.
const DECODER_EXTRA: u64 = 16 << 20;

/// A picture of at least `long_edge`, or all of it, not turned yet.
pub fn source(bytes: &[u8], header: &Header, long_edge: u32) -> Result<Source, Error> {
    if header.format == Format::Jpeg
        && let Some(source) = jpeg::decode(bytes, header, long_edge)
    {
        return Ok(source);
    }
    header.tolerant.clone()?;
    let small = shrink(decoded(bytes, header)?, long_edge)?;
    let Pixels {
        width,
        height,
        channels,
        data,
    } = small;
    Ok(Source::from_pixels(width, height, channels, &data))
}

/// One (gray) or three channels of eight bits.
struct Pixels {
    width: u32,
    height: u32,
    channels: usize,
    data: Vec<u8>,
}

fn decoded(bytes: &[u8], header: &Header) -> Result<Pixels, Error> {
    let source = Cursor::new(bytes);
    match header.format {
        Format::Jpeg => read_all(JpegDecoder::new(source).map_err(sorted)?, header),
        Format::Png => {
            let mut limits = Limits::no_limits();
            limits.max_alloc = Some(DECODER_EXTRA);
            read_all(
                PngDecoder::with_limits(source, limits).map_err(sorted)?,
                header,
            )
        }
        Format::WebP => read_all(WebPDecoder::new(source).map_err(sorted)?, header),
    }
}

fn read_all(mut decoder: impl ImageDecoder, header: &Header) -> Result<Pixels, Error> {
    // The bound was worked out for the size our own reading found. A decoder that reads another
    // size from the same bytes is being lied to.
    if decoder.dimensions() != (header.width, header.height) {
        return Err(Error::Broken);
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(header.width);
    limits.max_image_height = Some(header.height);
    decoder.set_limits(limits).map_err(sorted)?;
    let (channels, bytes_per_sample) = match decoder.color_type() {
        ColorType::L8 => (1, 1),
        ColorType::La8 => (2, 1),
        ColorType::Rgb8 => (3, 1),
        ColorType::Rgba8 => (4, 1),
        ColorType::L16 => (1, 2),
        ColorType::La16 => (2, 2),
        ColorType::Rgb16 => (3, 2),
        ColorType::Rgba16 => (4, 2),
        _ => return Err(Error::Broken),
    };
    let length = usize::try_from(decoder.total_bytes()).map_err(|_| Error::Broken)?;
    let mut data = vec![0; length];
    decoder.read_image(&mut data).map_err(sorted)?;
    let channels = flatten(&mut data, channels, bytes_per_sample);
    Ok(Pixels {
        width: header.width,
        height: header.height,
        channels,
        data,
    })
}

fn sorted(error: ImageError) -> Error {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Error::Truncated
        }
        ImageError::Unsupported(_) => Error::UnsupportedFormat {
            format: "this kind of image",
        },
        _ => Error::Broken,
    }
}

/// To eight bits, and from transparent onto white, in place: a second copy would not fit.
fn flatten(data: &mut Vec<u8>, channels: usize, bytes_per_sample: usize) -> usize {
    let colours = if channels < 3 { 1 } else { 3 };
    if channels == colours && bytes_per_sample == 1 {
        return colours;
    }
    let high = if cfg!(target_endian = "little") {
        bytes_per_sample - 1
    } else {
        0
    };
    let stride = channels * bytes_per_sample;
    let pixels = data.len() / stride;
    for pixel in 0..pixels {
        let sample =
            |data: &[u8], channel| data[pixel * stride + channel * bytes_per_sample + high];
        let alpha = if channels > colours {
            u16::from(sample(data, colours))
        } else {
            255
        };
        for colour in 0..colours {
            let value = u16::from(sample(data, colour));
            let on_white = (value * alpha + 255 * (255 - alpha) + 127) / 255;
            data[pixel * colours + colour] = on_white as u8;
        }
    }
    data.truncate(pixels * colours);
    colours
}

fn shrink(full: Pixels, long_edge: u32) -> Result<Pixels, Error> {
    let Pixels {
        width,
        height,
        channels,
        data,
    } = &full;
    let long = *width.max(height);
    if long <= long_edge {
        return Ok(full);
    }
    let scaled = |side: u32| {
        let side = (u64::from(side) * u64::from(long_edge) + u64::from(long) / 2) / u64::from(long);
        (side as u32).max(1)
    };
    let (from, to) = ((*width, *height), (scaled(*width), scaled(*height)));
    let area = (f64::from(*width), f64::from(*height));
    let data = match channels {
        1 => lanczos::<U8>(data, from, area, to)?,
        _ => lanczos::<U8x3>(data, from, area, to)?,
    };
    Ok(Pixels {
        width: to.0,
        height: to.1,
        channels: *channels,
        data,
    })
}
