"""Who holds what: the wordings that tell it, those that do not, and hostile text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting.actors import find_actors
from geo.extracting.areas import share_of
from geo.extracting.control import find_zone_notes
from geo.extracting.dates import find_dates
from geo.extracting.model import ZoneNote
from geo.extracting.sentences import read
from geo.reading.article import Article


def notes(text: str, published: str | None = "2023-12-06") -> tuple[ZoneNote, ...]:
    doc = read(Article(id="a", text=text, published=published))
    found = find_zone_notes(doc, find_actors(doc), find_dates(doc))
    for note in found:
        assert note.text == text[note.start : note.end]
        assert note.area_text == text[note.area_start : note.area_end]
    return found


TOLD = [
    ("Houthi rebels control most of Hodeidah.", "Houthi forces", "holds", "most", "most of Hodeidah"),
    ("About 60 percent of the country is controlled by the Taliban.", "Taliban", "holds", "about 60 percent", None),
    ("Nearly two-thirds of the city are in rebel hands.", "Rebels", "holds", "nearly two-thirds", None),
    ("The town is under the control of M23 rebels.", "M23", "holds", None, "The town"),
    ("Gangs control 80 percent of Port-au-Prince.", "Gangs", "holds", "80 percent", None),
    ("Islamic State-held Mosul came under attack.", "Islamic State", "holds", None, "Mosul"),
    ("Shells hit the RSF-controlled city of Nyala.", "Rapid Support Forces", "holds", None, "city of Nyala"),
    ("Russian-occupied Zaporizhzhia lost power.", "Government of Russia", "holds", None, "Zaporizhzhia"),
    ("Donetsk, a stronghold of Islamic State, was shelled.", "Islamic State", "holds", None, "Donetsk"),
    ("It is the last rebel stronghold in Syria.", "Rebels", "holds", None, "stronghold in Syria"),
    ("Opposition-controlled parts of Aleppo were hit.", "Opposition", "holds", "parts", "parts of Aleppo"),
    ("Russian forces captured the eastern city of Bakhmut.", "Government of Russia", "took", None, None),
    ("Ukraine's army has retaken the town of Robotyne.", "Government of Ukraine", "took", None, "the town of Robotyne"),
    ("RSF fighters seized control of Nyala, a state capital.", "Rapid Support Forces", "took", None, "Nyala"),
    ("M23 rebels, backed by Rwanda, took over Goma.", "M23", "took", None, "Goma"),
    ("Russia annexed Crimea in 2014.", "Government of Russia", "took", None, "Crimea"),
    ("The port fell to Islamic State after a siege.", "Islamic State", "took", None, "The port"),
    ("Hezbollah fighters withdrew from the town of Qusayr.", "Hezbollah", "lost", None, "the town of Qusayr"),
    ("Islamic State lost the city of Sirte in 2016.", "Islamic State", "lost", None, "the city of Sirte"),
    ("Rebels were driven out of Daraa in July 2018.", "Rebels", "lost", None, "Daraa"),
    ("Israeli troops have encircled Gaza City.", None, "besieged", None, "Gaza City"),
    ("The city is besieged by Islamic State.", None, "besieged", None, "The city"),
    ("Residents of the besieged city of Mariupol waited.", None, "besieged", None, "city of Mariupol"),
    ("The army and the RSF are fighting for control of El Fasher.", None, "contested", None, "El Fasher"),
    ("The contested town of Menbij lies in the west.", None, "contested", None, "town of Menbij"),
    ("The UN designated Srebrenica a safe area.", None, "designated", None, "Srebrenica"),
]


@pytest.mark.parametrize(("text", "holder", "act", "share", "area"), TOLD)
def test_what_is_told(text: str, holder: str | None, act: str, share: str | None, area: str | None) -> None:
    (note,) = notes(text)
    assert (note.holder, note.act, note.share) == (holder, act, share)
    if area is not None:
        assert note.area_text == area


NOT_TOLD = [
    "The army failed to recapture Palmyra.",
    "Troops are trying to take the village of Kafr Nabl.",
    "Turkey wants to seize the border strip.",
    "Damascus was warned against launching a battle to retake Idlib.",
    "If the rebels take Homs, the road to Damascus opens.",
    "The rebels do not control the airport.",
    "The militants could capture the city.",
    "Does the army control Khartoum?",
    "The Taliban hold talks with the government in Doha.",
    "France holds elections in May.",
    "The president holds a degree from Harvard University.",
    "Police seized weapons and captured 20 militants in Kano.",
    "Mali's army captured a jihadist leader in Gao.",
    "The rebels took 12 soldiers hostage in Bouar.",
    "Troops took part in an exercise near Kaliningrad.",
    "The army recaptured the state radio building in Omdurman.",
    "He was taken by soldiers from his home in Goma.",
    "The former rebel bastion of Daraya is empty.",
    "Boko Haram once controlled an area in the north.",
    "It was the first time that the rebels had held the city.",
    "The rebels once held the city.",
]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_not_told(text: str) -> None:
    assert notes(text) == ()


def test_the_named_holder_of_a_phrase_and_the_backers_of_another() -> None:
    first, second = notes(
        "More than half of Idlib is controlled by jihadis from Syria's former al-Qaeda affiliate, "
        "Hayat Tahrir al-Sham (HTS), while much of the rest is held by rebels backed by Turkey."
    )
    assert (first.holder, first.share, first.generic) == ("Hayat Tahrir al-Sham", "more than half", False)
    assert (second.holder, second.share) == ("Turkish-backed rebels", "much of the rest")


def test_the_regime_is_that_of_the_country_the_text_is_about() -> None:
    text = "Syria's regime bombed Idlib. The regime holds a small southeastern sliver. Its army hit regime-held areas."
    assert [note.holder for note in notes(text)] == ["Government of Syria"] * 2
    assert notes(text)[0].share == "small sliver"


def test_designated_by_several_with_the_year() -> None:
    (note,) = notes(
        "Turkey, Russia and Iran last year designated Idlib a “de-escalation zone,” but it failed.", "2018-09-05"
    )
    assert note.others == ("Government of Turkey", "Government of Russia", "Government of Iran")
    assert (note.label, note.since, note.area_text) == ("de-escalation zone", "2017-12-31", "Idlib")


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("Russian forces captured Bakhmut on Saturday.", "2023-12-02"),
        ("Islamic State seized Palmyra in May 2015.", "2015-05-31"),
        ("Houthi rebels have controlled Sanaa since 2014.", "2014-01-01"),
        ("The Taliban control Kabul.", None),
        ("The regime has retaken Homs since Russia intervened in 2015.", None),
    ],
)
def test_since_when(text: str, since: str | None) -> None:
    assert [note.since for note in notes(text)] == [since]


def test_a_claim_of_ones_own_is_marked() -> None:
    assert [note.claimed for note in notes("Wagner claimed it had taken full control of Soledar.")] == [True]
    assert [note.claimed for note in notes("Wagner mercenaries claim to have captured Soledar.")] == [True]


def test_the_group_is_the_one_named_before() -> None:
    _, second = notes("Boko Haram controls Gwoza. The group also controls the town of Bama.")
    assert second.holder == "Boko Haram"


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("more than half of x", "more than half"),
        ("about 60 percent of x", "about 60 percent"),
        ("60 % of x", "60%"),
        ("a third of x", "a third"),
        ("most of x", "most"),
        ("large swathes of x", "large swathes"),
        ("a small southeastern sliver", "small sliver"),
        ("the town of x", None),
        ("", None),
    ],
)
def test_shares(words: str, share: str | None) -> None:
    assert share_of(words.split()) == share


WORDS = st.sampled_from(
    "rebels HTS the regime holds controls captured is controlled by besieged most of half Idlib city town and , . - 's "
    "-held rebel-held stronghold in under hands designated a de-escalation zone which it said to lost withdrew".split()
)


@given(st.lists(WORDS | st.text(max_size=5), max_size=25))
def test_any_text_comes_through(words: list[str]) -> None:
    notes(" ".join(words), None)


def test_no_text() -> None:
    assert notes("") == ()
