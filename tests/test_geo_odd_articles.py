"""Odd and hostile texts through the whole way, from the file to the map: no crash, no row that no sentence supports."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import pipeline
from geo.cli import main
from geo.pipeline import Result
from geo.reading.article import Article
from geo.reading.articles import read

PROSE = "Rebels shelled the town of Salma on Monday, killing two civilians, officials said. "
NAMES = {
    "fr": ("French", "Les forces du régime ont bombardé la ville d'Alep et des villages dans le nord de la province."),
    "de": ("German", "Die Armee hat nach Angaben der Behörden in der Nacht die Stadt Aleppo und das Dorf beschossen."),
    "ar": ("Arabic", "قصفت الطائرات الحربية مدينة حلب وقتلت ثلاثة مدنيين يوم الثلاثاء بحسب المرصد السوري."),
    "ru": ("Russian", "Авиация нанесла удары по городу Алеппо, погибли трое мирных жителей, сообщили власти."),
    "zh": ("Chinese", "周二空袭袭击了阿勒颇市,造成三名平民死亡,官员们说。"),
    "es": ("Spanish", "El ejército bombardeó la ciudad de Alepo y las aldeas del norte, según dijeron los vecinos."),
}


def run(text: str) -> Result:
    """Run one text and hold every quote and mention against it."""
    result = pipeline.run([Article(id="a", text=text, published="2018-09-05")])
    for reports in result.incidents["reports"]:
        for report in reports:
            assert report["quote"] == text[report["quote_start"] : report["quote_end"]]
    for row in result.mentions.to_dict("records"):
        assert row["text"] == text[row["start"] : row["end"]]
    return result


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n\n", ".", "🙂🔥💥" * 500, "\x01\x02\x07\x1b[31m" * 50, "\u202e\u200b\ufeff\u2028" * 50, "\0" * 50,
     "\ufffd" * 100, "(" * 5000, '"' * 5000, "1 " * 3000, "a" * 100_000, "-- " * 3000, "the " * 5000],
)  # fmt: skip
def test_texts_that_tell_nothing_give_no_rows(text: str) -> None:
    result = run(text)
    assert len(result.incidents) == 0
    assert len(result.zones) == 0


def test_one_line_of_two_million_signs_is_read_in_part_and_said() -> None:
    piece = "The council of the town met and spoke of the budget of the year and of its schools. " * 40 + PROSE
    text = piece * (2_000_000 // len(piece))
    began = time.monotonic()
    result = run(text)
    assert len(result.incidents) > 0
    assert "incidents and places were read from the first" in str(result.refused[0])
    assert time.monotonic() - began < 60


def test_capitals_alone() -> None:
    result = run("REBELS SHELLED THE TOWN OF SALMA ON MONDAY, KILLING TWO CIVILIANS, OFFICIALS SAID.\n")
    assert len(result.incidents) <= 2


def test_a_machine_translated_text() -> None:
    text = (
        "The planes of war they bombarded the city Aleppo in day Tuesday and it killed of them three civilian, "
        "according what said the Observatory.\n\nAnd also the shelling of artillery it was on village north Hama.\n"
    )
    result = run(text)
    assert result.refused == ()


def test_mixed_scripts_keep_their_offsets() -> None:
    text = f"🙂 قصفت الطائرات — {PROSE.replace('civilians', 'civilians (مدنيين)')}😀"
    result = run(f"{text}\n\nМирные жители. {PROSE}\n")
    assert result.incidents["fatalities"].tolist()[:1] == [2]


def test_control_characters_inside_a_sentence() -> None:
    result = run(f"\x07{PROSE}\x1b[0m\n\n\u202e{PROSE}\u202c\n")
    assert len(result.incidents) >= 1


@pytest.mark.parametrize("code", sorted(NAMES))
def test_another_language_is_refused_by_its_name_and_its_places_are_listed(code: str) -> None:
    name, sentence = NAMES[code]
    result = run(f"{sentence} " * 3)
    assert f"written in {name}" in str(result.refused[0])
    assert len(result.incidents) == 0


def test_markup_and_formulas_stay_words_in_every_file(tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    head = f"---\nid: a\ntitle: '{evil}'\nsource: '=HYPERLINK(1)'\npublished: 2018-09-05\n---\n"
    (tmp_path / "a.txt").write_text(f"{head}{evil} {PROSE}\n")
    for name in ("map.html", "rows.csv", "rows.geojson", "rows.kml", "rows.jsonl", "rows.parquet", "rows.gpkg"):
        assert main(["extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / name)]) == 0
    page = (tmp_path / "map.html").read_text()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "=HYPERLINK" not in [cell[:10] for cell in (tmp_path / "rows.csv").read_text().split(",")]


def test_a_folder_of_odd_files_is_read_through(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(PROSE)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "program.txt").write_bytes(b"MZ\x90\0" + bytes(200))
    (tmp_path / "damaged.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "french.txt").write_text(NAMES["fr"][1] * 3)
    reading = read(tmp_path)
    assert len(reading.articles) == 2
    assert len(reading.refused) == 3
    assert main(["extract", str(tmp_path), "--out", str(tmp_path / "rows.jsonl")]) == 1
    assert len((tmp_path / "rows.jsonl").read_text().splitlines()) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from([PROSE, "\n\n", "🙂", "\x00", "ِ", "Aleppo", "12,345", "“", "—", "\u202e", "said", ". "]),
        max_size=12,
    )
)
def test_any_mixture_is_read_through(pieces: list[str]) -> None:
    run("".join(pieces))
