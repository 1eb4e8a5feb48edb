"""PDFs against PDF/UA-1 and PDF/A-3a, by rules that know nothing of the program that made them.

    tests/pdf/check.sh [PROGRAM]      # makes a Python with the packages and runs this file

Every example, in every language and on every paper, with a brand and without: nothing broken. Then
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


def broken_ways(good, folder):
    """The ways to break a file that nothing here finds."""
    for rule, way in mutations.WAYS:
        path = folder / "broken.pdf"
        with pikepdf.open(good) as pdf:
            way(pdf)
            pdf.save(path)
        found = {rule for rule, _ in rules.broken(path)}
        if rule not in found:
            yield f"{way.__name__}: {rule} is not found, but {sorted(found)}"


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
            faults += broken_ways(good, folder)
            print(f"{len(mutations.WAYS)} ways to break one")
        inside = folder / "corpus"
        inside.mkdir()
        faults += corpus(inside)
    for fault in faults[:40]:
        print(f"error: {fault}", file=sys.stderr)
    if faults or count < 20 or good is None:
        sys.exit(f"{len(faults)} faults in {count} documents")


main()
