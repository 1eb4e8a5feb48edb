"""Documents a second: this program beside ReportLab and WeasyPrint, in one run on one thread.

    pip install reportlab weasyprint
    python3 benches/peers/documents.py [REQUEST.toml]

The page is the program's own HTML quote. WeasyPrint prints that HTML. ReportLab gets the same texts in
the same order: headings, paragraphs, and every table with its cells. This program makes its own PDF and
HTML of the quote. Each is warmed up once; the figures are documents a second and their ratios.
"""

import html.parser
import io
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
REQUEST = sys.argv[1] if len(sys.argv) > 1 else "examples/requests/reinstatement-two-bands.toml"


class Page(html.parser.HTMLParser):
    """The texts of a page: ("h", text), ("p", text) and ("table", rows), in order."""

    SKIPPED = {"style", "svg", "head"}
    BLOCKS = {"h1", "h2", "h3", "p", "li", "dt", "dd", "caption", "strong", "span", "div"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.rows, self.cell, self.skip, self.text = [], None, None, 0, []

    def flush(self, kind="p"):
        text = " ".join("".join(self.text).split())
        self.text = []
        if text and self.rows is None:
            self.parts.append((kind, text))

    def handle_starttag(self, tag, attributes):
        if tag in self.SKIPPED:
            self.skip += 1
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.text = []
        elif tag in self.BLOCKS and self.rows is None:
            self.flush()

    def handle_endtag(self, tag):
        if tag in self.SKIPPED:
            self.skip -= 1
        elif tag == "table":
            self.parts.append(("table", self.rows))
            self.rows, self.text = None, []
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(" ".join("".join(self.text).split()))
            self.text = []
        elif tag in self.BLOCKS:
            self.flush("h" if tag in ("h1", "h2", "h3") else "p")

    def handle_data(self, data):
        if self.skip == 0:
            self.text.append(data)


def reportlab_document(parts):
    """The texts as a PDF of flowing paragraphs and tables, with DejaVu or Helvetica."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
    from xml.sax.saxutils import escape

    styles = getSampleStyleSheet()
    flow = []
    for kind, content in parts:
        if kind == "table":
            width = max((len(row) for row in content), default=0)
            rows = [row + [""] * (width - len(row)) for row in content if row]
            if width:
                flow.append(Table(rows, repeatRows=1))
        else:
            style = styles["Heading2"] if kind == "h" else styles["BodyText"]
            flow.append(Paragraph(escape(content), style))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(flow)
    return out.getvalue()


def a_second(make, seconds=4.0):
    """How many documents a second, and the size of one."""
    size = len(make())
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        make()
        count += 1
    return count / (time.perf_counter() - started), size


def ours():
    """This program's figures: name -> (documents a second, bytes)."""
    run = ["cargo", "run", "--release", "--quiet", "--example", "documents_per_second", "--"]
    output = subprocess.run(run + [REQUEST, "2000"], cwd=ROOT, check=True, capture_output=True)
    lines = output.stdout.decode().split("\n")
    return {name: (float(rate), int(size)) for name, rate, size in map(str.split, filter(None, lines))}


def main():
    import weasyprint

    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "quote.html"
        run = ["cargo", "run", "--release", "--quiet", "--", "quote", REQUEST, "--html", str(page)]
        subprocess.run(run, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        text = page.read_text("utf-8")
    parser = Page()
    parser.feed(text)
    figures = ours()
    figures["ReportLab"] = a_second(lambda: reportlab_document(parser.parts))
    figures["WeasyPrint"] = a_second(lambda: weasyprint.HTML(string=text).write_pdf())
    best = figures["pdf"][0]
    for name, (rate, size) in figures.items():
        print(f"{name:14} {rate:10.1f} documents a second  {size / 1000:7.1f} KB  our PDF is {best / rate:7.1f} times that")


if __name__ == "__main__":
    main()
