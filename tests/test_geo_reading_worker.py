"""Hostile files, read in a process of its own: each one clear sentence, the others read, the caller unharmed."""

import io
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from document_files import RSS, pdf, word
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ArticleError
from geo.reading import worker
from geo.reading.articles import Reading
from geo.reading.limits import MIB, Limits
from geo.reading.serving import answer_to
from geo.reading.source import safe_name
from geo.reading.worker import read_all_safely, read_safely

GOOD = ("good.txt", b"Air raids killed 13 civilians in Idlib on Tuesday.")
WHOLE = {
    "docx": word(["Raids."]),
    "pdf": pdf([["Raids."]]),
    "rss": RSS.encode(),
    "html": b"<p>Raids",
    "csv": b"id,text\n1,Raids",
    "jsonl": b'{"text":"Raids"}',
    "parquet": b"PAR1PAR1",
    "md": b"---\nid: 1\n---\nRaids",
}


@pytest.fixture(autouse=True, scope="module")
def spare() -> Iterator[None]:
    worker.warm()
    yield
    worker.close()


def refusal(name: str, data: bytes, limits: Limits | None = None) -> str:
    """Read a bad file beside a good one; the good one is read, the bad one is one sentence."""
    reading = read_all_safely([(name, data), GOOD], limits=limits)
    assert [article.path for article in reading.articles] == ["good.txt"]
    (fault,) = reading.refused
    assert "\n" not in str(fault)
    assert "Traceback" not in str(fault)
    return str(fault)


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def document(xml: str) -> bytes:
    return zipped({"word/document.xml": xml.encode()})


def test_every_format_comes_through_the_process() -> None:
    table = io.BytesIO()
    pq.write_table(pa.table({"id": ["p"], "text": ["Gunmen killed two in Kano."]}), table)
    files = [
        GOOD,
        ("a.docx", word(["Rebels shelled Aleppo."])),
        ("a.pdf", pdf([["Shelling hit the town of Salma."]])),
        ("a.rss", RSS.encode()),
        ("a.jsonl", json.dumps({"id": "j", "text": "Raids."}).encode()),
        ("a.csv", b"id,text\nc,Raids.\n"),
        ("a.parquet", table.getvalue()),
    ]
    seen: list[tuple[int, int, str]] = []
    reading = read_all_safely(files, progress=lambda *tick: seen.append(tick))
    assert reading.refused == ()
    assert [article.path for article in reading.articles] == [
        "good.txt", "a.docx", "a.pdf", "a.rss", "a.rss", "a.jsonl", "a.csv", "a.parquet",
    ]  # fmt: skip
    assert seen[-1] == (7, 7, "a.parquet")


