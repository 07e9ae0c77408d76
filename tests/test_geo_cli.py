"""The command line as scripts call it: exit statuses, data on standard output, words on standard error."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from geo.cli import filters, main
from geo.cli.group import COMMANDS
from geo.errors import QueryError
from geo.exchanging import writers
from geo.table.query import Query
from geo.table.schema import INCIDENTS, LAYERS, MODALITIES, layer_of

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "articles"
ARTICLE = (
    "Air strikes hit the town of Jisr al-Shughur in Idlib province on Tuesday, killing at least 13 civilians, "
    "the Syrian Observatory for Human Rights said."
)


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "geo.cli", *arguments], input=given, capture_output=True, check=False, cwd=ROOT
    )


def article(folder: Path, name: str = "a.txt", text: str = ARTICLE) -> Path:
    path = folder / name
    path.write_text(f"---\nid: {name}\npublished: 2018-09-05\n---\n{text}\n", encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*filter(None, [command]), "--help"]) == 0
    assert "Example: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fly"], "No such command"),
        (["map", "--since", "2018-02-31"], "does not exist"),
        (["map", "--since", "2018-09-06", "--until", "2018-09-04"], "swap the two"),
        (["map", "--grade", "sure"], "confirmed"),
        (["map", "--type", "air strikes"], "did you mean 'Air/drone strike'"),
        (["map", "--country", "Atlantis"], "ISO code"),
        (["map", "--near", "36,35"], "LON,LAT,KM"),
        (["map", "--near", "36,135,5"], "longitude comes first"),
        (["map", "--polygon", "36,35 37"], "LON,LAT"),
        (["map", "--query", "{}", "--text", "x"], "leave the other filters out"),
        (["map", "--query", '{"grade": []}'], "did you mean 'grades'"),
        (["extract", "x.txt"], "--out"),
        (["extract", "x.txt", "--out", "x.docx"], "the ending .docx is unknown"),
        (["geocode"], "either NAMEs or --batch"),
        (["geocode", "Idlib", "--batch", "-"], "either NAMEs or --batch"),
        (["geocode", "Idlib", "--near", "x"], "LON,LAT"),
        (["geocode", "Idlib", "--country", "Atlantis"], "no country is called"),
        (["import", "none.csv", "--from", "gdelt", "--out", "x.csv"], "gdelt"),
    ],
)
def test_a_wrong_call_is_told_and_ends_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
    assert "Traceback" not in told.err


def test_extract_writes_every_modality_and_names_what_it_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article(tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(tmp_path), "--out", str(out)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "empty.txt: the file is empty" in told.err
    found = rows(out)
    assert found
    for row in found:
        assert list(row) == [column.name for column in INCIDENTS]
        for report in row["reports"]:
            assert (ARTICLE + "\n")[report["quote_start"] : report["quote_end"]] == report["quote"]


def test_extract_of_good_articles_alone_ends_with_0_and_keeps_text_order(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(SAMPLES), "--out", str(out)]) == 0
    places = [(row["reports"][0]["article_id"], row["reports"][0]["trigger_start"]) for row in rows(out)]
    assert len(places) > 10
    assert {row["modality"] for row in rows(out)} > {"occurred"}
    firsts = [min((report["article_id"], report["trigger_start"]) for report in row["reports"]) for row in rows(out)]
    assert firsts == sorted(firsts)


def test_the_same_articles_give_the_same_bytes(tmp_path: Path) -> None:
    article(tmp_path)
    for name in ("one.jsonl", "two.jsonl"):
        assert main(["extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_when_every_article_is_refused_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(tmp_path / "none"), "--out", str(out)]) == 1
    assert not out.exists()


def test_map_without_articles_draws_the_samples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "map.html"
    assert main(["map", "--out", str(out), "--since", "2018-09-01"]) == 0
    text = out.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert len(text) < 1_500_000
    told = capsys.readouterr()
    assert told.out == ""
    assert "no ARTICLES given" in told.err
    assert "incidents" in told.err


def test_a_name_that_no_incident_has_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    assert main(["extract", str(article(tmp_path)), "--out", str(out), "--actor", "Nobody At All"]) == 0
    assert "no incident has --actor 'Nobody At All'" in capsys.readouterr().err


def test_geoparse_reads_json_lines_and_answers_in_order() -> None:
    given = "\n".join(
        [
            json.dumps({"id": "b", "text": "Shells fell on إدلب and on Jisr al-Shughur."}, ensure_ascii=False),
            '{"id": "broken"',
            json.dumps({"text": ""}),
            json.dumps({"id": 7, "text": "No place is named here."}),
            json.dumps({"id": "a", "text": "Raids\u2028on Damascus."}, ensure_ascii=False),
        ]
    )
    done = run("geoparse", "-", given=given.encode())
    assert done.returncode == 1
    assert "standard input, line 2: this is no valid JSON" in done.stderr.decode()
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "e3b0c44298fc1c14", "7", "a"]
    places = answers[0]["places"]
    assert "Jisr al-Shughur" in [place["text"] for place in places]
    for place in places:
        assert list(place) == [
            *("start", "end", "text", "name", "place_id", "lon", "lat", "kind", "use", "country", "admin1"),
            *("uncertainty_km", "score", "reasons", "candidates"),
        ]
    assert "Jisr al-Shughur" in done.stdout.decode()
    assert answers[3]["places"][0]["text"] == "Damascus"


def test_geoparse_takes_any_other_file_as_one_document(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    article(tmp_path, "a.log", "Raids on Damascus.")
    assert main(["geoparse", str(tmp_path / "a.log")]) == 0
    (line,) = capfdbinary.readouterr().out.decode().splitlines()
    answer = json.loads(line)
    assert answer["id"] == "a.log"
    assert [place["text"] for place in answer["places"]] == ["Damascus"]


def test_geocode_answers_each_name_on_a_line(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["geocode", "Jisr al-Shughur", "Xyzzyplugh", "--country", "Syria"]) == 0
    found, nothing = (json.loads(line) for line in capfdbinary.readouterr().out.decode().splitlines())
    best = found["candidates"][0]
    assert (best["country"], round(best["lon"], 1), round(best["lat"], 1)) == ("SY", 36.3, 35.8)
    assert list(best) == [
        *("name", "place_id", "lon", "lat", "kind", "country", "admin1", "population", "score", "reasons")
    ]
    assert nothing == {"name": "Xyzzyplugh", "candidates": []}


def test_geocode_batch_names_bad_lines_and_answers_the_others() -> None:
    given = b'{"name": "Aleppo", "country": "SY"}\nbroken\n{"name": "Paris", "near": "2.3,48.8"}\n{"name": 5}\n'
    done = run("geocode", "--batch", "-", given=given)
    assert done.returncode == 1
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["name"] for answer in answers] == ["Aleppo", "Paris"]
    assert answers[1]["candidates"][0]["country"] == "FR"
    told = done.stderr.decode()
    assert "line 2" in told
    assert "line 4" in told


def test_explain_tells_sentence_by_sentence(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["explain", str(article(tmp_path))]) == 0
    told = capfdbinary.readouterr().out.decode()
    assert "Jisr al-Shughur" in told
    assert "[rule " in told


def test_import_there_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "one.jsonl", tmp_path / "two.parquet"
    assert main(["extract", str(article(tmp_path)), "--out", str(first)]) == 0
    assert main(["import", str(first), "--from", "dateline", "--out", str(second)]) == 0
    assert main(["import", str(second), "--from", "dateline", "--out", str(tmp_path / "three.jsonl")]) == 0
    assert (tmp_path / "three.jsonl").read_bytes() == first.read_bytes()
    assert main(["import", str(second), "--from", "dateline", "--out", str(tmp_path / "map.html")]) == 0
    assert "rejected" in capsys.readouterr().err


def test_a_table_that_is_not_there_is_a_refused_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "none.csv", "--from", "acled", "--out", "x.csv"]) == 1
    assert "none.csv: there is no such file" in capsys.readouterr().err


def test_own_zones_hold_incidents_by_their_days(tmp_path: Path) -> None:
    area = {"type": "Polygon", "coordinates": [[[36, 35], [38, 35], [38, 37], [36, 37], [36, 35]]]}
    told = {"holder": "HTS", "date": "2018-09-01", "until": "2018-09-04", "source": "me", "id": "mine"}
    features = [{"type": "Feature", "geometry": area, "properties": told}, {"type": "Feature", "properties": {}}]
    zones, out = tmp_path / "z.geojson", tmp_path / "rows.jsonl"
    zones.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    text = "Rebels shelled the city of Aleppo on {}, killing three civilians, officials said.\n"
    for name, day in (("before", "Sunday"), ("after", "Tuesday")):
        head = f"---\nid: {name}\npublished: 2018-09-05\n---\n"
        (tmp_path / f"{name}.txt").write_text(head + text.format(day))
    files = [str(tmp_path / "before.txt"), str(tmp_path / "after.txt")]
    assert main(["extract", *files, "--out", str(out), "--zones", str(zones)]) == 1  # one zone was rejected
    joined = [json.loads(line)["zone_id"] for line in out.read_text().splitlines()]
    assert joined == ["mine", None]
    assert main(["map", *files, "--out", str(tmp_path / "map.html"), "--zones", str(zones)]) == 1
    assert '"imported"' in (tmp_path / "map.html").read_text()
    assert main(["map", *files, "--out", str(out), "--zones", str(tmp_path / "none.geojson")]) == 2


def test_import_of_zones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    area = {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 35]]]}
    features = [
        {"type": "Feature", "geometry": area, "properties": {"holder": "HTS", "date": "2018-09-01", "source": "me"}},
        {"type": "Feature", "geometry": area, "properties": {"holder": "HTS"}},
    ]
    (tmp_path / "z.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    out = tmp_path / "out.gpkg"
    assert main(["import", str(tmp_path / "z.geojson"), "--from", "zones", "--out", str(out)]) == 1
    assert "feature 2: it has no date" in capsys.readouterr().err
    assert out.exists()


def test_gazetteer_info_lists_the_sources(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["gazetteer", "info"]) == 0
    assert "GeoNames" in capfdbinary.readouterr().out.decode()


def test_a_table_of_ones_own_is_added_found_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path / "own"))
    table = tmp_path / "villages.csv"
    table.write_text("place,x,y\nQalb Thawr,36.5,35.5\n", encoding="utf-8")
    columns = ("--column", "name=place", "--column", "lon=x", "--column", "lat=y")
    assert main(["gazetteer", "add", str(table), "--country", "Syria", *columns]) == 0
    assert main(["geocode", "Qalb Thawr"]) == 0
    assert json.loads(capfd.readouterr().out)["candidates"][0]["lon"] == 36.5
    assert main(["gazetteer", "remove", "villages"]) == 0
    assert main(["geocode", "Qalb Thawr"]) == 0
    assert json.loads(capfd.readouterr().out)["candidates"] == []
    assert main(["gazetteer", "remove", "villages"]) == 2
    assert "no shard of yours" in capfd.readouterr().err


def test_a_table_without_positions_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path / "own"))
    table = tmp_path / "a.csv"
    table.write_text("place\nX\n")
    done = run("gazetteer", "add", str(table))
    assert done.returncode == 2
    assert "expected columns for lon, lat" in done.stderr.decode()
    assert main(["gazetteer", "add", str(table), "--column", "lat"]) == 2
    assert main(["gazetteer", "add", str(table.rename(tmp_path / "a.dat"))]) == 2


def test_a_fault_of_our_own_ends_with_70(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_path: Path, _known: object = None) -> str:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(writers, "ending_of", broken)
    assert main(["extract", str(SAMPLES), "--out", "x.csv"]) == 70
    assert "internal error: RuntimeError: out of luck" in capsys.readouterr().err


def test_an_interrupt_ends_with_130() -> None:
    command = [sys.executable, "-m", "geo.cli", "geoparse", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"text": "Aleppo"}\n')
        process.stdin.flush()
        answer = process.stdout.readline()  # it comes at once, before the input ends
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert b"Aleppo" in answer, told.decode()
    assert process.returncode == 130
    assert b"Traceback" not in told


def test_a_closed_pipe_is_no_fault() -> None:
    lines = (json.dumps({"id": str(n), "text": "Raids on Aleppo and Damascus."}) + "\n" for n in range(3000))
    command = f"{sys.executable} -m geo.cli geoparse - | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], input="".join(lines), capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_geoparse_starts_without_data_frames() -> None:
    code = (
        "import sys; from geo.cli import main; main(['geocode', 'Aleppo']);"
        "heavy = ('pandas', 'geopandas', 'folium', 'rich', 'streamlit');"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr.strip() == "[]"


def test_output_is_utf8_whatever_the_terminal_says() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "geo.cli", "geocode", "إدلب"], capture_output=True, check=True, cwd=ROOT, env=environment
    )
    assert "إدلب" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("options", "layers"),
    [
        ({}, ("incidents",)),
        ({"modalities": ("occurred",)}, ("incidents",)),
        ({"modalities": ("planned",)}, ("incidents", "prospective", "statements")),
        ({"types": ("Diplomacy",)}, ("incidents", "statements")),
        ({"types": ("Battles",), "modalities": ("threatened",)}, ("incidents", "prospective")),
        ({"layers": ("background",)}, ("background",)),
        ({"layers": ("background",), "modalities": ("planned",)}, ("background",)),
        ({"layers": ("all",)}, ()),
    ],
)
def test_a_filter_opens_the_layers_that_hold_what_it_asks_for(options: dict[str, Any], layers: tuple[str, ...]) -> None:
    assert filters.query_of(options, Query()).layers == layers
    assert filters.query_of(options, Query(layers=())).layers == (layers if "layers" in options else ())


def test_filters_make_the_query() -> None:
    query = filters.query_of(
        {
            "since": "2018-09-04",
            "until": "2018-09-06",
            "dated": True,
            "types": ("battles", "air/drone strike"),
            "countries": ("Syria", "iq"),
            "precisions": ("1", "0"),
            "polygon": "36,35 37,35 37,36",
            "text": "idlib",
        },
        Query(),
    )
    assert query.types == ("Battles", "Air/drone strike")
    assert query.countries == ("SY", "IQ")
    assert query.precisions == (1, 0)
    assert query.polygon == ((36.0, 35.0), (37.0, 35.0), (37.0, 36.0))
    assert (query.since, query.until, query.undated, query.text) == ("2018-09-04", "2018-09-06", False, "idlib")
    assert filters.query_of({"whole": query.to_json()}, Query()) == query


def test_wrong_filters_are_named() -> None:
    with pytest.raises(QueryError, match="does not exist"):
        filters.query_of({"since": "2018-02-31"}, Query())


def test_a_wrong_type_is_told_with_the_nearest() -> None:
    with pytest.raises(click.UsageError, match="did you mean"):
        filters.query_of({"types": ("Battle",)}, Query())


def test_every_field_of_the_query_has_its_option() -> None:
    @filters.filters
    def command() -> None: ...

    params = {option.name for option in vars(command)["__click_params__"]}
    assert {"dated" if name == "undated" else name for name in Query.__dataclass_fields__} <= params
    assert set(LAYERS) == {
        layer_of(event, mode, background=recalled)
        for event in ("Battles", "Diplomacy")
        for mode in MODALITIES
        for recalled in (True, False)
    }


def test_what_is_held_back_is_held_back_and_said(tmp_path: Path) -> None:
    out = tmp_path / "x.jsonl"
    options = ["--sensitive-places", "hidden", "--withhold-names", "--reviewed-only"]
    assert main(["extract", str(SAMPLES), "--out", str(out), *options]) == 0
    facts = json.loads((tmp_path / "x.jsonl-metadata.json").read_text("utf-8"))
    assert facts["withheld"].endswith("names of private people withheld")
    assert facts["query"]["reviews"] == ["accepted", "edited"]
    assert out.read_text("utf-8") == ""
    page = tmp_path / "x.html"
    assert main(["map", str(SAMPLES), "--out", str(page), "--withhold-names"]) == 0
    text = page.read_text("utf-8")
    assert "Qadur" not in text
    assert "[name withheld]" in text
