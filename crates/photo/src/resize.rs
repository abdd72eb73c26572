//! The one way a picture gets another size: Lanczos with a window of three. For one kind of pixel
//! at a time: the library's own choosing among kinds compiles the code of all of them.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::InnerPixel;
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

use crate::Error;

/// The part of `area` from the upper left, at the size `to`.
pub fn lanczos<P: PixelTrait + InnerPixel>(
    data: &[u8],
    (width, height): (u32, u32),
    area: (f64, f64),
    to: (u32, u32),
) -> Result<Vec<u8>, Error> {
    let mut resized = vec![0; to.0 as usize * to.1 as usize * P::size()];
    let source = TypedImageRef::<P>::from_buffer(width, height, data).map_err(|_| Error::Broken)?;
    let mut target =
        TypedImage::<P>::from_buffer(to.0, to.1, &mut resized).map_err(|_| Error::Broken)?;
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .crop(0.0, 0.0, area.0, area.1)
        .use_alpha(false);
    Resizer::new()
        .resize_typed(&source, &mut target, &options)
        .map_err(|_| Error::Broken)?;
    Ok(resized)
}