def test_a_cancel_ends_the_reading() -> None:
    def cancel(_done: int, _total: int, _name: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_all_safely([GOOD, GOOD], progress=cancel)
    assert len(read_safely(*GOOD).articles) == 1


def test_an_ordinary_upload_waits_less_than_a_blink() -> None:
    worker.warm()
    time.sleep(1.0)
    began = time.monotonic()
    read_safely(*GOOD)
    assert time.monotonic() - began < 0.5  # 0.1 s on an idle machine


def test_archive_bombs_and_claims() -> None:
    zeros = zlib.compress(b"\0" * MIB)
    assert len(zeros) < 2000
    assert "archive bomb" in refusal("a.docx", zipped({"word/document.xml": b"\0" * (50 * MIB)}))
    assert "the limit is 5,000" in refusal("b.docx", zipped({f"{n}": b"" for n in range(5001)}))
    claim = bytearray(document("<a/>"))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # where zip tells the unpacked size
        place = claim.index(sign) + offset
        claim[place : place + 4] = (2**30).to_bytes(4, "little")
    assert "unpacks to 1,024 MB" in refusal("c.docx", bytes(claim))


def packed_pdf(times: int, drawn: int) -> bytes:
    """Return a PDF whose page is packed so many times and draws so many lines."""
    whole = pdf([["Raids."]])
    stream = b"BT /F1 11 Tf 14 TL 60 780 Td\n" + b"(x) Tj T*\n" * drawn + b"ET"
    for _ in range(times):
        stream = zlib.compress(stream, 9)
    start = whole.index(b"5 0 obj")
    head = b"5 0 obj\n<< /Length %d /Filter [%s] >>\nstream\n" % (len(stream), b"/FlateDecode " * times)
    return whole[:start] + head + stream + b"\nendstream\n" + whole[whole.index(b"endobj", start) :]


def test_pdf_bombs() -> None:
    assert "Raids" not in packed_pdf(1, 3).decode("latin-1")
    assert len(read_safely("a.pdf", packed_pdf(1, 3)).articles) == 1
    assert "far more than its size" in refusal("a.pdf", packed_pdf(2, 12_000_000))
    endless = pdf([["Raids."]]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert "is damaged" in refusal("b.pdf", endless)


def test_xml_entities_and_document_types() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]><rss><channel>&l9;</channel></rss>'
    outside = '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>'
    hidden = '<!-- <rss> --><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>'
    for xml in (bomb, outside, hidden):
        assert "declares XML entities" in refusal("a.rss", xml.encode())
        assert "declares XML entities" in refusal("a.docx", document(xml))
    assert "declares XML entities" in refusal("a.rss", bomb.encode("utf-16"))


def test_tables_that_are_too_wide_or_claim_too_much() -> None:
    wide = ("id,text," + ",".join(f"c{n}" for n in range(10_000))).encode() + b"\n"
    assert "it has 10,002 columns, the limit is 500" in refusal("a.csv", wide)
    table = io.BytesIO()
    pq.write_table(pa.table({f"c{n}": [1] for n in range(600)}), table)
    assert "it has 600 columns" in refusal("a.parquet", table.getvalue())
    large = io.BytesIO()
    pq.write_table(pa.table({"text": ["a" * MIB] * 300}), large, use_dictionary=False, compression="zstd")
    assert "it unpacks to 300 MB" in refusal("b.parquet", large.getvalue())


def test_deep_nesting() -> None:
    assert "nested too deep" in refusal("a.jsonl", b"[" * 200_000)
    assert "no article text" in refusal("a.html", b"<div>" * 200_000)
    assert "is damaged" in refusal("a.docx", document("<a>" * 100_000 + "</a>" * 100_000))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("setup.txt", b"MZ\x90\0\x03" + bytes(100), "no text but a Windows program"),
        ("run.md", b"\x7fELF\x02\x01\x01" + bytes(100), "no text but a program"),
        ("photo.csv", b"\xff\xd8\xff\xe0", "a JPEG image"),
        ("a.txt", b"PK\x03\x04", "a zip archive or office document"),
        ("a.exe", b"MZ", "the ending .exe is unknown"),
        ("noending", b"Raids", "the ending (none) is unknown"),
        ("a.pdf", b"<html>", "this is no PDF"),
        ("a.html", b"%PDF-1.4", "a PDF"),
        ("a.txt", b"", "the file is empty"),
        ("a.parquet", b"PAR1nonsense", "no readable Parquet file"),
    ],
)
def test_wrong_endings(name: str, data: bytes, words: str) -> None:
    assert words in refusal(name, data)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("/etc/a.txt", "a.txt"),
        ("C:\\Windows\\b.txt", "b.txt"),
        ("c:d.txt", "d.txt"),
        ("e.txt\x00.exe.txt", "e.txt.exe.txt"),
        ("NUL.txt", "_NUL.txt"),
        ("<script>x</script>.txt", "script.txt"),
        ("\u202egpj.txt", "gpj.txt"),
        ("a" * 400 + ".txt", "a" * 116 + ".txt"),
    ],
)
def test_tricks_with_names(name: str, shown: str) -> None:
    (article,) = read_safely(name, b"Raids.").articles
    assert article.path == shown
    assert not os.path.exists(shown)  # noqa: PTH110 -- nothing is ever written


@given(st.text(max_size=200))
def test_any_name_is_safe(name: str) -> None:
    shown = safe_name(name)
    assert 0 < len(shown) <= 121
    assert not set(shown) & set("/\\:\0<>")
    assert shown not in (".", "..")


