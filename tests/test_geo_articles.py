"""Reading articles: every kind of file, and every fault that a real one may have."""

import io
import json
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.article import id_of_text
from geo.reading.articles import Reading, day_of, read, read_articles
from geo.reading.frontmatter import FrontMatterFault, split

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "articles"
PAGE = (
    "<html><head><title>Raids on Idlib</title><meta property='og:site_name' content='The Wire'>"
    "<meta property='article:published_time' content='2018-09-05T08:00:00Z'></head><body><article>"
    + "".join(f"<p>Air raids across the province killed 13 civilians on day {n}, monitors said.</p>" for n in range(9))
    + "</article></body></html>"
)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def messages(reading: Reading) -> list[str]:
    return [str(fault) for fault in reading.refused]


def test_the_samples_are_read_with_their_front_matter() -> None:
    reading = read(SAMPLES)
    assert [article.id for article in reading.articles] == ["000", "001"]
    assert [article.published for article in reading.articles] == ["2018-09-05", "2018-09-06"]
    assert reading.refused == ()
    for article in reading.articles:
        assert Path(article.path or "").read_text(encoding="utf-8").endswith(article.text)


def test_text_is_kept_exactly_and_an_id_comes_from_it(tmp_path: Path) -> None:
    text = "Caf\u00e9\r\nraids\rand\nmore \u202etext  \n\n"
    path = put(tmp_path, "a.txt", "\ufeff" + text)
    (article,) = read(path).articles
    assert article.text == text
    assert article.id == id_of_text(text)
    assert len(article.id) == 16


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_is_stripped_whatever_its_line_ends(tmp_path: Path, end: str) -> None:
    head = [
        "---",
        "id: 007",
        'title: "A: b"',
        "source: The Wire",
        "published: 2018-09-05",
        "unknown: [1, 2]",
        "---",
        "",
    ]
    path = put(tmp_path, "a.md", end.join(head) + f"{end}Raids.{end}")
    reading = read(path)
    (article,) = reading.articles
    assert (article.id, article.title, article.outlet) == ("007", "A: b", "The Wire")
    assert article.published == "2018-09-05"
    assert article.text == f"{end}Raids.{end}"
    assert reading.refused == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b" \n\n ", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a PNG image"),
        (b"%PDF-1.7 ...", "a PDF; give it the ending .pdf"),
        (b"some\0bytes", "binary file"),
        (b"\x01\x02\x03\x04 text", "binary file"),
        ("Ataques aéreos en Alcalá, señaló el ejército. Murió también una niña.\n".encode("cp1252") * 9, "not UTF-8"),
        ("Air raids".encode("utf-16"), "UTF-16"),
        (b"---\nid: 1\nAir raids without end", "never closes"),
        (b"---\nid: [unclosed\n---\ntext", "not valid YAML"),
        (b"---\n- a\n- b\n---\ntext", "no list of 'name: value' lines"),
        (b"---\nid: [1, 2]\n---\ntext", "is a list, not one value"),
        (b"---\nid: !!python/object/apply:os.system ['false']\n---\ntext", "is a list, not one value"),
        (b"---\na: " + b"[" * 9000 + b"\n---\ntext", "not valid YAML"),
        (b"---\nx: " + b"y" * 20_000 + b"\n---\ntext", "longer than"),
        (b"---\nid: 1\n---\n  \n", "the text is empty"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_and_the_rest_is_read(tmp_path: Path, content: bytes, words: str) -> None:
    put(tmp_path, "bad.txt", content)
    put(tmp_path, "good.txt", "Air raids.")
    reading = read(tmp_path)
    assert [article.text for article in reading.articles] == ["Air raids."]
    (message,) = messages(reading)
    assert words in message
    assert "bad.txt" in message
    assert "\n" not in message


def test_another_encoding_is_named_with_line_and_cure(tmp_path: Path) -> None:
    text = "Uno.\nAtaques aéreos en Alcalá, señaló el ejército. Murió también una niña en la ciudad.\n" * 5
    (message,) = messages(read(put(tmp_path, "a.txt", text.encode("cp1252"))))
    assert "a.txt, line 2: byte 0xe9 is not UTF-8; it looks like cp1252 (or cp1250" in message
    assert "iconv -f" in message


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Les forces ont bombardé la ville; l’armée a reconnu l’échec. Où sont les blessés?"),
        ("cp1252", "Die Kämpfe dauern an, größere Verluste wurden gemeldet. Über 20 Tote."),
        ("cp1250", "Żołnierze ostrzelali miasto, zginęło dziesięć osób. Świadkowie mówią o walkach."),
        ("cp1251", "Российские самолёты нанесли удар по городу, погибли люди."),
        ("cp1256", "قصف مدفعي على مدينة جسر الشغور أدى إلى مقتل مدني."),
    ],
)
def test_an_encoding_that_is_named_gives_the_text_back(tmp_path: Path, encoding: str, text: str) -> None:
    (message,) = messages(read(put(tmp_path, "a.txt", text.encode(encoding))))
    told = message.split("looks like ")[1].split(";")[0]
    named = told.replace("(or", ",").replace(")", "").replace(" ", "").split(",")
    right = [name for name in filter(None, named) if text.encode(encoding).decode(name, "replace") == text]
    assert right, message
    if len(named) == 1:
        assert right == named
    else:  # code pages of Latin letters fit alike: the reader is told to look
        assert "look whether the accents are right" in message


