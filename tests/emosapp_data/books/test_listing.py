"""Which books a command is given: files, folders, patterns, and lists."""

import json

import pytest

from corpus.book import BookDescription
from emosapp_data.books import BookSource, find_books
from emosapp_data.errors import InputError, MissingPartError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with two books, a note and an empty folder."""
    for name in ("b.pdf", "a.pdf", "note.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def places(*given):
    return [str(book.place) for book in find_books(given)]


def wrong(*given):
    with pytest.raises(InputError) as refused:
        find_books(given)
    return str(refused.value).splitlines()


def test_files_come_in_the_order_in_which_they_are_given(folder):
    assert places("b.pdf", "a.pdf", "missing.pdf") == ["b.pdf", "a.pdf", "missing.pdf"]


def test_a_folder_and_a_pattern_give_their_books_by_name(folder):
    assert places(str(folder)) == [str(folder / "a.pdf"), str(folder / "b.pdf")]
    assert places("*.pdf") == ["a.pdf", "b.pdf"]
    assert places(f"{folder}/*.pdf") == [str(folder / "a.pdf"), str(folder / "b.pdf")]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(folder):
    (folder / "stress [2nd ed].pdf").write_text("")
    assert places("stress [2nd ed].pdf") == ["stress [2nd ed].pdf"]


def test_addresses_stay_as_they_are_and_file_addresses_are_files(folder):
    assert places("s3://bucket/a.pdf", f"file://{folder}/a.pdf") == ["s3://bucket/a.pdf", f"{folder}/a.pdf"]


def test_everything_that_is_wrong_is_told_at_once(folder):
    assert wrong("x*.pdf", "empty", "a.pdf", "a.pdf") == [
        "x*.pdf: no book there",
        "empty/*.pdf: no book there",
        "given twice: a.pdf",
    ]


def test_a_list_says_where_books_are_and_what_they_are(folder):
    (folder / "books.csv").write_text(
        "path,title,authors,year,licence\n"
        'a.pdf,"Stress, and more",Ann Ash; Bo Birch,2020,CC-BY-4.0\n'
        "s3://bucket/c.pdf,,,,\n"
    )
    described = BookDescription(
        title="Stress, and more", authors=("Ann Ash", "Bo Birch"), year=2020, licence="CC-BY-4.0"
    )
    assert find_books([str(folder / "books.csv")]) == [
        BookSource(folder / "a.pdf", described),
        BookSource("s3://bucket/c.pdf"),
    ]
    row = {"path": str(folder / "a.pdf"), **described.model_dump(mode="json", exclude_defaults=True)}
    (folder / "books.jsonl").write_text(f"{json.dumps(row)}\n\n")
    assert find_books(["books.jsonl"]) == [BookSource(folder / "a.pdf", described)]


def test_a_value_may_hold_line_breaks_of_any_kind(folder):
    (folder / "books.csv").write_text('path,title\r\na.pdf,"Stress\nand more"\r\nb.pdf,Sleep\r\n', newline="")
    assert [book.description.title for book in find_books(["books.csv"])] == ["Stress\nand more", "Sleep"]
    row = json.dumps({"path": "a.pdf", "title": "Stress\u2028and more"}, ensure_ascii=False)
    (folder / "books.jsonl").write_text(f"{row}\r\n", encoding="utf-8", newline="")
    assert [book.description.title for book in find_books(["books.jsonl"])] == ["Stress\u2028and more"]


def test_every_line_of_a_list_that_cannot_be_used_is_named(folder):
    (folder / "books.csv").write_text("path,year,colour\na.pdf,20,\n,2020,\nb.pdf,2020,red\n")
    assert wrong("books.csv") == [
        "books.csv, line 2: year: Input should be greater than or equal to 1400",
        "books.csv, line 3: no path",
        "books.csv, line 4: colour: Extra inputs are not permitted",
    ]
    (folder / "books.jsonl").write_text('{"path": "a.pdf"}\n[1]\n')
    assert wrong("books.jsonl") == ["books.jsonl, line 2: not a JSON object"]
    (folder / "more.csv").write_text("path,title\na.pdf,Stress, and more\n")
    assert wrong("more.csv") == ["more.csv, line 2: more values than columns; quote values with commas"]
    assert wrong("nothing.csv") == ["nothing.csv: no such file"]


def test_what_reads_an_address_is_named_where_it_is_missing():
    with pytest.raises(InputError, match=r"gs://.*pip install gcsfs"):
        find_books(["gs://bucket/*.pdf"])
    with pytest.raises(InputError, match="Protocol not known: nonsense"):
        find_books(["nonsense://bucket/*.pdf"])
    assert issubclass(MissingPartError, InputError)