def test_markup_stays_text() -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> {{7*7}} [x](javascript:alert(1)) Raids."
    (article,) = read_safely("a.txt", text.encode()).articles
    assert article.text == text


def test_too_large_and_too_many() -> None:
    small = replace(Limits(), file_bytes=100, articles=2)
    assert "the limit is 0 MB" in refusal("a.txt", b"a" * 101, small)
    many = "".join(json.dumps({"text": f"{n}"}) + "\n" for n in range(5)).encode()
    reading = read_all_safely([("m.jsonl", many)], limits=small)
    assert len(reading.articles) == 2
    assert "only its first 2 articles" in str(reading.refused[0])


@pytest.mark.skipif(sys.platform != "linux", reason="limits of the operating system are Linux's here")
class TestLimitsOfTheSystem:
    def test_too_much_memory_is_one_sentence(self) -> None:
        limits = replace(Limits(), memory_bytes=30 * MIB, file_bytes=100 * MIB)
        many = b'{"text": "' + b"a" * (19 * MIB) + b'"}\n'
        assert "memory" in refusal("a.jsonl", many * 2, limits)

    def test_too_much_processor_time_is_one_sentence(self) -> None:
        limits = replace(Limits(), cpu_seconds=1)
        assert "took longer than 1 s" in refusal("a.pdf", packed_pdf(1, 300_000), limits)

    def test_too_much_time_is_one_sentence(self) -> None:
        rows = b"id,text\n" + b'"' + b"a" * 100 + b'",b\n'
        limits = replace(Limits(), wall_seconds=0.05, cpu_seconds=1)
        reading = read_all_safely([("slow.csv", rows * 400_000)], limits=replace(limits, file_bytes=200 * MIB))
        assert reading.articles == ()
        assert "took longer than 1 s" in str(reading.refused[0])
        assert len(read_safely(*GOOD).articles) == 1

    def test_the_process_has_no_secrets_and_cannot_write(self) -> None:
        script = (
            "import os, sys; from geo.reading.serving import confine; from geo.reading.limits import Limits;"
            "confine(Limits())\n"
            "try:\n  f = open('grown', 'wb'); f.write(b'x' * 10); f.close(); print('wrote')\n"
            "except OSError as fault: print('refused', fault.errno)"
        )
        done = subprocess.run(  # a real process, since limits stay
            [sys.executable, "-c", f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n{script}"],
            capture_output=True, text=True, check=True, cwd=os.environ.get("TMPDIR", "/tmp"),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert done.stdout.startswith("refused")

    def test_a_process_that_dies_is_one_sentence_and_the_next_file_is_read(self) -> None:
        process = worker._Process()
        assert process.ready()
        process._process.kill()
        assert process.request({}, b"", seconds=5, largest=10) is None
        assert process.end() == -9


def test_callers_at_once(recwarn: pytest.WarningsRecorder) -> None:
    results: list[Reading] = []

    def read(number: int) -> None:
        results.append(read_safely(f"{number}.txt", f"Raids {number}".encode()))

    threads = [threading.Thread(target=read, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(reading.articles[0].text for reading in results) == [f"Raids {n}" for n in range(6)]
    assert not list(recwarn)


@pytest.mark.parametrize(
    "answer",
    [b"", b"[]", b"null", b"{}", b'{"articles": [{"id": 1, "text": "a"}], "refused": []}',
     b'{"articles": [{"text": "a"}], "refused": []}', b'{"articles": [], "refused": [1]}', b"[" * 100_000],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_a_refusal(answer: bytes) -> None:
    (fault,) = worker._reading(answer, "a.txt").refused
    assert isinstance(fault, ArticleError)
    assert "no sensible answer" in str(fault)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.binary(max_size=300),
    st.integers(0, 2000),
)
def test_damaged_files_of_any_kind_never_raise(kind: str, junk: bytes, place: int) -> None:
    whole = WHOLE[kind]
    told = answer_to(f"a.{kind}", whole[:place] + junk + whole[place + len(junk) :], Limits())
    assert set(told) == {"articles", "refused"}
