"""Word documents, PDFs and feeds, as programs write them."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from document_files import ATOM, RSS, pdf, word
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.articles import Reading, read, read_source
from geo.reading.limits import Limits
from geo.reading.portable import joined
from geo.reading.source import Source
from geo.reading.xmlsafe import plain_text

PARAGRAPHS = """\
Air raids across the northern province killed 13 civilians on Tuesday, \
the monitor said on Wednesday, and more raids followed. They ended.

Rebels shelled the town of Salma and the cease-fire of July was over, officials said, as a cease-fire line moved.

In 2018 the war went on.

1,200""".split("\n\n")


def taken(name: str, data: bytes) -> Reading:
    return read_source(Source(name, data, Limits()))


def only_refusal(reading: Reading) -> str:
    assert reading.articles == ()
    (fault,) = reading.refused
    return str(fault)


def test_a_word_document_gives_its_paragraphs_and_title(tmp_path: Path) -> None:
    path = tmp_path / "raids.docx"
    path.write_bytes(word(["Air raids killed 13.", "Rebels shelled Aleppo\tand\nHama."], heading="Raids on Idlib"))
    (article,) = read(path).articles
    assert article.text == "Raids on Idlib\n\nAir raids killed 13.\n\nRebels shelled Aleppo\tand\nHama."
    assert (article.title, article.path) == ("Raids on Idlib", str(path))


def _with_body(body: str) -> bytes:
    space = 'xmlns:w="w" xmlns:mc="mc"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return stream.getvalue()


def test_tracked_changes_boxes_and_tables_of_a_word_document() -> None:
    def run(text: str) -> str:
        return f"<w:r><w:t>{text}</w:t></w:r>"

    body = (
        f"<w:p>{run('Raids ')}<w:ins>{run('killed')}</w:ins><w:del><w:r><w:delText>hurt</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('gone')}</w:moveFrom>{run(' two')}</w:p>"
        f"<w:p>{run('Before ')}<mc:AlternateContent><mc:Choice><w:p>{run('In a box')}</w:p></mc:Choice>"
        f"<mc:Fallback><w:p>{run('In a box')}</w:p></mc:Fallback></mc:AlternateContent>{run('after')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('Cell')}</w:p></w:tc></w:tr></w:tbl>"
    )
    (article,) = taken("a.docx", _with_body(body)).articles
    assert article.text.split("\n\n") == ["Raids killed two", "Before after", "In a box", "Cell"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0rest", "an old Word document (.doc)"),
        (b"plain words", "no Word document"),
        (b"PK\x03\x04broken", "is damaged"),
        (_with_body(""), "holds no text"),
        (_with_body("<w:p>"), "is damaged"),
    ],
)
def test_word_documents_that_are_none(data: bytes, words: str) -> None:
    assert words in only_refusal(taken("a.docx", data))


def test_a_pdf_gives_paragraphs_without_running_heads_and_numbers() -> None:
    pages = [
        ["The Wire, Vol. 7", "Air raids across the north-", "ern province killed 13 civilians on Tuesday,",
         "the monitor said on Wednesday, and more raids fol-", "lowed. They ended.", "Rebels shelled the town of Salma",
         "and the cease-fire of July was over, officials said, as a", "1"],
        ["The Wire, Vol. 7", "cease-", "fire line moved.", "2"],
        ["The Wire, Vol. 7", "In 2018 the war went on.", "1,200", "3"],
    ]  # fmt: skip
    (article,) = taken("a.pdf", pdf(pages, title="Raids on Idlib")).articles
    assert article.title == "Raids on Idlib"
    assert article.text.split("\n\n") == PARAGRAPHS


def test_a_line_that_recurs_inside_a_page_is_no_running_head() -> None:
    (article,) = taken("a.pdf", pdf([["The Wire", "Raids.", "The Wire", "Shelling.", "The Wire"]] * 3)).articles
    assert article.text.count("The Wire") == 3
    assert article.text.count("Shelling") == 3


def test_pdfs_that_are_none() -> None:
    assert "this is no PDF" in only_refusal(taken("a.pdf", b"MZ\x90"))
    assert "is damaged" in only_refusal(taken("a.pdf", b"%PDF-1.7\nnothing"))
    assert "holds no text (a scan?)" in only_refusal(taken("a.pdf", pdf([[]])))


@given(st.lists(st.text(alphabet="ab .,-\n\u00ad\u2010é1", max_size=60), max_size=2))
def test_joining_pages_keeps_every_letter(pages: list[str]) -> None:
    assert [char for char in joined(pages) if char.isalpha()] == [c for page in pages for c in page if c.isalpha()]


def test_a_feed_gives_an_article_for_each_entry(tmp_path: Path) -> None:
    path = tmp_path / "news.rss"
    path.write_text(RSS, encoding="utf-8")
    first, second = read(path).articles
    assert first.text == (
        "Raids on Idlib & Hama\n\nAir raids killed 13 civilians on Tuesday.\n\nRebels shelled Aleppo."
    )
    assert (first.title, first.outlet, first.published) == ("Raids on Idlib & Hama", "The Wire", "2018-09-05")
    assert first.url == "https://wire.example/1"
    assert (second.url, second.published) == (None, None)
    (third,) = taken("post.atom", ATOM.encode()).articles
    assert (third.text, third.outlet, third.published) == ("One\n\nShelling hit Donetsk.", "The Post", "2020-01-02")


def test_feeds_that_are_none() -> None:
    assert "no RSS or Atom feed" in only_refusal(taken("a.xml", b"<html><p>Hello</p></html>"))
    assert "has no entries" in only_refusal(taken("a.xml", b'<rss version="2.0"><channel/></rss>'))


@pytest.mark.parametrize(("name", "package"), [("a.pdf", "pypdf"), ("a.rss", "feedparser")])
def test_without_the_extra_the_cure_is_named(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert "pip install 'dateline[documents]'" in only_refusal(taken(name, b"%PDF-1.4"))


def test_markup_becomes_words() -> None:
    assert plain_text("<p>One<br>two</p><ul><li>three</ul><style>p{}</style>four") == "One\n\ntwo\n\nthree\n\nfour"
    assert plain_text("a < b & c") == "a < b & c"
    assert len(plain_text("<div>" * 50_000 + "deep")) < 50


@given(st.text(max_size=200))
def test_any_text_may_be_markup(text: str) -> None:
    plain_text(text)
    plain_text(f"<p>{text}</p>")
