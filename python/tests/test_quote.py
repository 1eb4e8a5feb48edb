"""One request: its quote, working and document are those of the command line."""

import json
import subprocess
import tomllib
from datetime import date
from decimal import Decimal

import pytest

import reinstate
from conftest import ROOT, program

REQUESTS = sorted((ROOT / "examples" / "requests").glob("*.toml"))


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([program(), *arguments], capture_output=True, check=False)


def dated(path) -> dict:
    """A request with its day: the command line takes today where it has none."""
    request = tomllib.loads(path.read_text("utf-8"))
    request.setdefault("quote_date", "2026-11-24")
    return request


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_quotes_are_those_of_the_command_line(path, tmp_path):
    request = dated(path)
    file = tmp_path / "request.json"
    file.write_text(json.dumps(request, default=str), "utf-8")
    done = run("quote", file, "--json", "-")
    answer = json.loads(done.stdout)
    if done.returncode == 0:
        assert reinstate.quote(request) == answer
        assert reinstate.quote(file.read_text("utf-8")) == answer
        assert reinstate.explain(request).encode() == run("explain", file).stdout
        assert reinstate.explain(request, language="nl").encode() == run("explain", file, "--language", "nl").stdout
        made = tmp_path / "quote.pdf"
        issued = run("quote", file, "--pdf", made, "--paper", "a4")
        if issued.returncode == 0:
            assert reinstate.pdf(request) == made.read_bytes()
    else:
        with pytest.raises(reinstate.Refused) as raised:
            reinstate.quote(request)
        assert raised.value.refusals == answer["refusals"]
        assert raised.value.buying_new == answer.get("buying_new")


def test_toml_and_dicts_with_dates():
    path = ROOT / "examples" / "requests" / "renewal.toml"
    text = path.read_text("utf-8")
    request = dated(path)
    if "quote_date" not in text:
        text = 'quote_date = "2026-11-24"\n' + text
    typed = {**request, "quote_date": date.fromisoformat(str(request["quote_date"]))}
    assert reinstate.quote(text) == reinstate.quote(request) == reinstate.quote(typed)


REQUEST = {
    "quote_date": "2026-11-24", "start": "2026-12-01", "currency": "EUR",
    "service_level": "select", "term_years": 3, "program": "enterprise-3",
    "holding": [{
        "product_line": "virtual-apps-desktops", "edition": "premium", "owned": 500, "retire": 20,
        "covered_through": "2026-03-31",
    }],
}


def test_a_total():
    """The amount of the README's first example."""
    assert Decimal(reinstate.quote(REQUEST)["totals"]["total"]) == Decimal("108527.22")


def test_letter_is_another_paper():
    a4, letter = reinstate.pdf(REQUEST), reinstate.pdf(REQUEST, paper="letter")
    assert a4.startswith(b"%PDF-1.7") and letter.startswith(b"%PDF-1.7") and a4 != letter
    assert reinstate.pdf(REQUEST) == a4


def test_books_of_ones_own():
    text = (ROOT / "pricing" / "citrix-css-2026.1.toml").read_text("utf-8")
    books = reinstate.Books({"a.toml": text})
    assert reinstate.quote(REQUEST, books=books)["receipt"]["book_version"] == "2026.1"
    with pytest.raises(TypeError, match="Books"):
        reinstate.quote(REQUEST, books={"a": books})


def problems(call, *arguments, **options):
    with pytest.raises(reinstate.ReinstateError) as raised:
        call(*arguments, **options)
    return raised.value.problems


@pytest.mark.parametrize("call", [reinstate.quote, reinstate.explain, reinstate.pdf])
def test_requests_that_are_wrong(call):
    wrong = {**REQUEST, "curency": "EUR", "term_years": "three"}
    del wrong["currency"]
    found = problems(call, wrong)
    assert {problem.path for problem in found} >= {"currency", "curency", "term_years"}
    assert all(problem.line and problem.origin == "request" for problem in found)
    # Workers must not have a clock of their own.
    found = problems(call, {key: value for key, value in REQUEST.items() if key != "quote_date"})
    assert [problem.path for problem in found] == ["quote_date"]
    assert problems(call, "{")
    assert problems(call, "a = [")
    for given in (None, 1, [REQUEST], b"{}"):
        with pytest.raises(TypeError, match="a request is a dict"):
            call(given)


def test_refusals():
    holding = {**REQUEST["holding"][0], "edition": "premium", "covered_through": "2019-03-31"}
    with pytest.raises(reinstate.Refused) as raised:
        reinstate.quote({**REQUEST, "holding": [REQUEST["holding"][0], holding]})
    [refusal, *_] = raised.value.refusals
    assert refusal["code"] and refusal["message"]
    assert f"[{refusal['code']}]" in str(raised.value)
    assert "holding 2: " in str(raised.value)
    assert not isinstance(raised.value, reinstate.ReinstateError)
    import pickle

    there = pickle.loads(pickle.dumps(raised.value))
    assert there.refusals == raised.value.refusals


def test_options_that_are_wrong():
    [problem] = problems(reinstate.pdf, REQUEST, paper="a5")
    assert (problem.code, problem.path) == ("bad-paper", "paper")
    [problem] = problems(reinstate.explain, REQUEST, language="xx")
    assert (problem.code, problem.path) == ("bad-language", "language")


def test_a_pdf_that_cannot_be_made():
    [problem] = problems(reinstate.pdf, {**REQUEST, "customer": {"name": "\u4e2d\u6587"}})
    assert problem.code == "no-pdf"
    # A quote with a number binds whoever sends it, and has to name them.
    folder = ROOT / "examples" / "quote"
    books = reinstate.Books.from_dir(folder / "books")
    numbered = (folder / "request.toml").read_text("utf-8")
    assert reinstate.quote(numbered, books=books)["kind"]
    [problem] = problems(reinstate.pdf, numbered, books=books)
    assert problem.code == "issuer-missing"
