"""The text of a PDF of ours, read as a program would that knows the standard and nothing else.

`shown(path)` gives, for each page, what is shown in the order of the operators: pairs of a text and the
place of its left edge, in points. The text is that of ActualText where there is one (ISO 32000-1,
14.9.4), else that of ToUnicode.
"""

import pikepdf
from pikepdf import Array, Stream

from fonts import to_unicode


class ShownFont:
    def __init__(self, font):
        inner = font["/DescendantFonts"][0]
        self.texts = to_unicode(font["/ToUnicode"].read_bytes())
        self.widths, listed = {}, list(inner["/W"])
        while listed:
            first, widths = int(listed.pop(0)), listed.pop(0)
            self.widths.update({first + at: float(width) for at, width in enumerate(widths)})


def shown(path):
    with pikepdf.open(path) as pdf:
        return [page_shown(page) for page in pdf.pages]


def page_shown(page):
    fonts = {name: ShownFont(font) for name, font in page.Resources["/Font"].items()}
    items, stack = [], []
    font, size, scale = None, 0.0, 1.0
    line_x = line_y = x = 0.0

    def show(data):
        nonlocal x
        for at in range(0, len(data), 2):
            code = int.from_bytes(data[at : at + 2], "big")
            noted = next((one for one in reversed(stack) if one is not None), None)
            if noted is None:
                items.append((font.texts[code], x, line_y))
            elif noted[1] is None:
                noted[1] = len(items)
                items.append((noted[0], x, line_y))
            x += font.widths[code] / 1000 * size * scale

    for operands, operator in pikepdf.parse_content_stream(page):
        operator = str(operator)
        if operator == "BT":
            line_x = line_y = x = 0.0
        elif operator == "Tf":
            font, size = fonts[str(operands[0])], float(operands[1])
        elif operator == "Tz":
            scale = float(operands[0]) / 100
        elif operator == "Td":
            line_x, line_y = line_x + float(operands[0]), line_y + float(operands[1])
            x = line_x
        elif operator in ("Tj", "TJ"):
            for one in operands[0] if isinstance(operands[0], Array) else [operands[0]]:
                if isinstance(one, pikepdf.String):
                    show(bytes(one))
                else:
                    x -= float(one) / 1000 * size * scale
        elif operator in ("BDC", "BMC"):
            noted = None
            if len(operands) == 2 and isinstance(operands[1], pikepdf.Dictionary):
                words = operands[1].get("/ActualText")
                noted = None if words is None else [str(words), None]
            stack.append(noted)
        elif operator == "EMC":
            stack.pop()
    return items
