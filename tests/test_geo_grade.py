"""Grades go by independent origins: who is quoted and whose copy it is, not how many outlets."""

from __future__ import annotations

from linking_kit import actor, draft, event, said

from geo.linking.grade import accepts, grade, origin_of


def test_one_origin_is_weak_and_says_whose() -> None:
    assert grade([draft(attribution=said("SOHR"))]) == ("weak", "one origin: SOHR")
    assert grade([draft("a", outlet="AFP")]) == ("weak", "one origin: AFP")


def test_two_outlets_that_quote_one_monitor_are_one_origin() -> None:
    mark, _ = grade([draft("a", attribution=said("SOHR")), draft("b", order=1, attribution=said("SOHR"))])
    assert mark == "weak"


def test_two_speakers_are_fair() -> None:
    mark, why = grade(
        [draft("a", attribution=said("SOHR")), draft("b", order=1, attribution=said("White Helmets", "aid group"))]
    )
    assert mark == "fair"
    assert "SOHR" in why
    assert "White Helmets" in why


def test_a_writer_who_quotes_is_no_second_origin() -> None:
    mark, _ = grade([draft("a"), draft("a", attribution=said("SOHR"))])
    assert mark == "weak"


def test_the_same_copy_in_two_papers_is_one_origin() -> None:
    words = frozenset(range(12))
    reports = [draft("a", outlet="Post", shingles=words), draft("b", order=1, outlet="Times", shingles=words)]
    assert grade(reports)[0] == "weak"


def test_the_responsible_party_confirms() -> None:
    strike = event(actor1=actor("Russian Air Force", country="RU"))
    report = draft(event=strike, attribution=said("Russia", "government", country="RU"))
    assert accepts(report)
    assert grade([report])[0] == "confirmed"


def test_a_denial_contests() -> None:
    strike = event(modality="alleged", actor1=actor("Syrian army", country="SY"))
    denial = event(modality="denied", actor1=actor("Syrian army", country="SY"))
    reports = [
        draft(event=strike, attribution=said("White Helmets", "aid group", confidence="accused")),
        draft(event=denial, attribution=said("Syria", "government", country="SY")),
    ]
    mark, why = grade(reports)
    assert mark == "contested"
    assert "denies" in why


def test_two_speakers_who_blame_different_parties_contest() -> None:
    one = draft(
        event=event(actor1=actor("Israel", country="IL")),
        attribution=said("Hamas", "armed group"),
        confidence="accused",
    )
    two = draft(
        "b", order=1, event=event(actor1=actor("Islamic Jihad", "Rebel group")),
        attribution=said("Israel", "government", country="IL"), confidence="accused",
    )  # fmt: skip
    assert grade([one, two])[0] == "contested"


def test_unnamed_witnesses_count_by_the_medium_told() -> None:
    assert origin_of(draft(attribution=said("activists", "witness", via="Agence France-Presse"))) == (
        "activists by way of Agence France-Presse"
    )
