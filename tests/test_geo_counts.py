"""How many: what is counted, how, and what must never be added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting.counts import find_counts
from geo.extracting.model import CountMention
from geo.extracting.sentences import read
from geo.reading.article import Article


def counts_of(text: str) -> tuple[CountMention, ...]:
    return find_counts(read(Article(id="a", text=text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Raids killed at least 13 civilians.", [("killed", 13, "civilians")]),
        ("A farmer was killed and two others were hurt.", [("killed", 1, "people"), ("injured", 2, "people")]),
        ("Three people died in the blast.", [("killed", 3, "people")]),
        ("The attack left five dead and 20 wounded.", [("killed", 5, "people"), ("injured", 20, "people")]),
        ("The death toll rose to 40.", [("killed", 40, "people")]),
        ("Gunmen killed one and injured two.", [("killed", 1, "people"), ("injured", 2, "people")]),
        ("He mourned the death of three people.", [("killed", 3, "people")]),
        ("THE MURDER OF SIX JESUITS SHOCKED THE CITY.", [("killed", 6, "people")]),
        ("They killed him at dawn.", [("killed", 1, "people")]),
        ("Five civilians and three soldiers were killed.", [("killed", 5, "civilians"), ("killed", 3, "fighters")]),
        ("Police arrested seven people.", [("detained", 7, "people")]),
        ("Militants abducted five villagers.", [("detained", 5, "people")]),
        ("Fighting drove some 15,000 people from their homes.", [("displaced", 15000, "people")]),
        ("Kiev said three of its soldiers had been killed.", [("killed", 3, "fighters")]),
        ("Twenty-two fighters were killed.", [("killed", 22, "fighters")]),
        ("Two gunmen killed ten people.", [("killed", 10, "people")]),
        ("Blast kills 14, injures 20", [("killed", 14, "people"), ("injured", 20, "people")]),
        ("14 dead, 20 hurt in blast", [("killed", 14, "people"), ("injured", 20, "people")]),
        ("The toll from the blast has risen from 30 to at least 40.", [("killed", 40, "people")]),
        ("The bombing claimed the lives of five soldiers.", [("killed", 5, "fighters")]),
        ("Fourteen people lost their lives.", [("killed", 14, "people")]),
        ("A 25-year-old man was shot dead.", [("killed", 1, "people")]),
        ("Both men were killed.", [("killed", 2, "people")]),
        ("One of the attackers was killed.", [("killed", 1, "fighters")]),
        ("Thirty people were taken to hospital.", [("injured", 30, "people")]),
        ("One was killed and another injured.", [("killed", 1, "people"), ("injured", 1, "people")]),
        ("Troops detained 12 Palestinians.", [("detained", 12, "people")]),
        ("They took 11 people hostage.", [("detained", 11, "people")]),
        ("Twelve soldiers are missing.", [("missing", 12, "fighters")]),
        ("Mines killed or wounded 26 civilians.", [("affected", 26, "civilians")]),
        ("Turkey sent 300 soldiers to the border.", [("troops", 300, "fighters")]),
        ("Some 4,000 people crossed the border.", [("displaced", 4000, "people")]),
        ("A drone strike in 2017 killed 20.", [("killed", 20, "people")]),
        ("A bomb hurt six people, an official said.", [("injured", 6, "people")]),
        ("A grenade injured one on Dec. 29.", [("injured", 1, "people")]),
        ("She was injured in the massacre and 18 are missing.", [("missing", 18, "people")]),
    ],
)
def test_event_counts(text: str, expected: list[tuple[str, int, str]]) -> None:
    found = counts_of(text)
    assert [(c.what, c.best, c.unit) for c in found] == expected
    assert all(c.kind == "event" and c.part_of is None for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "No casualties were reported and nobody was hurt.",
        "Seven rockets were fired from 30 km away.",
        "The 23-year-old was killed.",
        "They fired 40 shells in three hours.",
        "Ten villages were taken.",
        "Nobody was killed and no one was hurt.",
        "Russia expelled three diplomats.",
        "It was one of the worst raids and killed the deal.",
        "In 2016, raids went on.",
    ],
)
def test_no_count_of_people(text: str) -> None:
    assert [c for c in counts_of(text) if not c.text.lower().startswith("the")] == []


def test_a_part_is_not_a_sum() -> None:
    whole, part = counts_of("Raids killed at least 13 civilians, including six children.")
    assert (whole.best, whole.low, whole.high, whole.qualifier) == (13, 13, None, "at least")
    assert (part.best, part.unit, part.part_of) == (6, "children", whole.start)


@pytest.mark.parametrize(
    "text",
    [
        "Five people, including two children, were killed.",
        "Five people, two of them children, were killed.",
        "Five people were killed, two of them children.",
        "Five people - two children and three women - were killed.",
        "Five people died. Two of the dead were children.",
        "Five people died. Among the dead were two children.",
    ],
)
def test_parts_in_many_words(text: str) -> None:
    found = [c for c in counts_of(text) if c.what == "killed"]
    assert [(c.best, c.part_of is None) for c in found][:2] == [(5, True), (2, False)]
    assert found[1].unit == "children"


def test_a_list_is_joined_and_may_be_added_up() -> None:
    found = counts_of("Gunmen killed a priest, two nuns and a driver.")
    assert [c.best for c in found] == [1, 2, 1]
    assert {c.joined for c in found} == {found[0].start}


def test_a_list_may_hold_the_family() -> None:
    assert [c.best for c in counts_of("A man, his wife and two children were killed.")] == [1, 1, 2]


def test_one_group_told_in_families_and_people() -> None:
    families, people = counts_of("About 180 families, or about 1,000 people, had fled.")
    assert (families.what, families.best, families.unit) == ("displaced", 180, "families")
    assert (people.what, people.best, people.unit) == ("displaced", 1000, "people")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The war has already killed more than 350,000 people.", "cumulative"),
        ("More than 4,000 people have been killed since 2011.", "cumulative"),
        ("An assault could displace 800,000 people.", "forecast"),
        ("Aid groups fear the attack would kill thousands of people.", "forecast"),
        ("Nearly 3 million people live in the province.", "stock"),
        ("Turkey hosts three million Syrian refugees.", "stock"),
        ("The militants threatened to kill 12 hostages.", "forecast"),
        ("The U.N. fears 800,000 people could be displaced.", "forecast"),
        ("About 2,500 civilians were killed in the first half of the year.", "cumulative"),
        ("Fear spread as five people were killed.", "event"),
        ("Five people may have been killed.", "event"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert [c.kind for c in counts_of(text)] == [kind]


def test_vague_numbers_keep_a_floor_and_no_best() -> None:
    (found,) = counts_of("Dozens were wounded.")
    assert (found.low, found.best, found.high) == (24, None, None)


@given(st.text(max_size=300))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    for found in counts_of(text):
        assert found.text == text[found.start : found.end]


@given(
    st.lists(
        st.sampled_from("killed 13 people , and six children including wounded two were by the a of".split()),
        max_size=25,
    )
)
def test_any_words_are_read(words: list[str]) -> None:
    for found in counts_of(" ".join(words)):
        assert found.low is None or found.best is None or found.low <= found.best


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The state will investigate the attack that killed 10 trade union members.", "event"),
        ("They will attend the talks after the assassination of 10 leaders.", "event"),
        ("The commission may investigate the murder of six Jesuits.", "event"),
        ("He referred to the murder of six Jesuits.", "event"),
        ("It is feared that the blast killed 20 people.", "forecast"),
        ("Doctors said seven people had died and that the number could rise.", "event"),
        ("They warned that 30 people could die.", "forecast"),
        ("They threatened to kill 12 hostages.", "forecast"),
        ("Gunmen killed 12 people in the deadliest attack since 2014.", "event"),
        ("Clashes have killed 300 people since 2014.", "cumulative"),
        ("An attack on the town could kill 30,000 civilians.", "forecast"),
        ("A bomb killed 12 people, bringing to 300 the number killed since January.", "event"),
    ],
)
def test_a_fact_behind_a_modal_is_no_forecast(text: str, kind: str) -> None:
    assert counts_of(text)[0].kind == kind
