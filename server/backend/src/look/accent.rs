//! The accent: a colour that an administrator chooses, and the tones that are made of it, so that whatever it is everything can be read.

use std::fmt;

use aws_lc_rs::digest;

use super::address::hex;

/// What WCAG 2.2 asks of text (1.4.3, AA).
const CONTRAST: f64 = 4.5;
/// The surface of light pages on which text is read worst: what is selected.
const LIGHT_SURFACE: Color = Color { red: 0xeb, green: 0xeb, blue: 0xeb };
/// The surface of dark pages on which text is read worst: a row under the pointer.
const DARK_SURFACE: Color = Color { red: 0x3d, green: 0x3d, blue: 0x3d };
/// Light and dark pages themselves.
pub(super) const LIGHT_PAGE: Color = WHITE;
pub(super) const DARK_PAGE: Color = Color { red: 0x29, green: 0x29, blue: 0x29 };
const BLACK: Color = Color { red: 0, green: 0, blue: 0 };
/// What is written on buttons, light and dark.
pub(super) const WHITE: Color = Color { red: 0xff, green: 0xff, blue: 0xff };

/// A colour of the screen (sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

/// Picks a tone for a token.
type ToneOf = fn(&Tones) -> Color;

impl Color {
    /// Takes `#rrggbb`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Whether one of the two can be read on the other.
    fn is_read_on(self, other: Self) -> bool {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05) >= CONTRAST
    }

    /// With this part of another in it, of 255.
    fn mixed(self, other: Self, part: u16) -> Self {
        let of = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (255 - part) + u16::from(to) * part + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self {
            red: of(self.red, other.red),
            green: of(self.green, other.green),
            blue: of(self.blue, other.blue),
        }
    }

    /// The nearest tone on the way to `end` that can be read on this ground; `end` itself can.
    fn read_on(self, ground: Self, end: Self) -> Self {
        let mut tones = (0..=255).map(|part| self.mixed(end, part));
        tones.find(|tone| tone.is_read_on(ground)).unwrap_or(end)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// The tones of an accent on light pages, or on dark ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tones {
    /// Of buttons; white is written on it.
    pub(super) button: Color,
    button_hover: Color,
    button_pressed: Color,
    /// Of links, icons and lines.
    pub(super) text: Color,
    text_hover: Color,
    /// Behind what is chosen.
    tint: Color,
    /// What is written on that.
    on_tint: Color,
}

/// An accent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accent {
    chosen: Color,
    /// On light pages.
    pub(super) light: Tones,
    /// On dark pages.
    pub(super) dark: Tones,
}

impl Accent {
    /// The tones of a colour.
    pub(super) fn of(chosen: Color) -> Self {
        let button = chosen.read_on(WHITE, BLACK);
        let tones = |surface: Color, end: Color, tint: Color| {
            let text = chosen.read_on(surface, end);
            Tones {
                button,
                button_hover: button.mixed(BLACK, 31),
                button_pressed: button.mixed(BLACK, 102),
                text,
                text_hover: text.mixed(end, 38),
                tint,
                on_tint: chosen.read_on(tint, end),
            }
        };
        let light = tones(LIGHT_SURFACE, BLACK, chosen.mixed(WHITE, 230));
        let dark = tones(DARK_SURFACE, WHITE, chosen.mixed(BLACK, 191));
        Self { chosen, light, dark }
    }

    /// Whether light pages have another tone than the chosen one. Dark pages have lighter text in any case.
    pub(super) fn is_corrected(&self) -> bool {
        self.light.button != self.chosen || self.light.text != self.chosen
    }

