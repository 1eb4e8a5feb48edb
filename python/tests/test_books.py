"""Price books as values: they are compared, sent to other processes and read by many threads."""

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

import reinstate
from conftest import DEARER, NAME, QUOTE_DATE, TEXTS, one, only, price


def test_the_samples(tmp_path):
    books = reinstate.Books()
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert books == reinstate.Books(TEXTS) == reinstate.Books.from_dir(tmp_path)
    assert sorted(books.digests) == ["citrix-css@2026.1", "citrix-css@2026.2", "citrix-css@2027.1"]
    assert all(len(digest) == 64 for digest in books.digests.values())
    assert repr(books) == "<Books citrix-css@2026.1, citrix-css@2026.2, citrix-css@2027.1>"


def test_a_digest_is_that_of_the_text():
    import hashlib

    text = TEXTS[NAME]
    digests = reinstate.Books({"mine.toml": text}).digests
    assert digests == {"citrix-css@2026.2": hashlib.sha256(text.encode()).hexdigest()}


def test_equality_goes_by_digests():
    own = reinstate.Books({NAME: TEXTS[NAME]})
    renamed = reinstate.Books({"other.toml": TEXTS[NAME]})
    dearer = reinstate.Books({NAME: DEARER})
    assert own == renamed and hash(own) == hash(renamed)
    assert own != dearer and len({own, renamed, dearer}) == 2
    assert own != NAME


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_copies_are_the_same(again):
    books = reinstate.Books({NAME: DEARER})
    assert again(books) == books
    assert only(one(), books=again(books)) == only(one(), books=books)
    # With the samples of a worker, not with those of the driver, two versions would mix.
    assert len(pickle.dumps(reinstate.Books())) > sum(map(len, TEXTS.values()))


def in_another_process(books: reinstate.Books) -> tuple[dict, str]:
    return only(one(), books=books), str(books)


def test_a_process_of_its_own():
    books = reinstate.Books({NAME: DEARER})
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        row, there = pool.submit(in_another_process, books).result(timeout=120)
    assert (row, there) == (only(one(), books=books), str(books))
    assert row["book_version"] == "2026.2-dearer"
    assert row["unit_list"] > only(one())["unit_list"]


def test_two_threads(some, priced):
    books = reinstate.Books()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: price(some, books=books), range(8)))
    assert all(one.equals(priced) for one in found)


def test_a_stream_may_be_read_in_another_thread(some, priced):
    stream = reinstate.price(some, quote_date=QUOTE_DATE)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(pa.table, stream).result().equals(priced)
    reader = pa.RecordBatchReader.from_stream(reinstate.price(some, quote_date=QUOTE_DATE))
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(reader.read_all).result().equals(priced)


def test_every_mistake_is_said_with_its_place():
    wrong = TEXTS[NAME].replace('status = "sample"', 'status = "draft"').replace(
        "[rounding]", "[roundign]"
    )
    with pytest.raises(reinstate.ReinstateError) as raised:
        reinstate.Books({"a.toml": wrong, "b.toml": "id = ", "c.toml": TEXTS[NAME]})
    problems = raised.value.problems
    assert {problem.origin for problem in problems} == {"a.toml", "b.toml"}
    assert len(problems) >= 3
    lines = wrong.splitlines()
    for problem in problems:
        assert problem.line and problem.column
        if problem.path == "book.status":
            assert '"draft"' in lines[problem.line - 1]
        assert str(problem) in str(raised.value)
    assert any(f"a.toml:{problem.line}:{problem.column}: " in str(problem) for problem in problems)


def test_two_books_of_one_version():
    with pytest.raises(reinstate.ReinstateError) as raised:
        reinstate.Books({"a.toml": TEXTS[NAME], "b.toml": TEXTS[NAME]})
    [problem] = raised.value.problems
    assert problem.code == "two-versions"


@pytest.mark.parametrize("texts", [1, ["a"], {"a": 1}, {1: "a"}, {"a": b"bytes"}], ids=str)
def test_texts_that_are_none(texts):
    with pytest.raises(TypeError, match="text"):
        reinstate.Books(texts)


def test_no_books():
    with pytest.raises(reinstate.ReinstateError, match="no price book"):
        reinstate.Books({})


def test_a_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        reinstate.Books.from_dir(tmp_path / "nowhere")
    with pytest.raises(reinstate.ReinstateError, match="no price book in"):
        reinstate.Books.from_dir(str(tmp_path))
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / NAME).write_text(TEXTS[NAME], "utf-8")
    (tmp_path / ".hidden.toml").write_text("no book", "utf-8")
    (tmp_path / "notes.txt").write_text("no book", "utf-8")
    assert list(reinstate.Books.from_dir(tmp_path).digests) == ["citrix-css@2026.2"]
    (tmp_path / "x.toml").write_bytes(b"id = \xff")
    (tmp_path / "y.toml").write_text("id = ", "utf-8")
    with pytest.raises(reinstate.ReinstateError) as raised:
        reinstate.Books.from_dir(tmp_path)
    codes = {Path(problem.origin).name: problem.code for problem in raised.value.problems}
    assert codes["x.toml"] == "not-text"
    assert set(codes) == {"x.toml", "y.toml"}


def test_two_scenarios_have_their_own_prices():
    """What each book would give alone."""
    books = {"list": reinstate.Books(TEXTS), "first": reinstate.Books({"a.toml": TEXTS["citrix-css-2026.1.toml"]})}
    rows = price(one(), books=books).to_pylist()
    assert [row.pop("scenario") for row in rows] == ["list", "first"]
    assert rows == [only(one(), books=of) for of in books.values()]
    assert rows[0] != rows[1]
