"""Ways to break a good file of ours, each with the rule that must name it.

A checker that finds nothing may have looked at nothing.
"""

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String

WAYS = []
# Ways to break a file that has a font with CFF outlines.
CFF_WAYS = []


def breaks(rule, ways=WAYS):
    def keep(way):
        ways.append((rule, way))
        return way

    return keep


def elements(pdf, role):
    return [one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == "/" + role]


def content(pdf, change, page=0):
    stream = pdf.pages[page].obj["/Contents"]
    old = stream.read_bytes()
    new = change(old)
    assert new != old, "the way to break it changed nothing"
    stream.write(new)


def packet(pdf, old, new):
    data = pdf.Root.Metadata.read_bytes()
    assert old in data, old
    pdf.Root.Metadata.write(data.replace(old, new))
    pdf.Root.Metadata.Type = Name.Metadata


def font(pdf):
    return next(one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Subtype") == "/Type0")


def inner(pdf):
    return font(pdf)["/DescendantFonts"][0]


def attachment(pdf):
    return pdf.Root.AF[0]


@breaks("7.3-1")
def no_words_for_a_picture(pdf):
    del elements(pdf, "Figure")[0]["/Alt"]


@breaks("box")
def no_box_of_a_picture(pdf):
    del elements(pdf, "Figure")[0]["/A"]


@breaks("parents")
def marks_swapped(pdf):
    one, other = elements(pdf, "H2")[0], elements(pdf, "TD")[0]
    one["/K"], other["/K"] = other["/K"], one["/K"]


@breaks("mark")
def a_mark_twice(pdf):
    content(pdf, lambda data: data.replace(b"/MCID 3>>", b"/MCID 2>>", 1))


@breaks("mark")
def an_element_of_a_mark_that_there_is_not(pdf):
    elements(pdf, "P")[0]["/K"] = Array([7_777])


@breaks("parents")
def a_page_that_is_not_in_the_tree_of_parents(pdf):
    del pdf.pages[1].obj["/StructParents"]


@breaks("7.2-43")
def a_cell_less(pdf):
    row = max(elements(pdf, "TR"), key=lambda row: len(row["/K"]))
    row["/K"] = Array(list(row["/K"])[:-1])


@breaks("7.2-43")
def a_span_too_wide(pdf):
    elements(pdf, "TD")[-1]["/A"] = Dictionary(O=Name.Table, ColSpan=2)


@breaks("7.2-41")
def a_span_too_deep(pdf):
    elements(pdf, "TD")[-1]["/A"] = Dictionary(O=Name.Table, RowSpan=2)


@breaks("7.5-1")
def heads_without_scope(pdf):
    for head in elements(pdf, "TH"):
        del head["/A"]["/Scope"]


@breaks("7.5-2")
def a_head_that_there_is_not(pdf):
    elements(pdf, "TD")[0]["/A"] = Dictionary(O=Name.Table, Headers=Array([String("none")]))


# An element that says it is something else.
OTHER_ROLES = [
    ("7.2-10", "a_paragraph_in_a_row", "TD", "P"),
    ("7.2-3", "an_item_in_a_table", "TR", "LI"),
    ("7.2-20", "a_paragraph_in_an_item", "LBody", "P"),
    ("7.2-17", "an_item_without_a_list", "L", "Sect"),
    ("7.2-9", "a_cell_without_a_row", "P", "TD"),
    ("7.1-5", "a_role_of_our_own", "H2", "Hadline"),
    ("7.4.2-1", "a_level_left_out", "H2", "H3"),
    ("7.4.2-1", "a_first_heading_of_the_second_level", "H1", "H2"),
    ("7.4.4-2", "two_kinds_of_headings", "H2", "H"),
]


def other_role(old, new):
    def way(pdf):
        elements(pdf, old)[0]["/S"] = Name("/" + new)

    return way


for rule, name, old, new in OTHER_ROLES:
    way = other_role(old, new)
    way.__name__ = name
    breaks(rule)(way)


@breaks("numbering")
def a_numbered_list_that_is_not(pdf):
    for one in elements(pdf, "L"):
        if "/A" in one:
            del one["/A"]


@breaks("7.1-7")
def a_standard_role_mapped(pdf):
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(H2=Name.P)


@breaks("7.1-3")
def words_without_a_mark(pdf):
    content(pdf, lambda data: re.sub(rb"/Artifact BMC\n(.*?)EMC\n", rb"\1", data, count=1, flags=re.S))


@breaks("7.1-1")
def an_artifact_in_an_element(pdf):
    content(pdf, lambda data: re.sub(rb"(>>BDC\n)(.*?)(EMC)", rb"\1/Artifact BMC \2 EMC \3", data, count=1, flags=re.S))


@breaks("7.1-2")
def an_element_in_an_artifact(pdf):
    content(pdf, lambda data: b"/Artifact BMC\n" + data + b"\nEMC")


@breaks("7.2-29")
def a_language_that_is_none(pdf):
    pdf.Root.Lang = String("nl_NL")


@breaks("7.2-34")
def no_language(pdf):
    del pdf.Root["/Lang"]


@breaks("7.2-29")
def a_second_language_that_is_none(pdf):
    elements(pdf, "LBody")[-1]["/Lang"] = String("")


@breaks("6.2-1")
def not_marked_as_tagged(pdf):
    pdf.Root.MarkInfo.Marked = False


@breaks("7.1-4")
def suspects(pdf):
    pdf.Root.MarkInfo.Suspects = True


@breaks("7.1-10")
def the_name_of_the_file_in_the_window(pdf):
    del pdf.Root["/ViewerPreferences"]


@breaks("7.1-11")
def no_tree(pdf):
    del pdf.Root["/StructTreeRoot"]


@breaks("7.1-8")
def no_metadata(pdf):
    del pdf.Root["/Metadata"]


@breaks("7.1-9")
def no_title(pdf):
    packet(pdf, b"dc:title", b"dc:source")


@breaks("5-2")
def another_part_of_the_standard(pdf):
    packet(pdf, b"<pdfuaid:part>1<", b"<pdfuaid:part>2<")


@breaks("5-1")
def no_claim(pdf):
    packet(pdf, b"<pdfuaid:part>1</pdfuaid:part>", b"")


@breaks("A-6.6.4")
def no_claim_for_archives(pdf):
    packet(pdf, b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<")


@breaks("A-6.6.2.3")
def a_schema_that_nobody_describes(pdf):
    packet(pdf, b"http://www.aiim.org/pdfua/ns/id/</pdfaSchema", b"http://example.com/</pdfaSchema")


@breaks("A-6.6.3")
def another_title_in_the_information(pdf):
    pdf.trailer.Info.Title = String("Something else")


@breaks("A-6.6.3")
def another_day_in_the_information(pdf):
    pdf.trailer.Info.ModDate = String("D:19990101")


@breaks("A-6.2.3")
def no_profile(pdf):
    del pdf.Root["/OutputIntents"]


@breaks("A-6.2.3")
def a_broken_profile(pdf):
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(profile.read_bytes()[:-8])


@breaks("A-6.8")
def an_attachment_for_nothing(pdf):
    del attachment(pdf)["/AFRelationship"]


@breaks("A-6.8")
def an_attachment_without_a_day(pdf):
    del attachment(pdf)["/EF"]["/F"]["/Params"]["/ModDate"]


@breaks("A-6.8")
def an_attachment_of_nothing(pdf):
    del pdf.Root["/AF"]


@breaks("7.11-1")
def an_attachment_without_a_name(pdf):
    del attachment(pdf)["/UF"]


@breaks("7.21.4.1-1")
def a_font_that_is_not_inside(pdf):
    del inner(pdf)["/FontDescriptor"]["/FontFile2"]


@breaks("7.21.3.2-1")
def glyphs_by_no_number(pdf):
    del inner(pdf)["/CIDToGIDMap"]


@breaks("7.21.5-1")
def wrong_widths(pdf):
    widths = inner(pdf)["/W"][1]
    for place in range(len(widths)):
        widths[place] = int(widths[place]) + 7


@breaks("7.21.7-1")
def characters_that_nobody_knows(pdf):
    stream = font(pdf)["/ToUnicode"]
    stream.write(re.sub(rb"<00\w\w><00\w\w><00(6|2)\w>\n", b"", stream.read_bytes()))


@breaks("7.21.7-2")
def a_character_that_is_none(pdf):
    stream = font(pdf)["/ToUnicode"]
    stream.write(re.sub(rb"<00\w\w>\n", b"<FEFF>\n", stream.read_bytes()))


@breaks("7.21.8-1")
def a_glyph_that_there_is_not(pdf):
    content(pdf, lambda data: re.sub(rb"Td \((..)", b"Td (\0\0", data, count=1, flags=re.S))


@breaks("7.21.4.1-2")
def a_font_cut_too_short(pdf):
    stream = inner(pdf)["/FontDescriptor"]["/FontFile2"]
    data = stream.read_bytes()
    stream.write(data[: len(data) // 2])


@breaks("7.21.3.3-1")
def a_map_that_there_is_not(pdf):
    font(pdf)["/Encoding"] = Name("/Identity-X")


@breaks("outline")
def a_bookmark_that_leads_nowhere(pdf):
    pdf.Root.Outlines.First.Dest[0] = pdf.Root


@breaks("tabs")
def a_page_in_no_order(pdf):
    del pdf.pages[0].obj["/Tabs"]


@breaks("never")
def a_form(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array())


@breaks("never")
def an_annotation(pdf):
    pdf.pages[0].obj["/Annots"] = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text)])


@breaks("empty")
def a_heading_that_says_nothing(pdf):
    heading = elements(pdf, "H2")[1]
    del heading["/K"]


# -- fonts with CFF outlines -------------------------------------------------------------------------


def cff(pdf):
    """The inner font whose outlines are CFF."""
    fonts = (one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Subtype") == "/Type0")
    inside = (one["/DescendantFonts"][0] for one in fonts)
    return next(one for one in inside if "/FontFile3" in one["/FontDescriptor"])


@breaks("7.21.4.1-2", CFF_WAYS)
def outlines_of_another_kind(pdf):
    cff(pdf)["/FontDescriptor"]["/FontFile3"]["/Subtype"] = Name.Type1C


@breaks("7.21.4.1-2", CFF_WAYS)
def outlines_cut_too_short(pdf):
    stream = cff(pdf)["/FontDescriptor"]["/FontFile3"]
    data = stream.read_bytes()
    stream.write(data[: len(data) // 2])


@breaks("7.21.5-1", CFF_WAYS)
def wrong_widths_of_outlines(pdf):
    listed = cff(pdf)["/W"]
    for run in listed:
        if isinstance(run, Array):
            for place in range(len(run)):
                run[place] = int(run[place]) + 7


@breaks("7.21.4.1-1", CFF_WAYS)
def outlines_that_are_not_inside(pdf):
    del cff(pdf)["/FontDescriptor"]["/FontFile3"]