    /// The style sheet: the tokens of the accent in the place of those of `style/tokens.css`. That one is in a layer, and what is in none counts
    /// more; `light-dark` follows preference and choice alike.
    fn style(&self) -> String {
        let tokens: [(&str, ToneOf); 11] = [
            ("BrandBackground", |tones| tones.button),
            ("BrandBackgroundHover", |tones| tones.button_hover),
            ("BrandBackgroundPressed", |tones| tones.button_pressed),
            ("BrandBackground2", |tones| tones.tint),
            ("BrandForeground2", |tones| tones.on_tint),
            ("BrandForegroundLink", |tones| tones.text),
            ("BrandForegroundLinkHover", |tones| tones.text_hover),
            ("CompoundBrandBackground", |tones| tones.text),
            ("CompoundBrandForeground1", |tones| tones.text),
            ("CompoundBrandForeground1Hover", |tones| tones.text_hover),
            ("CompoundBrandStroke", |tones| tones.text),
        ];
        let line = |(name, tone): (&str, ToneOf)| {
            format!("  --color{name}: light-dark({}, {});\n", tone(&self.light), tone(&self.dark))
        };
        let lines: Vec<_> = tokens.into_iter().map(line).collect();
        format!(":root {{\n{}}}\n", lines.concat())
    }

    /// The style sheet's name: the colour, and what tells a release that makes other tones of it, because browsers keep the sheet for ever.
    pub(super) fn style_name(&self) -> String {
        let digest = digest::digest(&digest::SHA256, self.style().as_bytes());
        let start: Vec<u8> = digest.as_ref().iter().take(4).copied().collect();
        format!("{}-{}.css", self.chosen.to_string().trim_start_matches('#'), hex(&start))
    }
}

/// The style sheet of this name, if this release makes one.
pub(super) fn style_named(name: &str) -> Option<String> {
    let accent = Accent::of(Color::parse(&format!("#{}", name.get(..6)?))?);
    (accent.style_name() == name).then(|| accent.style())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn color(text: &str) -> Color {
        Color::parse(text).unwrap()
    }

    #[test]
    fn a_colour_is_written_in_one_way() {
        assert_eq!(color("#5B2A86").to_string(), "#5b2a86");
        for text in ["", "5b2a86", "#5b2a8", "#5b2a866", "#5b2a8g", "#é2a86", "# 5b2a8", "#+5b2a8", "red"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_as_wcag_counts_it() {
        assert!(color("#767676").is_read_on(WHITE) && !color("#777777").is_read_on(WHITE));
    }

    #[test]
    fn a_colour_that_can_be_read_stays_and_another_is_corrected() {
        let purple = Accent::of(color("#5b2a86"));
        assert_eq!((purple.light.button, purple.light.text), (color("#5b2a86"), color("#5b2a86")));
        assert!(!purple.is_corrected() && purple.dark.text != purple.light.text);
        let yellow = Accent::of(color("#ffdd00"));
        assert!(yellow.is_corrected() && yellow.dark.text == color("#ffdd00"));
    }

    #[test]
    fn the_style_sheet_is_found_by_its_name_only() {
        let accent = Accent::of(color("#5b2a86"));
        let name = accent.style_name();
        let style = style_named(&name).unwrap();
        assert!(
            style.starts_with(":root {\n  --colorBrandBackground: light-dark(#5b2a86, #5b2a86);\n"),
            "{style}"
        );
        for other in ["", "5b2a86", "5b2a86.css", "5B2A86-00000000.css", "é-", "5b2a87", &name.to_uppercase()]
        {
            assert_eq!(style_named(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_chosen_can_be_read(red: u8, green: u8, blue: u8) {
            let accent = Accent::of(Color { red, green, blue });
            let grounds = [
                (accent.light, [LIGHT_SURFACE, LIGHT_PAGE, color("#f5f5f5")]),
                (accent.dark, [DARK_SURFACE, DARK_PAGE, color("#141414")]),
            ];
            for (tones, grounds) in grounds {
                for button in [tones.button, tones.button_hover, tones.button_pressed] {
                    prop_assert!(WHITE.is_read_on(button), "{}", button);
                }
                for text in [tones.text, tones.text_hover] {
                    for ground in grounds {
                        prop_assert!(text.is_read_on(ground), "{} on {}", text, ground);
                    }
                }
                prop_assert!(tones.on_tint.is_read_on(tones.tint), "{} on {}", tones.on_tint, tones.tint);
            }
        }
    }
}