def test_a_billion_laughs_stay_small(tmp_path: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
    )
    (article,) = read(put(tmp_path, "a.txt", f"---\n{bomb}id: x\n---\nRaids.")).articles
    assert article.id == "x"


def test_broken_json_on_line_7_of_10_leaves_nine(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"a{n}", "text": f"Raid {n}."}) for n in range(1, 11)]
    lines[6] = lines[6][:-5]
    reading = read(put(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [article.id for article in reading.articles] == [f"a{n}" for n in range(1, 11) if n != 7]
    (fault,) = reading.refused
    assert fault.line == 7
    assert "no valid JSON" in str(fault)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"[1]", "no JSON object"),
        (b'{"id": "x"}', 'column "text" is missing'),
        (b'{"text": 7}', "not a text"),
        (b'{"text": null}', "text is missing"),
        (b'{"text": " "}', "text is empty"),
        (b'{"text": "caf\xe9"}', "not UTF-8"),
        (b'{"text": ' + b"[" * 100_000, "nested too deep"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "x"}', "a number too long"),
        (b"\0\0", "binary"),
    ],
)
def test_a_bad_json_line_is_refused_alone(tmp_path: Path, line: bytes, words: str) -> None:
    reading = read(put(tmp_path, "a.jsonl", b'{"text": "One."}\n' + line + b'\n\n{"text": "Two."}\n'))
    assert [article.text for article in reading.articles] == ["One.", "Two."]
    (fault,) = reading.refused
    assert fault.line == 2
    assert words in str(fault)


def test_half_a_surrogate_pair_keeps_the_article_and_its_offsets(tmp_path: Path) -> None:
    reading = read(put(tmp_path, "a.jsonl", '{"text": "Raid \\ud83d on Idlib"}'))
    assert reading.articles[0].text == "Raid \ufffd on Idlib"
    assert "surrogate" in messages(reading)[0]


@pytest.mark.parametrize("value", ["2018-02-31", "31 February", "2018-9-5", 20180905, ["2018-09-05"]])
def test_a_date_that_does_not_exist_is_named_and_the_article_read(tmp_path: Path, value: object) -> None:
    reading = read(put(tmp_path, "a.jsonl", json.dumps({"id": "a", "text": "Raids.", "published": value})))
    assert reading.articles[0].published is None
    (message,) = messages(reading)
    assert "published" in message
    assert "line 1" in message


def test_front_matter_date_that_does_not_exist(tmp_path: Path) -> None:
    reading = read(put(tmp_path, "a.txt", "---\npublished: 2018-02-31\n---\nRaids."))
    assert reading.articles[0].published is None
    assert "the day 2018-02-31 does not exist" in messages(reading)[0]


def test_the_second_of_one_id_is_refused_and_names_the_first(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "---\nid: x\n---\nOne.")
    put(tmp_path, "b.txt", "---\nid: x\n---\nTwo.")
    put(tmp_path, "c.txt", "Same.")
    put(tmp_path, "d.txt", "Same.")
    reading = read(tmp_path)
    assert [article.text for article in reading.articles] == ["One.", "Same."]
    assert ["b.txt" in messages(reading)[0], "a.txt" in messages(reading)[0]] == [True, True]
    assert "d.txt" in messages(reading)[1]


