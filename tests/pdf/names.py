"""Names of companies in 12 scripts, set in Noto fonts: what stands in the PDF is the name.

    tests/pdf/check.sh [PROGRAM]      # makes a Python with the packages, and runs this file, too

Each name of names.tsv is the customer of a quote. Held for each:
- read in the order of the operators, by what a code or a noted text stands for, the page says the name;
- pdftotext finds the name. It knows one direction for a page, and ours are Latin: of a name that mixes
  directions it has to find the words;
- the rules that hold for all PDFs (rules.py);
- a name from right to left stands as Chromium sets it, letter by letter and line by line.

Debian has the fonts as fonts-noto-core and fonts-noto-cjk.
"""

import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import reader
import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/reinstate")
NOTO = pathlib.Path("/usr/share/fonts")
CJK = "opentype/noto/NotoSansCJK-Regular.ttc"
FONTS = {
    "arabic": "truetype/noto/NotoSansArabic-Regular.ttf",
    "hebrew": "truetype/noto/NotoSansHebrew-Regular.ttf",
    "devanagari": "truetype/noto/NotoSansDevanagari-Regular.ttf",
    "thai": "truetype/noto/NotoSansThai-Regular.ttf",
    "bengali": "truetype/noto/NotoSansBengali-Regular.ttf",
    "tamil": "truetype/noto/NotoSansTamil-Regular.ttf",
    "georgian": "truetype/noto/NotoSansGeorgian-Regular.ttf",
    "armenian": "truetype/noto/NotoSansArmenian-Regular.ttf",
    # The fonts of the collection: Japan, Korea, mainland China, Taiwan.
    "japanese": CJK,
    "korean": CJK + "#2",
    "han-simplified": CJK + "#3",
    "han-traditional": CJK + "#4",
}
# What readers put around words to tell their direction.
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def skipped(why):
    if os.environ.get("REINSTATE_TOOLS") == "required":
        sys.exit(f"error: skipped, and every tool is required here: {why}")
    print(f"skipped: {why}")
    sys.exit(0)


def names():
    text = (ROOT / "tests/pdf/names.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines()]


def request(name):
    text = (ROOT / "examples/requests/renewal.toml").read_text(encoding="utf-8")
    return text.replace('"Harbour & Sons Ltd"', json.dumps(name, ensure_ascii=False))


def plain(text):
    return " ".join(DIRECTIONS.sub("", unicodedata.normalize("NFC", text)).split())


def is_mixed(name):
    """Whether a part of a name has another direction than the rest, or none."""
    kinds = {unicodedata.bidirectional(one) for one in name}
    return bool(kinds & {"R", "AL"}) and bool(kinds & {"L", "EN", "AN", "CS", "ES", "ON"})


def faults(folder, script, name):
    path, source = folder / "q.pdf", folder / "q.toml"
    source.write_text(request(name), encoding="utf-8")
    path.unlink(missing_ok=True)
    command = [PROGRAM, "quote", source, "--font", NOTO / FONTS[script], "--pdf", path]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        yield run.stderr
        return
    expected = unicodedata.normalize("NFC", name)
    first = "".join(text for text, _, _ in reader.shown(path)[0])
    if expected not in unicodedata.normalize("NFC", first):
        yield "the page does not say it"
    found = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True).stdout
    wanted = re.findall(r"[\w\u0300-\u036f]+", expected) if is_mixed(name) else [expected]
    missing = [part for part in wanted if part not in plain(found)]
    if missing:
        yield f"pdftotext does not find {missing}"
    for rule, sentence in rules.broken(path):
        yield f"{rule}: {sentence}"


# -- against Chromium -----------------------------------------------------------------------------

# The room of a customer's name on A4, 68.8 mm, where its font is not 3.18 mm high but 40.
WIDTH = 866
PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
@font-face {{ font-family: Inter; font-weight: bold; src: url("file://{inter}"); }}
@font-face {{ font-family: Noto; font-weight: bold; src: url("file://{noto}"); }}
p {{ font: bold 40px/80px Inter, Noto; font-kerning: none; width: {width}px; margin: 40px; }}
</style>{paragraphs}<pre id="places"></pre><script>
document.fonts.ready.then(() => {{
  const lines = [...document.querySelectorAll("p")].map(line => {{
    const text = line.firstChild, places = [], {{ top }} = line.getBoundingClientRect();
    for (let at = 0; at < text.length; at++) {{
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      const row = Math.floor(((box.top + box.bottom) / 2 - top) / 80);
      places.push([text.data[at], row, (box.left + box.right) / 2]);
    }}
    return places;
  }});
  document.getElementById("places").textContent = JSON.stringify(lines);
}});
</script>"""


def letters(places):
    """The letters and digits of lines from left to right."""
    kinds = {"L", "N"}
    shown = [one for one in places if unicodedata.category(one[0])[0] in kinds]
    return "".join(text for text, _, _ in sorted(shown, key=lambda one: one[1:]))


def of_chromium(folder, script, lines):
    paragraphs = "".join(f'<p dir="auto">{html.escape(name)}</p>' for name in lines)
    inter = ROOT / "templates/fonts/inter-bold.ttf"
    page = folder / "page.html"
    noto = NOTO / FONTS[script]
    page.write_text(PAGE.format(inter=inter, noto=noto, width=WIDTH, paragraphs=paragraphs))
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    command += ["--virtual-time-budget=5000", "--dump-dom", f"file://{page}"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    found = re.search(r'<pre id="places">(.*?)</pre>', run.stdout, re.S)
    if found is None or not found[1]:
        sys.exit(f"Chromium says nothing: {run.stderr[-500:]}")
    return [letters(places) for places in json.loads(html.unescape(found[1]))]


def of_pdf(folder, script, name):
    path, source = folder / "q.pdf", folder / "q.toml"
    source.write_text(request(name), encoding="utf-8")
    command = [PROGRAM, "quote", source, "--font", NOTO / FONTS[script], "--pdf", path]
    subprocess.run(command, capture_output=True, check=True)
    items = reader.shown(path)[0]
    said, name = "", unicodedata.normalize("NFC", name)
    starts = []
    for text, _, _ in items:
        starts.append(len(said))
        said += text
    begin = said.index(name)
    places = [
        (character, -row, left)
        for (text, left, row), start in zip(items, starts)
        for place, character in enumerate(text)
        if begin <= start + place < begin + len(name)
    ]
    return letters(places)


def main():
    missing = [font for font in FONTS.values() if not (NOTO / font.split("#")[0]).exists()]
    if missing:
        skipped(f"the fonts {missing[:2]} are not there; install fonts-noto-core and fonts-noto-cjk")
    wrong, count, mixed = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for script, name in names():
            count += 1
            mixed += is_mixed(name)
            wrong += [f"{script}: {name}: {fault}" for fault in faults(folder, script, name)]
        print(f"{count} names in {len(FONTS)} scripts; in {mixed} of them directions meet")
        if shutil.which("chromium") is None:
            skipped("chromium is not installed")
        compared = 0
        for script in ("arabic", "hebrew"):
            lines = [unicodedata.normalize("NFC", name) for one, name in names() if one == script]
            for name, theirs in zip(lines, of_chromium(folder, script, lines)):
                compared += 1
                ours = of_pdf(folder, script, name)
                if ours != theirs:
                    wrong.append(f"{name}: {ours!a} from left to right, in Chromium {theirs!a}")
        print(f"{compared} names from right to left as in Chromium")
    for fault in wrong[:40]:
        print(f"error: {fault}", file=sys.stderr)
    if wrong or count < 200:
        sys.exit(f"{len(wrong)} faults in {count} names")


main()
