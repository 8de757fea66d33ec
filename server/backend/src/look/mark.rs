//! A file that is to be the mark: read with bounds on all of it, and written anew, so that nothing of the file itself is served.

use std::io::Cursor;

use aws_lc_rs::digest;
use contract::ProblemCode;
use image_webp::WebPDecoder;
use png::{BitDepth, ColorType, Transformations};

use super::address::hex;
use super::shrink::{Picture, SIDE, fit};

/// The largest file.
const MOST_BYTES: usize = 64 * 1024;
/// The longest side, in pixels: what is read is at most four megabytes.
const MOST_PIXELS: u32 = 1024;
/// What the reader of a PNG file may take besides, in bytes.
const MOST_MEMORY: usize = 8 * 1024 * 1024;

/// A mark as it is kept.
pub(crate) struct Mark {
    /// Its SHA-256.
    pub(crate) digest: String,
    /// The picture, as PNG.
    pub(crate) picture: Vec<u8>,
}

/// Reads a PNG or WebP file that does not move. Of a PNG that does, its first picture is taken, as by readers that know nothing of that; a WebP has no
/// picture by itself then, and is refused.
pub(crate) fn read(file: &[u8]) -> Result<Mark, ProblemCode> {
    if file.len() > MOST_BYTES {
        return Err(ProblemCode::MarkTooLarge);
    }
    let picture = match file {
        [0x89, b'P', b'N', b'G', ..] => read_png(file)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => read_webp(file)?,
        [] => return Err(ProblemCode::ValueMissing),
        _ => return Err(ProblemCode::MarkUnreadable),
    };
    let picture = write(&fit(&picture)).map_err(|_| ProblemCode::MarkUnreadable)?;
    let digest = hex(digest::digest(&digest::SHA256, &picture).as_ref());
    Ok(Mark { digest, picture })
}

/// Asked before anything is read: a small file can hold a huge picture.
fn check_size(width: u32, height: u32) -> Result<(), ProblemCode> {
    if width.max(height) > MOST_PIXELS { Err(ProblemCode::MarkTooLarge) } else { Ok(()) }
}

fn picture(width: u32, height: u32, pixels: Vec<[u8; 4]>) -> Result<Picture, ProblemCode> {
    let (Ok(width), Ok(height)) = (usize::try_from(width), usize::try_from(height)) else {
        return Err(ProblemCode::MarkTooLarge);
    };
    let is_whole = width > 0 && height > 0 && pixels.len() == width * height;
    if is_whole { Ok(Picture { width, height, pixels }) } else { Err(ProblemCode::MarkUnreadable) }
}

fn read_png(file: &[u8]) -> Result<Picture, ProblemCode> {
    let unreadable = |_| ProblemCode::MarkUnreadable;
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(file), png::Limits { bytes: MOST_MEMORY });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(unreadable)?;
    check_size(header.width, header.height)?;
    let mut reader = decoder.read_info().map_err(unreadable)?;
    let size = reader.output_buffer_size().ok_or(ProblemCode::MarkTooLarge)?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes).map_err(unreadable)?;
    bytes.truncate(frame.buffer_size());
    let pixels = match frame.color_type {
        ColorType::Grayscale => bytes.iter().map(|gray| [*gray, *gray, *gray, u8::MAX]).collect(),
        ColorType::GrayscaleAlpha => bytes.chunks_exact(2).map(|of| [of[0], of[0], of[0], of[1]]).collect(),
        ColorType::Rgb => opaque(&bytes),
        ColorType::Rgba => bytes.chunks_exact(4).map(|of| [of[0], of[1], of[2], of[3]]).collect(),
        // The reader has put the colours themselves in the place of their numbers.
        ColorType::Indexed => return Err(ProblemCode::MarkUnreadable),
    };
    picture(frame.width, frame.height, pixels)
}

fn opaque(bytes: &[u8]) -> Vec<[u8; 4]> {
    bytes.chunks_exact(3).map(|of| [of[0], of[1], of[2], u8::MAX]).collect()
}

fn read_webp(file: &[u8]) -> Result<Picture, ProblemCode> {
    let unreadable = |_| ProblemCode::MarkUnreadable;
    check_frames(file)?;
    let mut decoder = WebPDecoder::new(Cursor::new(file)).map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    if decoder.is_animated() {
        return Err(ProblemCode::MarkUnreadable);
    }
    let size = decoder.output_buffer_size().ok_or(ProblemCode::MarkTooLarge)?;
    let mut bytes = vec![0; size];
    decoder.read_image(&mut bytes).map_err(unreadable)?;
    let pixels = if decoder.has_alpha() {
        bytes.chunks_exact(4).map(|of| [of[0], of[1], of[2], of[3]]).collect()
    } else {
        opaque(&bytes)
    };
    picture(width, height, pixels)
}

