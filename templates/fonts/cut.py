"""Cut the document fonts out of Inter. See README.md beside this file.

    python3 cut.py FOLDER      FOLDER holds Inter-Regular.woff2 and Inter-Bold.woff2

Equal input and equal versions of fonttools and zopfli give equal bytes.
"""

import sys
from copy import deepcopy
from io import BytesIO
from pathlib import Path

import zopfli.zlib
from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.scaleUpem import scale_upem

HERE = Path(__file__).parent
FACES = ["Regular", "Bold"]
# PDF counts widths in thousandths of the em: with this em, the font's widths are PDF's widths.
UNITS_PER_EM = 1000
# What a PDF reader needs of a TrueType font whose glyphs are addressed by number.
EMBEDDED_TABLES = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def span(first, last):
    return {chr(code) for code in range(ord(first), ord(last) + 1)}


# Each set holds what the one before it holds: a document embeds the smallest that has all its
# characters, so that a face is one font in the document and no word is split over two.
BASIC = (
    span(" ", "~")
    | {"\u00a0", "\u2009", "\u2011", "\u202f"}
    | set("€£¥§©®°·×–—‘’“”•…™→−≤≥✓")
)
WESTERN = (
    BASIC
    | (span("\u00a0", "\u00ff") - {"\u00ad"})
    | set("ŒœŠšŸŽžẞƒ‚„‹›†‡‰←↑↓")
)
LATIN = (
    WESTERN
    | (span("\u0100", "\u017f") - {"\u0149"})
    | set("ȘșȚțẀẁẂẃẄẅỲỳƏəǤǥǦǧǨǩǪǫƷʒǮǯǺǻǼǽǾǿʼ")
    | {"\u2002", "\u2003", "\u2007", "\u200a", "\u2010", "\u2012", "\u2015"}
    | set("′″⁄⅓⅔⅛⅜⅝⅞₡₣₤₦₩₪₫₭₮₱₲₴₵₸₹₺₼₽₾₿")
    | set("⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉№℠↔↗↘⇒∆∑√∞≈≠■□▪▲△▶▼▽◀◆◇○●★☆⚠✗")
)
FULL = (
    LATIN
    | {c for c in span("\u0384", "\u03ce") if c not in "\u038b\u038d\u03a2"}
    | span("\u0400", "\u045f")
    # Vietnamese, and the other Latin letters with marks above or below.
    | set("ƠơƯư") | (span("\u1e00", "\u1eff") - {"\u1e9c"})
    | set("ҐґҒғҚқҢңҮүҰұҺһӘәӨө\u2126\u212b")
)
SETS = [("basic", BASIC), ("western", WESTERN), ("latin", LATIN), ("full", FULL)]


def in_order():
    """The characters in the order of their glyph numbers, which is the same in every set."""
    done = set()
    for _, characters in SETS:
        yield from sorted(characters - done)
        done |= characters


def tabular(font):
    """Figures that are all of one width, by the name of the figure they replace."""
    table = font["GSUB"].table
    replaced = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    replaced |= getattr(part, "ExtSubTable", part).mapping
    figures = [font.getBestCmap()[ord(figure)] for figure in "0123456789"]
    return {name: replaced[name] for name in figures}


def whole(font, name):
    """The outline of a glyph, without references to other glyphs."""
    recording = DecomposingRecordingPen(font.getGlyphSet(), reverseFlipped=True)
    font.getGlyphSet()[name].draw(recording)
    pen = TTGlyphPen(None)
    recording.replay(pen)
    return pen.glyph()


def one_glyph_a_character(font):
    """Gives each character a glyph of its own, so that a glyph tells which character it is."""
    source, figures = font.getBestCmap(), tabular(font)
    glyf, metrics = font["glyf"], font["hmtx"].metrics
    lacking = [c for c in FULL if ord(c) not in source]
    if lacking:
        sys.exit(f"the font lacks {lacking}")
    cmap = {}
    for character in in_order():
        name = source[ord(character)]
        name = figures.get(name, name)
        if name in cmap.values():
            copy = f"copy{ord(character):04X}"
            glyf[copy], metrics[copy] = deepcopy(glyf[name]), metrics[name]
            name = copy
        cmap[ord(character)] = name
    font.setGlyphOrder(glyf.glyphOrder)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = dict(cmap)
    font["cmap"].tables = [t for t in font["cmap"].tables if (t.platformID, t.format) == (3, 4)]


def prepared(path):
    """The font with all the characters that are wanted, before it is cut further."""
    font = TTFont(path)
    font.flavor = None
    one_glyph_a_character(font)
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "GlyphOrder"]
    options.glyph_names = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in FULL])
    cutter.subset(font)
    scale_upem(font, UNITS_PER_EM)
    return font


def keep(font, names):
    """Drops the glyphs that are not named, which nothing refers to."""
    for name in set(font.getGlyphOrder()) - set(names):
        del font["glyf"].glyphs[name], font["hmtx"].metrics[name]
    font["glyf"].setGlyphOrder([name for name in font.getGlyphOrder() if name in names])
    font.setGlyphOrder(font["glyf"].glyphOrder)


def cut(font, characters):
    """The font with some of its characters, and how many those are."""
    font = deepcopy(font)
    options = subset.Options()
    options.glyph_names = True
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in characters])
    cutter.subset(font)
    cmap = font.getBestCmap()
    encoded = [".notdef"] + [cmap[ord(c)] for c in in_order() if c in characters]
    if characters is BASIC:
        for name in encoded:
            font["glyf"][name] = whole(font, name)
        keep(font, encoded)
    # Then the glyphs that are only parts of others.
    parts = sorted(set(font.getGlyphOrder()) - set(encoded))
    reorderGlyphs(font, encoded + parts)
    font["post"].formatType = 3.0
    font["post"].extraNames, font["post"].mapping = [], {}
    font.recalcTimestamp = False
    return font, len(encoded) - 1


def embedded(font):
    """The font as it stands in a document: outlines and widths alone."""
    font = deepcopy(font)
    for tag in set(font.keys()) - EMBEDDED_TABLES - {"GlyphOrder"}:
        del font[tag]
    file = BytesIO()
    font.save(file, reorderTables=True)
    return file.getvalue()


def main():
    folder = Path(sys.argv[1])
    for face in FACES:
        font = prepared(folder / f"Inter-{face}.woff2")
        for name, characters in SETS:
            part, count = cut(font, characters)
            program = embedded(part)
            deflated = zopfli.zlib.compress(program, numiterations=50)
            stem = f"inter-{face.lower()}"
            (HERE / f"{stem}-{name}.z").write_bytes(deflated)
            if characters is FULL:
                part.save(HERE / f"{stem}.ttf", reorderTables=True)
            sizes = f"length {len(program)}, compressed {len(deflated)}"
            print(f"{stem}-{name}: characters {count}, {sizes}")


main()