def test_csv_with_commas_semicolons_and_long_texts(tmp_path: Path) -> None:
    long = "Raids. " * 40_000
    comma = put(tmp_path, "a.csv", f'\ufeffID,Text,published\n1,"One, two\nlines",2018-09-05\n2,"{long}",\n')
    semicolon = put(tmp_path, "b.csv", 'id;text\n3;"x, y; z"\n')
    articles = read([comma, semicolon]).articles
    assert [article.id for article in articles] == ["1", "2", "3"]
    assert articles[0].text == "One, two\nlines"
    assert articles[1].text == long
    assert articles[2].text == "x, y; z"


def test_csv_faults_name_the_line_where_the_row_begins(tmp_path: Path) -> None:
    data = b'id,text\n1,"a\nb"\n2,x,y\n3,caf\xe9 in Alcal\xe1\n4,good\n'
    reading = read(put(tmp_path, "a.csv", data))
    assert [article.id for article in reading.articles] == ["1", "4"]
    assert [fault.line for fault in reading.refused] == [4, 5]
    assert "3 cells" in messages(reading)[0]
    assert "not UTF-8" in messages(reading)[1]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_a_missing_column_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    table = pd.DataFrame({"id": ["1"], "body": ["Raids."]})
    if name == "a.parquet":
        table.to_parquet(path)
    else:
        put(tmp_path, name, table.to_csv(index=False) if name == "a.csv" else '{"id": "1", "body": "Raids."}')
    reading = read(path)
    assert reading.articles == ()
    assert 'the column "text" is missing' in messages(reading)[0]


def test_parquet_with_dates_and_null(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame(
        {"id": ["1", None], "text": ["One.", "Two."], "published": [pd.Timestamp("2018-09-05"), None]}
    ).to_parquet(path)
    articles = read(path).articles
    assert [article.id for article in articles] == ["1", id_of_text("Two.")]
    assert [article.published for article in articles] == ["2018-09-05", None]


def test_a_broken_parquet_file_is_a_sentence(tmp_path: Path) -> None:
    assert "no readable Parquet" in messages(read(put(tmp_path, "a.parquet", b"PAR1 nothing")))[0]


def test_a_web_page_gives_its_article(tmp_path: Path) -> None:
    (article,) = read(put(tmp_path, "a.html", PAGE)).articles
    assert "killed 13 civilians on day 8" in article.text
    assert "<p>" not in article.text
    assert (article.title, article.outlet, article.published) == ("Raids on Idlib", "The Wire", "2018-09-05")


def test_a_web_page_without_an_article_is_a_sentence(tmp_path: Path) -> None:
    assert "no article text" in messages(read(put(tmp_path, "a.html", "<html><body></body></html>")))[0]


def test_paths_that_are_not_there_or_of_no_known_kind(tmp_path: Path) -> None:
    good = put(tmp_path, "good.txt", "Raids.")
    odd = put(tmp_path, "scan.xyz", b"PK\x03\x04")
    (tmp_path / "hollow").mkdir()
    reading = read([tmp_path / "nowhere", odd, tmp_path / "hollow", good, good])
    assert [article.text for article in reading.articles] == ["Raids."]
    for words, message in zip(("no such file", "ending .xyz", "no files"), messages(reading), strict=True):
        assert words in message


def test_folders_are_sorted_and_hidden_files_left(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    put(tmp_path / "b", "2.txt", "Two.")
    put(tmp_path, "c.txt", "Three.")
    put(tmp_path, "a.txt", "One.")
    put(tmp_path, ".DS_Store", b"\0\0")
    assert [article.text for article in read(tmp_path).articles] == ["One.", "Three.", "Two."]


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b'{"id": 5, "text": "Raids."}\nbroken\n'))
    monkeypatch.setattr(sys, "stdin", stream)
    reading = read("-")
    assert reading.articles[0].id == "5"
    assert "standard input, line 2" in messages(reading)[0]


def test_read_articles_gives_the_list_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(tmp_path, "bad.txt", b"")
    put(tmp_path, "good.txt", "Raids.")
    assert [article.text for article in read_articles(tmp_path)] == ["Raids."]
    assert "bad.txt" in caplog.text


@given(st.text(max_size=200))
def test_splitting_never_loses_text(text: str) -> None:
    try:
        fields, rest = split(text)
    except FrontMatterFault:
        assert text.startswith("---")
        return
    assert text.endswith(rest)
    assert fields == {} or rest != text


@given(st.text(max_size=30))
def test_days_are_iso_or_refused(text: str) -> None:
    try:
        day = day_of(text)
    except ValueError:
        return
    assert day is None or len(day) == 10
