"""The embedded gazetteer: the places of the sample articles, look-ups by context, outlines, start and size."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer import BadGazetteerFile, BadRequest, PlaceNotFound
from gazetteer.files import data_path
from gazetteer.index import Shard
from gazetteer.merging import distance_km

GAZ = gazetteer.load(user=False)

# Coordinates checked against a second source (GeoNames, OCHA).
TOWNS = [
    ("Jisr al-Shughur", 36.31983, 35.81418),
    ("Mahambal", 36.468872, 35.784119),
    ("Al-Tamana", 36.746521, 35.4599),
    ("Latakia", 35.79011, 35.53168),
    ("Douma", 36.4027, 33.57175),
    ("Aleppo", 37.16117, 36.20124),
    ("Damascus", 36.29128, 33.5102),
    ("Khan Sheikhoun", 36.650513, 35.443726),
    ("Saraqeb", 36.80591, 35.86447),
    ("Kafranbel", 36.56449, 35.61376),
    ("Salqeen", 36.45244, 36.13865),
]


@pytest.mark.parametrize(("name", "lon", "lat"), TOWNS)
def test_towns_lie_where_they_are(name: str, lon: float, lat: float) -> None:
    towns = [m.place for m in GAZ.lookup(name, country="SY") if m.place and m.place.kind not in ("admin1", "region")]
    assert distance_km(towns[0].lon, towns[0].lat, lon, lat) <= 1


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Syria", "country", "SY"),
        ("Turkey", "country", "TR"),
        ("Idlib Governorate", "admin1", "SY"),
        ("Kherson Oblast", "admin1", "UA"),
        ("Eastern Ghouta", "region", "SY"),
        ("Donbas", "region", "UA"),
        ("M5", "road", "SY"),
        ("Hmeimim air base", "base", "SY"),
        ("Zaatari", "camp", "JO"),
        ("Mediterranean", "sea", None),
        ("Africa", "continent", None),
        ("Scotland", "admin1", "GB"),
        ("Côte d'Ivoire", "country", "CI"),
        ("Burma", "country", "MM"),
    ],
)
def test_places_of_every_kind(name: str, kind: str, country: str | None) -> None:
    place = GAZ.lookup(name)[0].place
    assert place is not None
    assert (place.kind, place.country) == (kind, country)


def test_context_decides() -> None:
    def where(name: str, **context: object) -> str | None:
        place = GAZ.lookup(name, **context)[0].place  # type: ignore[arg-type]
        return place.admin1 if place else None

    assert where("Springfield", country="US", admin1="Illinois") == "Illinois"
    assert where("Moscow", country="US") == "Idaho"
    assert where("Springfield", country="US", near=(-93.3, 37.2)) == "Missouri"


def test_arabic_script_is_answered() -> None:
    place = GAZ.lookup("جسر الشغور", country="SY")[0].place
    assert place is not None
    assert place.place_id == "geonames:169023"


def test_every_answer_has_reasons_and_a_score() -> None:
    matches = GAZ.lookup("Homs")
    assert all(0 <= m.score <= 1 and m.reasons for m in matches)
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)


@pytest.mark.parametrize("name", ["", "   ", "💥", "\x00", "' OR 1=1 --", "\u202eIdlib", "%", "_"])
def test_strange_names_are_answered(name: str) -> None:
    assert isinstance(GAZ.lookup(name), list)


def test_a_name_too_long_is_refused_in_words() -> None:
    with pytest.raises(BadRequest, match="10,000 characters"):
        GAZ.lookup("a" * 10_000)
    with pytest.raises(BadRequest, match="no country is called 'Atlantis'"):
        GAZ.lookup("Idlib", country="Atlantis")


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_any_name_is_answered(name: str) -> None:
    for match in GAZ.lookup(name, country="SY"):
        assert match.place is not None


def test_an_unknown_id_is_not_found() -> None:
    with pytest.raises(PlaceNotFound):
        GAZ.place("geonames:1")
    assert GAZ.place("geonames:169023").name.startswith("Jisr")


def test_outlines_and_what_covers_a_point() -> None:
    country, unit = GAZ.covering(lon=36.63, lat=35.93)
    assert country is not None
    assert unit is not None
    assert (country.country, unit.name) == ("SY", "Idlib")
    assert GAZ.covering(lon=-30, lat=0) == (None, None)
    outline = GAZ.outline(unit.place_id)
    assert outline is not None
    assert outline.is_valid
    assert 0.4 < outline.area < 0.8
    assert GAZ.outline("geonames:169023") is None


def test_every_country_is_there_with_its_outline() -> None:
    ids = list(GAZ.outlines("country", (35, 32, 43, 38)))
    assert {"SY", "TR", "IQ", "LB", "JO"} <= {place.country for place, _ in ids}
    assert len(list(GAZ.shapes.ids("country"))) > 230


def test_the_first_answer_in_a_new_process_takes_little_memory() -> None:
    code = (
        "import gazetteer, resource, pathlib\n"
        "gazetteer.load(user=False).lookup('Idlib')\n"
        "told = pathlib.Path('/proc/self/status')\n"  # on Linux ru_maxrss starts with the parent's peak
        "high = told.read_text().partition('VmHWM:')[2].split()[0] if told.exists() else "
        "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(int(high) / 1024)"
    )
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert float(done.stdout) < 150


def test_a_damaged_shard_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "gazetteer"
    shutil.copytree(data_path("gazetteer"), folder)
    blob = bytearray((folder / "text.bin").read_bytes())
    blob[1000] ^= 1
    (folder / "text.bin").write_bytes(bytes(blob))
    with pytest.raises(BadGazetteerFile, match=r"text\.bin"):
        Shard(folder)
    (folder / "text.bin").unlink()
    with pytest.raises(BadGazetteerFile, match=r"text\.bin"):
        Shard(folder)


def test_the_manifest_knows_every_shipped_file() -> None:
    manifest = json.loads(data_path("manifest.json").read_text(encoding="utf-8"))
    assert all(source["licence"] and source["vintage"] and source["sha256"] for source in manifest["sources"])
    listed = {file["path"] for file in manifest["files"]}
    data = data_path("manifest.json").parent
    shipped = {
        path.relative_to(data).as_posix()
        for name in ("gazetteer", "boundaries", "corrections")
        for path in (data / name).rglob("*")
        if path.is_file()
    }
    assert shipped <= listed
