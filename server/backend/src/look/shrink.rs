//! A picture made small: what is kept of a mark.

use std::ops::Range;

/// The side of a mark as it is kept, in pixels: four times that at which the bar shows it.
pub(super) const SIDE: u16 = 96;

/// A picture, row by row: red, green, blue, opacity.
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<[u8; 4]>,
}

/// The picture in the middle of a square, as large as fits; what it does not cover is transparent.
pub(super) fn fit(picture: &Picture) -> Picture {
    let side = usize::from(SIDE);
    let longest = picture.width.max(picture.height).max(1);
    let scaled = |length: usize| (length * side / longest).clamp(1, side);
    let (width, height) = (scaled(picture.width), scaled(picture.height));
    let (left, top) = ((side - width) / 2, (side - height) / 2);
    let mut pixels = vec![[0; 4]; side * side];
    for y in 0..height {
        let rows = part(y, height, picture.height);
        let line = pixels.iter_mut().skip((top + y) * side + left).take(width);
        for (x, pixel) in line.enumerate() {
            *pixel = average(picture, part(x, width, picture.width), rows.clone());
        }
    }
    Picture { width: side, height: side, pixels }
}

/// What the pixel `at` of `count` covers of a length; at least one pixel of it.
fn part(at: usize, count: usize, length: usize) -> Range<usize> {
    at * length / count..((at + 1) * length).div_ceil(count)
}

/// The colour of a part of the picture. What is transparent has none.
fn average(picture: &Picture, columns: Range<usize>, rows: Range<usize>) -> [u8; 4] {
    let (mut colors, mut opacity, mut count) = ([0_usize; 3], 0_usize, 0_usize);
    for row in rows {
        let line = picture.pixels.iter().skip(row * picture.width + columns.start).take(columns.len());
        for [red, green, blue, alpha] in line {
            let alpha = usize::from(*alpha);
            for (sum, color) in colors.iter_mut().zip([red, green, blue]) {
                *sum += usize::from(*color) * alpha;
            }
            opacity += alpha;
            count += 1;
        }
    }
    let byte = |sum: usize, of: usize| u8::try_from((sum + of / 2) / of.max(1)).unwrap_or(u8::MAX);
    let [red, green, blue] = colors.map(|sum| byte(sum, opacity));
    [red, green, blue, byte(opacity, count)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: [u8; 4] = [255, 0, 0, 255];
    const CLEAR: [u8; 4] = [0; 4];

    fn at(picture: &Picture, x: usize, y: usize) -> [u8; 4] {
        picture.pixels[y * picture.width + x]
    }

    #[test]
    fn a_wide_picture_stands_in_the_middle_of_a_square() {
        let wide = Picture { width: 200, height: 100, pixels: vec![RED; 20_000] };
        let small = fit(&wide);
        assert_eq!((small.width, small.height, small.pixels.len()), (96, 96, 96 * 96));
        assert_eq!((at(&small, 0, 23), at(&small, 0, 24)), (CLEAR, RED));
        assert_eq!((at(&small, 95, 71), at(&small, 95, 72)), (RED, CLEAR));
    }

    #[test]
    fn a_picture_of_any_size_fills_the_square() {
        for (width, height) in [(1, 1), (1, 1024), (1024, 1), (97, 96), (3, 2), (1024, 1024)] {
            let small = fit(&Picture { width, height, pixels: vec![RED; width * height] });
            let red = small.pixels.iter().filter(|pixel| **pixel == RED).count();
            let clear = small.pixels.iter().filter(|pixel| **pixel == CLEAR).count();
            assert_eq!(red + clear, 96 * 96, "{width} {height}");
            assert!(red >= 96, "{width} {height}: {red}");
        }
    }

    #[test]
    fn what_is_transparent_darkens_nothing() {
        let pixels = (0..192 * 192).map(|at| if at % 2 == 0 { RED } else { CLEAR }).collect();
        let small = fit(&Picture { width: 192, height: 192, pixels });
        assert!(small.pixels.iter().all(|pixel| *pixel == [255, 0, 0, 128]), "{:?}", small.pixels[0]);
    }
}
