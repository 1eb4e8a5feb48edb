//! The colours of a document.

use super::shape::Tone;

/// A colour on paper or screen, in the sRGB space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb {
    /// From 0, none, to 255.
    pub red: u8,
    /// From 0, none, to 255.
    pub green: u8,
    /// From 0, none, to 255.
    pub blue: u8,
}

/// Which colour each tone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Colour of [`Tone::Ink`].
    pub ink: Rgb,
    /// Colour of [`Tone::Muted`].
    pub muted: Rgb,
    /// Colour of [`Tone::Rule`].
    pub rule: Rgb,
    /// Colour of [`Tone::Tint`].
    pub tint: Rgb,
    /// Colour of [`Tone::Accent`].
    pub accent: Rgb,
    /// Colour of [`Tone::AccentSoft`].
    pub accent_soft: Rgb,
    /// Colour of [`Tone::Alert`].
    pub alert: Rgb,
    /// Colour of [`Tone::AlertSoft`].
    pub alert_soft: Rgb,
    /// Colour of [`Tone::Paper`].
    pub paper: Rgb,
}

impl Palette {
    /// The colour of a tone.
    #[must_use]
    pub fn colour(&self, tone: Tone) -> Rgb {
        match tone {
            Tone::Ink => self.ink,
            Tone::Muted => self.muted,
            Tone::Rule => self.rule,
            Tone::Tint => self.tint,
            Tone::Accent => self.accent,
            Tone::AccentSoft => self.accent_soft,
            Tone::Alert => self.alert,
            Tone::AlertSoft => self.alert_soft,
            Tone::Paper => self.paper,
        }
    }

    /// The same palette in the colour of a brand: the accent, and a light shade made from it.
    #[must_use]
    pub fn with_accent(self, accent: Rgb) -> Palette {
        Palette { accent, accent_soft: accent.mixed(Rgb::WHITE, 15), ..self }
    }
}

impl Default for Palette {
    /// Dark ink, greys and a deep blue; text in ink, muted, accent and alert stands out from paper
    /// and from the soft shades by at least 4.5 to 1.
    fn default() -> Palette {
        Palette {
            ink: Rgb { red: 0x16, green: 0x1a, blue: 0x1f },
            muted: Rgb { red: 0x56, green: 0x5f, blue: 0x6b },
            rule: Rgb { red: 0xc8, green: 0xce, blue: 0xd6 },
            tint: Rgb { red: 0xf3, green: 0xf5, blue: 0xf8 },
            accent: Rgb { red: 0x1b, green: 0x4f, blue: 0x8f },
            accent_soft: Rgb { red: 0xdd, green: 0xe7, blue: 0xf3 },
            alert: Rgb { red: 0xb0, green: 0x26, blue: 0x1e },
            alert_soft: Rgb { red: 0xfb, green: 0xe8, blue: 0xe6 },
            paper: Rgb::WHITE,
        }
    }
}

impl Rgb {
    /// White, which paper is.
    pub const WHITE: Rgb = Rgb { red: 0xff, green: 0xff, blue: 0xff };

    /// So many percent of the colour, and the rest of another.
    #[must_use]
    pub fn mixed(self, other: Rgb, percent: u8) -> Rgb {
        let percent = u32::from(percent.min(100));
        let mix = |one: u8, other: u8| {
            let hundredths = u32::from(one) * percent + u32::from(other) * (100 - percent);
            u8::try_from(hundredths / 100).unwrap_or(u8::MAX)
        };
        Rgb {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    /// Whether it can be read on white, and white on it: a contrast of at least 4.5 to 1
    /// (WCAG 2.2, success criterion 1.4.3).
    #[must_use]
    #[expect(clippy::disallowed_types, reason = "the contrast of WCAG is defined with powers")]
    pub fn is_dark_enough(self) -> bool {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let luminance =
            0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue);
        1.05 / (luminance + 0.05) >= 4.5
    }
}
