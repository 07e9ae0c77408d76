"""Names as they are compared: total, idempotent, one form for every spelling of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.names import normalize, useful
from gazetteer.skeletons import folded, skeleton
from gazetteer.spellings import near_keys, spellings, variants


@given(st.text())
def test_normalizing_twice_changes_nothing(name: str) -> None:
    once = normalize(name)
    assert normalize(once) == once


@given(st.text())
def test_keys_are_total(name: str) -> None:
    assert isinstance(skeleton(name), str)
    assert isinstance(folded(name), str)
    assert all(spelling.text for spelling in spellings(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ma’arrat al‐Nuʿmān", "Maarrat al Numan"),
        ("ST. PETERSBURG", "St Petersburg"),
        ("Kyïv", "kyiv"),
        ("إدلب", "ادلب"),
        ("Łódź", "lodz"),
        ("  New\u00a0York ", "new york"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert normalize(one) == normalize(other)


@pytest.mark.parametrize(
    "names",
    [
        ("Jisr al-Shughur", "Jisr ash-Shughour", "Jisr-Ash-Shugur", "جسر الشغور"),
        ("Khan Shaykhun", "Khan Sheikhoun", "خان شيخون"),
        ("Qaboun", "Kabun", "Al-Qabun"),
        ("Elhisan", "Al Hissan"),
        ("Eastern Ghariyah", "Ghariyat al-Sharqiyah", "الغارية الشرقية"),
        ("Deir ez-Zor", "Dayr az Zawr", "دير الزور"),
    ],
)
def test_romanisations_share_a_skeleton(names: tuple[str, ...]) -> None:
    keys = {skeleton(name).removesuffix("t") for name in names}
    first = skeleton(names[0])
    assert len(keys) == 1 or all(key == first or key in set(near_keys(first)) for key in keys), keys


def test_different_names_keep_different_skeletons() -> None:
    assert len({skeleton(name) for name in ("Homs", "Hama", "Aleppo", "Idlib", "Daraa", "Raqqa")}) == 6


def test_a_qualifier_alone_is_still_a_name() -> None:
    assert skeleton("Eastern")
    assert skeleton("Al")


@given(st.text(alphabet="bdfgklmnrst", min_size=2, max_size=8))
def test_near_keys_are_one_edit_away_and_none_is_the_key(key: str) -> None:
    assert key not in set(near_keys(key))
    assert all(abs(len(other) - len(key)) <= 1 for other in near_keys(key))


def test_official_names_are_taken_apart() -> None:
    assert variants("Hosniyeh - Hsajek") == ("Hosniyeh", "Hsajek")
    assert variants("Sabha (Khasham)") == ("Sabha",)


def test_transliterations_by_machine_are_no_names() -> None:
    assert not useful("yi de li bo")
    assert useful("إدلب")