/// A lossy frame has a size of its own, and the reader believes it before it compares it with that of the file (RFC 9649, section 2.5; RFC 6386,
/// section 9.1). Whatever looks like a frame is asked.
fn check_frames(file: &[u8]) -> Result<(), ProblemCode> {
    file.windows(18).try_for_each(|bytes| match bytes {
        [b'V', b'P', b'8', b' ', _, _, _, _, _, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1] => {
            let side = |low: &u8, high: &u8| u32::from(u16::from_le_bytes([*low, *high]) & 0x3fff);
            check_size(side(w0, w1), side(h0, h1))
        }
        _ => Ok(()),
    })
}

fn write(picture: &Picture) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, u32::from(SIDE), u32::from(SIDE));
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&picture.pixels.concat())?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, color: ColorType, data: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(color);
        encoder.set_depth(BitDepth::Eight);
        encoder.add_text_chunk("Comment".to_owned(), "<script>".to_owned()).unwrap();
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(data).unwrap();
        writer.finish().unwrap();
        file
    }

    fn webp(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let encoder = image_webp::WebPEncoder::new(&mut file);
        encoder.encode(data, width, height, image_webp::ColorType::Rgba8).unwrap();
        file
    }

    /// The middle of what is kept.
    fn middle(mark: &Mark) -> [u8; 4] {
        let kept = read_png(&mark.picture).unwrap();
        assert_eq!((kept.width, kept.height), (96, 96));
        kept.pixels[48 * 96 + 48]
    }

    #[test]
    fn every_kind_of_picture_is_written_anew() {
        let (red, gray) = ([255_u8, 0, 0, 255], [7_u8, 7, 7, 255]);
        for (file, expected) in [
            (png(2, 2, ColorType::Rgba, &red.repeat(4)), red),
            (png(2, 2, ColorType::Rgb, &[255_u8, 0, 0].repeat(4)), red),
            (png(2, 2, ColorType::Grayscale, &[7; 4]), gray),
            (png(2, 2, ColorType::GrayscaleAlpha, &[7_u8, 255].repeat(4)), gray),
            (webp(2, 2, &red.repeat(4)), red),
        ] {
            let mark = read(&file).unwrap();
            assert_eq!(middle(&mark), expected);
            let is_there = |text: &[u8]| mark.picture.windows(text.len()).any(|part| part == text);
            assert!(!is_there(b"<script>") && !is_there(b"tEXt"), "nothing else of the file is kept");
        }
        let [one, other] = [png(2, 2, ColorType::Rgba, &red.repeat(4)), webp(2, 2, &red.repeat(4))];
        let [one, other] = [read(&one).unwrap(), read(&other).unwrap()];
        assert_eq!(one.digest, other.digest, "by what it shows");
        assert_eq!(one.digest.len(), 64);
    }

    #[test]
    fn of_a_png_that_moves_the_first_picture_is_taken() {
        let (red, blue) = ([255_u8, 0, 0, 255], [0_u8, 0, 255, 255]);
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 2);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_animated(2, 0).unwrap();
        let mut writer = encoder.write_header().unwrap();
        for color in [red, blue] {
            writer.write_image_data(&color.repeat(4)).unwrap();
        }
        writer.finish().unwrap();
        assert_eq!(middle(&read(&file).unwrap()), red);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let mut broken = png(2, 2, ColorType::Rgba, &[9; 16]);
        broken.truncate(60);
        let mut cut = webp(2, 2, &[9; 16]);
        cut.truncate(20);
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        let files: [&[u8]; 7] = [&broken, &cut, svg, b"GIF89a", b"\x89PNG", b"RIFF\0\0\0\0WEBP", b"RIFF"];
        for file in files {
            assert_eq!(read(file).map(|mark| mark.digest), Err(ProblemCode::MarkUnreadable), "{file:?}");
        }
        assert_eq!(read(b"").map(|mark| mark.digest), Err(ProblemCode::ValueMissing));
    }

    #[test]
    fn what_is_too_large_is_refused_before_it_is_read() {
        let large = |file: &[u8]| read(file).map(|mark| mark.digest) == Err(ProblemCode::MarkTooLarge);
        assert!(large(&vec![0x89; MOST_BYTES + 1]));
        assert!(large(&png(1025, 1, ColorType::Grayscale, &[0; 1025])));
        assert!(read(&png(1024, 1, ColorType::Grayscale, &[0; 1024])).is_ok());
        assert!(large(&webp(1, 1025, &[0; 4 * 1025])));
        // A picture of 30,000 by 30,000 pixels of which the file has nothing but the announcement.
        let mut bomb = Vec::new();
        drop(png::Encoder::new(&mut bomb, 30_000, 30_000).write_header().unwrap());
        assert!(large(&bomb), "for its size, and not because nothing follows");
        // A small file with a huge frame inside.
        let mut frame = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
        frame.extend(b"VP8 \x10\0\0\0\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f\0\0\0\0\0\0");
        assert!(large(&frame));
    }
}
