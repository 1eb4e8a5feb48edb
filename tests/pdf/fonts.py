"""The rules about fonts: those of two-byte glyph numbers, which ours are."""

import re
from io import BytesIO

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Stream

# The maps that every reader has (ISO 32000-1, table 118) end so.
KNOWN_MAP = re.compile(r"/(\S+-)?[HV]")


def text(value):
    return None if value is None else str(value)


class FontRules:
    def glyphs(self, font, operands):
        strings = operands[-1] if isinstance(operands[-1], Array) else [operands[-1]]
        data = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
        _, codes = self.shown.setdefault(font.objgen, (font, set()))
        if font.get("/Subtype") == "/Type0":
            codes.update(int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
        else:
            codes.update(data)
        return data

    def fonts(self):
        for font, codes in self.shown.values():
            name = str(font.get("/BaseFont", "a font"))
            if font.get("/Subtype") != "/Type0":
                self.simple(name, font, codes)
                continue
            inner = font["/DescendantFonts"][0]
            self.character_map(name, font.get("/Encoding"), inner)
            descriptor = inner.get("/FontDescriptor", Dictionary())
            files = [descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor]
            if not files:
                self.say("7.21.4.1-1", f"{name} is not inside")
            places = inner.get("/CIDToGIDMap")
            if inner.get("/Subtype") == "/CIDFontType2" and files and not isinstance(places, Stream):
                if places != "/Identity":
                    self.say("7.21.3.2-1", f"{name} does not say which glyphs its numbers are")
            if font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
                continue
            self.unicode(name, font, codes)
            gids = codes
            if isinstance(places, Stream):
                table = places.read_bytes()
                gids = {int.from_bytes(table[2 * c : 2 * c + 2], "big") for c in codes}
            if 0 in gids:
                self.say("7.21.8-1", f"{name} shows a glyph that it lacks")
            if files and "/FontFile2" in descriptor:
                self.program(name, inner, files[0], codes, places)
            elif files:
                self.outlines(name, inner, files[0], codes)

    def simple(self, name, font, codes):
        """A font of one-byte codes, which we never write: as far as a reader needs."""
        descriptor = font.get("/FontDescriptor", Dictionary())
        if font.get("/Subtype") != "/Type3" and not any("/FontFile" in key for key in descriptor.keys()):
            self.say("7.21.4.1-1", f"{name} is not inside")
        if "/ToUnicode" in font:
            table = to_unicode(font["/ToUnicode"].read_bytes())
            if any(re.search("[\0\ufeff\ufffe]", table[code]) for code in codes & set(table)):
                self.say("7.21.7-2", f"a glyph of {name} is a character that is none")
        if "/FontFile2" in descriptor and font.get("/Encoding") == "/WinAnsiEncoding":
            program = TTFont(BytesIO(descriptor["/FontFile2"].read_bytes()))
            glyphs = program.getBestCmap() if "cmap" in program else None
            for code in codes if glyphs else ():
                glyph = glyphs.get(ord(bytes([code]).decode("cp1252", "replace")))
                place = code - int(font.get("/FirstChar", 0))
                if glyph is None or not 0 <= place < len(font["/Widths"]):
                    continue
                advance = program["hmtx"][glyph][0] * 1000 / program["head"].unitsPerEm
                if abs(advance - float(font["/Widths"][place])) > 1:
                    self.say("7.21.5-1", f"code {code} of {name} is not {font['/Widths'][place]} wide")

    def character_map(self, name, encoding, inner):
        system = inner.get("/CIDSystemInfo", Dictionary())
        if isinstance(encoding, Stream):
            own = encoding.get("/CIDSystemInfo", Dictionary())
            if any(text(own.get(key)) != text(system.get(key)) for key in ("/Registry", "/Ordering")):
                self.say("7.21.3.1-1", f"{name} counts its glyphs in another way than its map")
            elif int(own.get("/Supplement", 0)) < int(system.get("/Supplement", 0)):
                self.say("7.21.3.1-1", f"{name} is newer than its map")
            mode = re.search(rb"/WMode\s+(\d)", encoding.read_bytes())
            if mode and int(mode[1]) != int(encoding.get("/WMode", 0)):
                self.say("7.21.3.3-2", f"the map of {name} writes in two directions")
            used = encoding.get("/UseCMap")
            if used is not None and not KNOWN_MAP.fullmatch(str(used)):
                self.say("7.21.3.3-3", f"the map of {name} uses another")
            return
        if not KNOWN_MAP.fullmatch(text(encoding) or ""):
            self.say("7.21.3.3-1", f"{name} has the map {encoding}")
        orders = {"UniGB": "GB1", "UniCNS": "CNS1", "UniJIS": "Japan1", "UniKS": "Korea1"}
        for prefix, ordering in orders.items():
            if text(encoding).startswith("/" + prefix) and text(system.get("/Ordering")) != ordering:
                self.say("7.21.3.1-1", f"{name} counts its glyphs in another way than its map")

    def unicode(self, name, font, codes):
        system = font["/DescendantFonts"][0].get("/CIDSystemInfo", Dictionary())
        if "/ToUnicode" not in font:
            if text(system.get("/Ordering")) not in ("GB1", "CNS1", "Japan1", "Korea1"):
                self.say("7.21.7-1", f"nobody knows the characters of {name}")
            return
        table = to_unicode(font["/ToUnicode"].read_bytes())
        missing = sorted(codes - set(table))
        if missing:
            self.say("7.21.7-1", f"nobody knows which characters {missing[:5]} of {name} are")
        if any(re.search("[\0\ufeff\ufffe]", table[code]) for code in codes & set(table)):
            self.say("7.21.7-2", f"a glyph of {name} is a character that is none")

    def outlines(self, name, inner, stream, codes):
        """A CFF font whose glyphs have the numbers of their codes."""
        if stream.get("/Subtype") != "/CIDFontType0C":
            self.say("7.21.4.1-2", f"{name} is a font of the kind {stream.get('/Subtype')}")
            return
        try:
            font = CFFFontSet()
            font.decompile(BytesIO(stream.read_bytes()), None)
            top = font[0]
            glyphs = {int(glyph[3:]): glyph for glyph in top.charset if glyph.startswith("cid")}
            advances = {}
            for code in codes & set(glyphs):
                pen = RecordingPen()
                glyph = top.CharStrings[glyphs[code]]
                glyph.draw(pen)
                scale = (getattr(top, "FontMatrix", None) or [0.001])[0] * 1000
                advances[code] = glyph.width * scale
        except Exception as error:  # whatever a damaged font brings about
            self.say("7.21.4.1-2", f"{name} cannot be read: {error}")
            return
        widths = widths_of(inner)
        for code in codes:
            if code not in advances:
                self.say("7.21.4.1-2", f"{name} has no glyph {code}")
            elif abs(advances[code] - widths.get(code, float(inner.get("/DW", 1000)))) > 1:
                self.say("7.21.5-1", f"glyph {code} of {name} is not {widths.get(code)} wide")

    def program(self, name, inner, stream, codes, places):
        try:
            program = TTFont(BytesIO(stream.read_bytes()), lazy=False)
            advances, unit = program["hmtx"].metrics, program["head"].unitsPerEm
            order, _ = program.getGlyphOrder(), program["glyf"]
        except Exception as error:  # whatever a damaged font brings about
            self.say("7.21.4.1-2", f"{name} cannot be read: {error}")
            return
        widths = widths_of(inner)
        table = places.read_bytes() if isinstance(places, Stream) else None
        for code in codes:
            glyph = code if table is None else int.from_bytes(table[2 * code : 2 * code + 2], "big")
            if glyph >= len(order):
                self.say("7.21.4.1-2", f"{name} has no glyph {glyph}")
                continue
            width = widths.get(code, float(inner.get("/DW", 1000)))
            if abs(advances[order[glyph]][0] * 1000 / unit - width) > 1:
                self.say("7.21.5-1", f"glyph {glyph} of {name} is not {width} wide")
        held = inner.get("/FontDescriptor", Dictionary()).get("/CIDSet")
        if held is not None:
            bits = held.read_bytes()
            if any(not (bits[c // 8 : c // 8 + 1] or b"\0")[0] & 0x80 >> c % 8 for c in range(len(order))):
                self.say("7.21.4.2-2", f"the list of the glyphs of {name} is not whole")


def widths_of(inner):
    """The width of each code that a font gives one."""
    widths, listed = {}, list(inner.get("/W", []))
    while listed:
        first, second = int(listed.pop(0)), listed.pop(0)
        if isinstance(second, Array):
            widths.update({first + at: float(width) for at, width in enumerate(second)})
        else:
            width = float(listed.pop(0))
            widths.update({code: width for code in range(first, int(second) + 1)})
    return widths


def to_unicode(data):
    """The characters of each code of a map."""
    table = {}

    def characters(digits):
        return bytes.fromhex(digits.decode()).decode("utf-16-be", "surrogatepass")

    for part in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for code, to in re.findall(rb"<(\w+)>\s*<(\w*)>", part):
            table[int(code, 16)] = characters(to)
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for first, last, to in re.findall(rb"<(\w+)>\s*<(\w+)>\s*(<\w*>|\[[^\]]*\])", part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                if to.startswith(b"["):
                    listed = re.findall(rb"<(\w+)>", to)
                    table[int(first, 16) + step] = characters(listed[step]) if step < len(listed) else ""
                else:
                    start = characters(to[1:-1])
                    table[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step) if start else ""
    return table
