"""The rules of PDF/UA-1 and PDF/A-3a that a file of ours could break, on any PDF.

`broken(path)` gives what a file breaks, as pairs of a rule and a sentence. Rules are numbered as
veraPDF numbers them: the clause of ISO 14289-1, and the test; those of ISO 19005-3 begin with `A`,
and `never` is what our files never hold, and what nothing here looks at for that reason.

Written from the standards, and not from the program that it checks.
"""

import re
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from archive import XMP, ArchiveRules
from fonts import FontRules, text, to_unicode

STANDARD_TYPES = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6"
    " L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot"
    " Ruby RB RT RP Warichu WT WP Figure Formula Form".split()
)
# Which elements may be in which, and which must be.
INSIDE = {
    "Table": ("7.2-3", {"TR", "THead", "TBody", "TFoot", "Caption"}),
    "TR": ("7.2-10", {"TH", "TD"}),
    "THead": ("7.2-36", {"TR"}),
    "TBody": ("7.2-37", {"TR"}),
    "TFoot": ("7.2-38", {"TR"}),
    "L": ("7.2-19", {"L", "LI", "Caption"}),
    "LI": ("7.2-20", {"Lbl", "LBody"}),
    "TOC": ("7.2-27", {"TOC", "TOCI", "Caption"}),
}
AROUND = {
    "TR": ("7.2-4", {"Table", "THead", "TBody", "TFoot"}),
    "THead": ("7.2-5", {"Table"}),
    "TBody": ("7.2-6", {"Table"}),
    "TFoot": ("7.2-7", {"Table"}),
    "TH": ("7.2-8", {"TR"}),
    "TD": ("7.2-9", {"TR"}),
    "LI": ("7.2-17", {"L"}),
    "LBody": ("7.2-18", {"LI"}),
    "TOCI": ("7.2-26", {"TOC"}),
}
PAINTING = set("Tj TJ ' \" S s f F f* B B* b b* sh Do".split()) | {"INLINE IMAGE"}
SHOWING = {"Tj", "TJ", "'", '"'}
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def broken(path):
    """What a file breaks: pairs of a rule and a sentence."""
    with pikepdf.open(path) as pdf:
        check = Check(pdf)
        check.all()
        return check.found


class Element:
    """An element of the tree."""

    def __init__(self, node, parent, roles):
        self.node, self.parent, self.kids, self.content, self.words = node, parent, [], [], ""
        self.name = str(node.get("/S", "/"))[1:]
        self.role = self.name
        for _ in range(len(roles) + 1):
            if self.role in STANDARD_TYPES or "/" + self.role not in roles:
                break
            self.role = str(roles["/" + self.role])[1:]
        self.language = text(node.get("/Lang"))

    def known_language(self):
        return self.language is not None or (self.parent is not None and self.parent.known_language())

    def attribute(self, owner, key):
        attributes = self.node.get("/A")
        for one in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(one, (Dictionary, Stream)) and one.get("/O") == owner and key in one:
                return one[key]
        return None

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()


