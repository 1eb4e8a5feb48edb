"""PDFs against PDF/UA-1 and PDF/A-3a, by rules that know nothing of the program that made them.

    tests/pdf/check.sh [PROGRAM]      # makes a Python with the packages and runs this file

Every example, in every language and on every paper, with a brand and without, and quotes of 25 and
120 products: nothing broken. Then
one of them is broken in some fifty ways, and the rule that each way breaks must name it. Where the
test files of veraPDF are at hand (VERAPDF_CORPUS: a folder or a zip; or beside the project in
shared/data), every rule here must find what it should in them, and nothing else.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import pikepdf

import mutations
import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/reinstate")
LANGUAGES = ["en", "nl", "de", "fr"]
PAPERS = ["a4", "letter"]
CORPUS = os.environ.get("VERAPDF_CORPUS") or ROOT.parent / "shared/data/verapdf-corpus-ua1.zip"
# Annotations and forms, and fonts of one-byte codes: we write none of them, which `never` holds.
NOT_CLAIMED = re.compile(r"7\.18.*|7\.2-2[45]|7\.21\.4\.2-1|7\.21\.6.*")
BRAND = ROOT / "examples/brand/brand.toml"


def made(folder):
    """Every example as PDF."""
    requests = [(path, []) for path in sorted((ROOT / "examples/requests").glob("*.toml"))]
    # A quote that stands, from a book that is no sample.
    requests.append((ROOT / "examples/quote/request.toml", ["--books", ROOT / "examples/quote/books"]))
    for request, books in requests:
        for language in LANGUAGES:
            for paper in PAPERS:
                for brand in (None, BRAND):
                    branded = [] if brand is None else ["--brand", brand]
                    path = folder / f"{request.stem}-{language}-{paper}-{len(branded)}.pdf"
                    command = [PROGRAM, *books, "quote", request, "--language", language, "--paper", paper]
                    command += [*branded, "--pdf", path]
                    run = subprocess.run(command, capture_output=True, text=True)
                    if run.returncode == 0:
                        yield path
                    elif "issuer-missing" not in run.stdout + run.stderr:
                        sys.exit(f"{path.stem}: {run.stderr}")


def broken_ways(ways, good, folder):
    """The ways to break a file that nothing here finds."""
    for rule, way in ways:
        path = folder / "broken.pdf"
        with pikepdf.open(good) as pdf:
            way(pdf)
            pdf.save(path)
        found = {rule for rule, _ in rules.broken(path)}
        if rule not in found:
            yield f"{way.__name__}: {rule} is not found, but {sorted(found)}"


def many(folder):
    """Documents of many products, which go over pages, and whose pictures do."""
    request = (ROOT / "examples/quote/request.toml").read_text(encoding="utf-8")
    head, *holdings = request.split("[[holding]]")
    for count in (25, 120):
        dated = (
            re.sub(r"covered_through = .*", f"covered_through = 2026-{1 + at % 10:02}-{1 + at // 10:02}", one)
            for at, one in zip(range(count), holdings * count)
        )
        source, path = folder / "many.toml", folder / f"many-{count}.pdf"
        source.write_text("[[holding]]".join([head, *dated]), encoding="utf-8")
        command = [PROGRAM, "--books", ROOT / "examples/quote/books", "quote", source, "--brand", BRAND]
        subprocess.run([*command, "--language", "de", "--paper", "letter", "--pdf", path], check=True, stdout=subprocess.DEVNULL)
        yield from (f"{count} products: {rule}: {sentence}" for rule, sentence in rules.broken(path))
    print("25 and 120 products")


def outlines(folder):
    """A document with a font of CFF outlines, as those of Chinese, Japanese and Korean are."""
    font = pathlib.Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
    if not font.exists():
        print("skipped: no font with CFF outlines is there (fonts-noto-cjk)")
        return
    request = (ROOT / "examples/requests/renewal.toml").read_text(encoding="utf-8")
    source, path = folder / "cff.toml", folder / "cff.pdf"
    source.write_text(request.replace("Harbour & Sons Ltd", "東京商事株式会社"), encoding="utf-8")
    subprocess.run([PROGRAM, "quote", source, "--font", font, "--pdf", path], check=True, stdout=subprocess.DEVNULL)
    yield from (f"CFF: {rule}: {sentence}" for rule, sentence in rules.broken(path))
    yield from broken_ways(mutations.CFF_WAYS, path, folder)
    print(f"{len(mutations.CFF_WAYS)} ways to break one with CFF outlines")


def corpus(folder):
    """What is found in the files of veraPDF that should not be, and the other way round."""
    if not pathlib.Path(CORPUS).exists():
        print("skipped: the files of veraPDF are not at hand (VERAPDF_CORPUS)")
        return
    if zipfile.is_zipfile(CORPUS):
        with zipfile.ZipFile(CORPUS) as archive:
            archive.extractall(folder)
    else:
        folder = pathlib.Path(CORPUS)
    count = 0
    for path in sorted(folder.rglob("*.pdf")):
        name = re.match(r"(\d[\d.-]*)-t(\d+)-(pass|fail)-\w+\.pdf", path.name)
        rule = f"{name[1]}-{int(name[2])}".replace("7-18", "7.18")
        if NOT_CLAIMED.fullmatch(rule):
            continue
        count += 1
        found = {rule for rule, _ in rules.broken(path) if re.match(r"\d", rule)}
        if name[3] == "fail" and rule not in found:
            yield f"{path.name}: not found, but {sorted(found)}"
        if name[3] == "pass" and found:
            yield f"{path.name}: {sorted(found)} found"
    print(f"{count} files of veraPDF")


def main():
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        count, good = 0, None
        for path in made(folder):
            count += 1
            faults += [f"{path.stem}: {rule}: {sentence}" for rule, sentence in rules.broken(path)]
            if "reinstatement-nl-nl-a4-2" in path.stem:
                good = path
        print(f"{count} documents")
        if good is not None and not faults:
            faults += broken_ways(mutations.WAYS, good, folder)
            print(f"{len(mutations.WAYS)} ways to break one")
        faults += many(folder)
        faults += outlines(folder)
        inside = folder / "corpus"
        inside.mkdir()
        faults += corpus(inside)
    for fault in faults[:40]:
        print(f"error: {fault}", file=sys.stderr)
    if faults or count < 20 or good is None:
        sys.exit(f"{len(faults)} faults in {count} documents")


main()