class Check(FontRules, ArchiveRules):
    def __init__(self, pdf):
        self.pdf, self.root, self.found = pdf, pdf.Root, []
        self.language = text(self.root.get("/Lang"))
        self.elements, self.owners, self.marks = [], {}, {}

    def say(self, rule, sentence):
        self.found.append((rule, sentence))

    def all(self):
        self.catalog()
        self.metadata()
        self.tree()
        self.headings()
        self.tables()
        self.pages()
        self.said()
        self.ties()
        self.outline()
        self.files()
        self.fonts()
        self.archive()
        self.never()

    # -- the document as a whole -----------------------------------------------------------------

    def catalog(self):
        mark = self.root.get("/MarkInfo", Dictionary())
        if mark.get("/Marked") is not True:
            self.say("6.2-1", "the document is not marked as tagged")
        if mark.get("/Suspects") is True:
            self.say("7.1-4", "tags are suspect")
        if self.root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle") is not True:
            self.say("7.1-10", "the window does not show the title")
        if "/StructTreeRoot" not in self.root:
            self.say("7.1-11", "there is no tree")
        self.tongue(self.language, "the document")
        encryption = self.pdf.trailer.get("/Encrypt")
        if encryption is not None and not int(encryption.get("/P", 0)) & 1 << 9:
            self.say("7.16-1", "readers of screens are locked out")
        layers = self.root.get("/OCProperties", Dictionary())
        for one in [layers.get("/D"), *layers.get("/Configs", [])]:
            if one is not None and not text(one.get("/Name")):
                self.say("7.10-1", "a view of layers has no name")
            if one is not None and "/AS" in one:
                self.say("7.10-2", "layers change by themselves")
        form = self.root.get("/AcroForm", Dictionary()).get("/XFA")
        parts = list(form) if isinstance(form, Array) else [form]
        if any(isinstance(p, Stream) and re.search(rb"dynamicRender\s*>\s*required", p.read_bytes()) for p in parts):
            self.say("7.15-1", "a form of XFA is dynamic")

    def tongue(self, language, where):
        if language is not None and not LANGUAGE.fullmatch(language):
            self.say("7.2-29", f"{where} is in the language {language!r}")

    def metadata(self):
        stream = self.root.get("/Metadata")
        if not isinstance(stream, Stream):
            self.say("7.1-8", "there is no metadata")
            return
        packet = stream.read_bytes()
        try:
            rdf = ElementTree.fromstring(packet.strip(b"\0 \r\n\t")).find(".//rdf:RDF", XMP)
        except ElementTree.ParseError as error:
            self.say("7.1-8", f"the metadata is no XML: {error}")
            return
        self.rdf = rdf
        ua = {prefix: self.value("pdfuaid", prefix) for prefix in ("part", "amd", "corr")}
        if all(value is None for value in ua.values()):
            self.say("5-1", "the metadata does not claim PDF/UA")
        if ua["part"] != "1":
            self.say("5-2", f"part {ua['part']} of PDF/UA")
        # What the prefixes are, only the text itself tells.
        spaces = dict(re.findall(rb"xmlns:(\w+)\s*=\s*[\"']([^\"']*)", packet))
        other = [p for p, space in spaces.items() if space.decode() == XMP["pdfuaid"] and p != b"pdfuaid"]
        for rule, key in (("5-3", "part"), ("5-4", "amd"), ("5-5", "corr")):
            if any(prefix + b":" + key.encode() in packet for prefix in other):
                self.say(rule, f"{key} has another prefix")
        title = rdf.find(".//dc:title/rdf:Alt/rdf:li", XMP) if rdf is not None else None
        if title is None or not (title.text or "").strip():
            self.say("7.1-9", "the metadata has no title")
        for one in rdf.iter("{%s}Alt" % XMP["rdf"]) if rdf is not None else ():
            if {item.get(LANG) for item in one} == {"x-default"} and self.language is None:
                self.say("7.2-33", "nobody knows the language of the metadata")

    def value(self, prefix, key):
        """A property of the metadata, as an element or as an attribute."""
        if self.rdf is None:
            return None
        for one in self.rdf.iter("{%s}Description" % XMP["rdf"]):
            name = "{%s}%s" % (XMP[prefix], key)
            found = one.find(name)
            if found is not None:
                inner = found.find(".//rdf:li", XMP)
                return ((found if inner is None else inner).text or "").strip()
            if name in one.attrib:
                return one.attrib[name].strip()
        return None

    # -- the tree --------------------------------------------------------------------------------

    def tree(self):
        root = self.root.get("/StructTreeRoot")
        if root is None:
            return
        roles = dict(root.get("/RoleMap", Dictionary()).items())
        for name in roles:
            seen, at = [], name
            while at in roles and at not in seen:
                seen.append(at)
                at = str(roles[at])
            if at in seen:
                self.say("7.1-6", f"{name} maps to itself")
            if name[1:] in STANDARD_TYPES:
                self.say("7.1-7", f"{name} is mapped")
        self.grow(root, None, roles, None, set())
        for element in self.elements:
            self.element(element)

    def grow(self, node, parent, roles, page, above):
        kids = node.get("/K")
        page = node.get("/Pg", page)
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                self.own(parent, page, kid)
            elif not isinstance(kid, (Dictionary, Stream)) or kid.get("/Type") == "/OBJR":
                continue
            elif kid.get("/Type") == "/MCR":
                self.own(parent, kid.get("/Stm") or kid.get("/Pg", page), int(kid["/MCID"]))
            elif kid.objgen not in above:
                element = Element(kid, parent, roles)
                self.elements.append(element)
                if parent is not None:
                    parent.kids.append(element)
                self.grow(kid, element, roles, page, above | {kid.objgen})

    def own(self, element, page, mark):
        key = (page.objgen if page is not None else None, mark)
        if key in self.owners:
            self.say("mark", f"mark {mark} belongs to two elements")
        self.owners[key] = element
        if element is not None:
            element.content.append(key)

    def element(self, element):
        node, role, parent = element.node, element.role, element.parent
        if role not in STANDARD_TYPES:
            self.say("7.1-5", f"{element.name} is no standard type")
        for key, rule in (("/ActualText", "7.2-21"), ("/Alt", "7.2-22"), ("/E", "7.2-23")):
            if key in node and self.language is None and not element.known_language():
                self.say(rule, f"nobody knows the language of the {key} of a {role}")
        self.tongue(element.language, f"a {role}")
        around = parent.role if parent is not None else None
        if role in AROUND and around not in AROUND[role][1]:
            self.say(AROUND[role][0], f"a {role} in a {around}")
        inside = [kid.role for kid in element.kids]
        if role in INSIDE and (not set(inside) <= INSIDE[role][1]):
            self.say(INSIDE[role][0], f"a {role} of {inside}")
        if role in INSIDE and element.content and role in ("Table", "TR", "L"):
            self.say(INSIDE[role][0], f"a {role} with words of its own")
        self.parts(role, inside)
        words = text(node.get("/Alt")), text(node.get("/ActualText"))
        if role in ("Figure", "Formula") and not any(words) and words[1] is None:
            self.say("7.3-1" if role == "Figure" else "7.7-1", f"a {role} without words")
        if role == "Figure" and element.content and element.attribute("/Layout", "/BBox") is None:
            self.say("box", "a Figure without a box")
        if role == "Note":
            notes = [e for e in self.elements if e.role == "Note" and e.node.get("/ID") == node.get("/ID")]
            if not text(node.get("/ID")):
                self.say("7.9-1", "a Note without an ID")
            elif len(notes) > 1:
                self.say("7.9-2", "two Notes with one ID")

    def parts(self, role, inside):
        if role == "Table":
            for part, rule in (("THead", "7.2-11"), ("TFoot", "7.2-12")):
                if inside.count(part) > 1:
                    self.say(rule, f"a Table with {inside.count(part)} {part}")
            for part, rule in (("TFoot", "7.2-13"), ("THead", "7.2-14")):
                if part in inside and "TBody" not in inside:
                    self.say(rule, f"a Table with {part} and no TBody")
        if role in ("Table", "L", "TOC") and "Caption" in inside:
            places = [place for place, kid in enumerate(inside) if kid == "Caption"]
            allowed = {0, len(inside) - 1} if role == "Table" else {0}
            if len(places) > 1 or not set(places) <= allowed:
                for rule in (INSIDE[role][0], {"Table": "7.2-16", "L": "7.2-39", "TOC": "7.2-40"}[role]):
                    self.say(rule, "a Caption in the midst")

    def headings(self):
        levels = [e.role for e in self.elements if re.fullmatch("H[1-6]?", e.role)]
        last = 0
        for level in (int(role[1:]) for role in levels if role != "H"):
            if level > last + 1:
                self.say("7.4.2-1", f"an H{level} behind an H{last}")
            last = level
        if "H" in levels and len(set(levels)) > 1:
            self.say("7.4.4-2", "H beside headings with a level")
            self.say("7.4.4-3", "headings with a level beside H")
        for element in [None, *self.elements]:
            kids = element.kids if element else [e for e in self.elements if e.parent is None]
            if sum(kid.role == "H" for kid in kids) > 1:
                self.say("7.4.4-1", "two H side by side")

    def tables(self):
        names = {str(e.node["/ID"]) for e in self.elements if e.role == "TH" and "/ID" in e.node}
        for table in (e for e in self.elements if e.role == "Table"):
            rows = []
            for kid in table.kids:
                rows.extend([kid] if kid.role == "TR" else [r for r in kid.kids if r.role == "TR"])
            self.grid(table, rows, names)

    def grid(self, table, rows, names):
        """Where each cell is; every row has to be as wide as the table."""
        at, wide = {}, []
        for down, row in enumerate(rows):
            across = 0
            for cell in (kid for kid in row.kids if kid.role in ("TH", "TD")):
                while (down, across) in at:
                    across += 1
                spans = [int(cell.attribute("/Table", key) or 1) for key in ("/RowSpan", "/ColSpan")]
                if down + spans[0] > len(rows):
                    self.say("7.2-41", f"a cell of row {down + 1} reaches below its table")
                for place in ((down + d, across + a) for d in range(spans[0]) for a in range(spans[1])):
                    if place in at:
                        self.say("7.2-15", f"two cells at row {place[0] + 1}")
                    at.setdefault(place, cell)
                across += spans[1]
            wide.append(len({a for d, a in at if d == down}))
        if len(set(wide)) > 1:
            for rule in ("7.2-42", "7.2-43"):
                self.say(rule, f"rows are {sorted(set(wide))} cells wide")
        for place, cell in at.items():
            headers = cell.attribute("/Table", "/Headers")
            if cell.role != "TD":
                continue
            beside = [head.role for where, head in at.items() if head is not cell and 0 in where]
            if cell is at.get((0, 0)) and set(beside) == {"TH"}:
                # The corner between the heads of columns and those of rows.
                continue
            if headers is not None:
                if any(str(one) not in names for one in headers):
                    self.say("7.5-2", "a cell names a head that there is not")
            elif not any(
                head.role == "TH" and str(head.attribute("/Table", "/Scope")) in (scope, "/Both")
                for (down, across), head in at.items()
                for scope, same in (("/Column", across == place[1]), ("/Row", down == place[0]))
                if same
            ):
                self.say("7.5-1", f"a cell of row {place[0] + 1} has no head")

    # -- what the pages show ---------------------------------------------------------------------

    def pages(self):
        self.shown, self.forms, self.tables = {}, {}, {}
        for page in self.pdf.pages:
            self.content(page.obj, page.obj, page.obj.get("/Resources", Dictionary()), [])
        for form, times in self.forms.values():
            if times > 1 and re.search(rb"/MCID\s", form.read_bytes()):
                self.say("7.20-2", "a form with marks is shown twice")

    def content(self, source, key, resources, around):
        open_marks, font, stack = list(around), None, []
        for operands, operator in pikepdf.parse_content_stream(source):
            name = str(operator)
            if name in ("BMC", "BDC"):
                open_marks.append(self.mark(operands, key, resources, open_marks))
            elif name == "EMC":
                open_marks.pop()
            elif name == "q":
                stack.append(font)
            elif name == "Q" and stack:
                font = stack.pop()
            elif name == "Tf":
                font = resources.get("/Font", Dictionary()).get(str(operands[0]))
            if name in SHOWING and font is not None:
                self.read(font, self.glyphs(font, operands), open_marks)
            if name == "Do":
                form = resources.get("/XObject", Dictionary()).get(str(operands[0]))
                if form is not None and form.get("/Subtype") == "/Form":
                    self.forms[form.objgen] = (form, self.forms.get(form.objgen, (form, 0))[1] + 1)
                    if "/Ref" in form:
                        self.say("7.20-1", "a form stands for another file")
                    inner = form.get("/Resources", resources)
                    self.content(form, form, inner, open_marks)
                    continue
            if name in PAINTING:
                self.painted(name, open_marks)

    def mark(self, operands, key, resources, around):
        tag, properties = str(operands[0]), operands[1] if len(operands) > 1 else None
        if isinstance(properties, Name):
            properties = resources.get("/Properties", Dictionary()).get(str(properties))
        properties = properties if isinstance(properties, (Dictionary, Stream)) else Dictionary()
        number = properties.get("/MCID")
        kind = "artifact" if tag == "/Artifact" else "tagged" if number is not None else None
        owner = None
        if number is not None:
            place = (key.objgen, int(number))
            owner = self.owners.get(place)
            self.marks[place] = self.marks.get(place, 0) + 1
        kinds = [one["kind"] for one in around]
        if kind == "artifact" and "tagged" in kinds:
            self.say("7.1-1", "an artifact in the content of an element")
        if kind == "tagged" and "artifact" in kinds:
            self.say("7.1-2", "the content of an element in an artifact")
        language = text(properties.get("/Lang"))
        self.tongue(language, "a mark")
        known = self.language is not None or language is not None
        known = known or any(one["known"] for one in around) or (owner is not None and owner.known_language())
        for name, rule in (("/ActualText", "7.2-30"), ("/Alt", "7.2-31"), ("/E", "7.2-32")):
            if name in properties and not known:
                self.say(rule, f"nobody knows the language of the {name} of a mark")
        return {"kind": kind, "known": known, "owner": owner}

    def read(self, font, data, around):
        """Adds what is shown to the words of its element."""
        owner = next((one["owner"] for one in reversed(around) if one["owner"] is not None), None)
        if owner is None or font.get("/Subtype") != "/Type0" or "/ToUnicode" not in font:
            return
        if font.objgen not in self.tables:
            self.tables[font.objgen] = to_unicode(font["/ToUnicode"].read_bytes())
        table = self.tables[font.objgen]
        codes = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
        owner.words += "".join(table.get(code, "") for code in codes)

    def painted(self, name, around):
        kinds = [one["kind"] for one in around]
        owned = any(one["owner"] is not None for one in around)
        if "artifact" in kinds:
            return
        if not owned:
            self.say("7.1-3", f"{name} is neither an artifact nor an element's")
        elif name in SHOWING and self.language is None and not any(one["known"] for one in around):
            self.say("7.2-34", "nobody knows the language of a text")

    def said(self):
        """Of our own files: no element is empty, and numbered lists say so (14289-1, 7.6)."""
        for element in self.elements:
            is_said = any(kid.words.strip() for kid in element.walk()) or "/Alt" in element.node
            if not is_said and element.role not in ("TD", "TH", "LBody", "LI"):
                self.say("empty", f"a {element.role} that says nothing")
            if element.role != "L":
                continue
            labels = [part.words.strip() for item in element.kids for part in item.kids if part.role == "Lbl"]
            numbered = bool(labels) and all(re.fullmatch(r"\d+[.)]?", label) for label in labels)
            if numbered != (element.attribute("/List", "/ListNumbering") not in (None, "/None")):
                self.say("numbering", f"a list of {labels[:3]}")

    def ties(self):
        """From a page to its elements and back."""
        root = self.root.get("/StructTreeRoot")
        if root is None:
            return
        numbers = {}

        def gather(node):
            flat = list(node.get("/Nums", []))
            numbers.update(zip(map(int, flat[::2]), flat[1::2]))
            for kid in node.get("/Kids", []):
                gather(kid)

        gather(root.get("/ParentTree", Dictionary()))
        for place, times in self.marks.items():
            if times > 1:
                self.say("mark", f"mark {place[1]} is there {times} times")
        for place, element in self.owners.items():
            if place not in self.marks:
                self.say("mark", f"no page shows mark {place[1]} of a {element.role if element else '?'}")
        for page in (page.obj for page in self.pdf.pages):
            marks = [place for place in self.marks if place[0] == page.objgen]
            entry = numbers.get(int(page.get("/StructParents", -1)))
            if marks and not isinstance(entry, Array):
                self.say("parents", "a page is not in the tree of parents")
                continue
            for place in marks:
                owner = self.owners.get(place)
                listed = entry[place[1]] if place[1] < len(entry) else None
                if owner is not None and (listed is None or listed.objgen != owner.node.objgen):
                    self.say("parents", f"mark {place[1]} has another parent than its element")

    def outline(self):
        def entries(node, depth):
            while node is not None and depth < 20:
                yield node
                yield from entries(node.get("/First"), depth + 1)
                node = node.get("/Next")

        found = list(entries(self.root.get("/Outlines", Dictionary()).get("/First"), 0))
        if found and self.language is None:
            self.say("7.2-2", "nobody knows the language of the outline")
        pages = {page.obj.objgen for page in self.pdf.pages}
        titles = [str(one.get("/Title", "")) for one in found]
        if any(not title.strip() for title in titles):
            self.say("outline", "an entry without a title")
        for one in found:
            where = one.get("/Dest")
            if isinstance(where, Array) and where[0].objgen not in pages:
                self.say("outline", f"{one.get('/Title')} leads nowhere")

    def files(self):
        for one in self.pdf.objects:
            if isinstance(one, Dictionary) and "/EF" in one and not ("/F" in one and "/UF" in one):
                self.say("7.11-1", "a file inside lacks one of its names")

    # -- what we never write, and do not look into ------------------------------------------------------

    def never(self):
        for key in ("/AcroForm", "/OCProperties", "/OpenAction", "/AA", "/Perms", "/Collection"):
            if key in self.root:
                self.say("never", f"{key} in the catalog")
        if "/JavaScript" in self.root.get("/Names", Dictionary()):
            self.say("never", "scripts")
        tree = self.root.get("/StructTreeRoot", Dictionary())
        for key in ("/RoleMap", "/ClassMap"):
            if key in tree:
                self.say("never", f"{key} in the tree")
        for role in sorted({e.role for e in self.elements} & {"Note", "Formula", "TOC", "Form", "Annot", "Link"}):
            self.say("never", f"a {role} in the tree")
        for page in self.pdf.pages:
            if "/Annots" in page or "/AA" in page:
                self.say("never", "annotations on a page")
            if page.get("/Tabs") != "/S":
                self.say("tabs", "a page is not walked through in the order of the tree")
        if self.forms:
            self.say("never", "form XObjects")
        for font, _ in self.shown.values():
            inner = font.get("/DescendantFonts", [Dictionary()])[0]
            kinds = font.get("/Subtype"), font.get("/Encoding"), inner.get("/Subtype")
            if kinds not in (
                ("/Type0", "/Identity-H", "/CIDFontType2"),
                ("/Type0", "/Identity-H", "/CIDFontType0"),
            ):
                self.say("never", f"a font of {kinds}")
