"""The vocabularies hold together: every file loads, every rule compiles, every name is known."""

from __future__ import annotations

from collections import Counter

from geo.extracting import rules, vocabulary
from geo.extracting.clauses import kinds_of_kind
from geo.table.schema import ACTOR_TYPES, EVENT_TYPES


def test_every_rule_compiles_and_has_its_own_id() -> None:
    rules.index()
    files = [vocabulary.toml(name) for name in vocabulary.event_files()]
    ids = Counter(rule["id"] for data in files for rule in data.get("rule", ()))
    assert [i for i, n in ids.items() if n > 1] == []


def test_every_acled_sub_event_type_has_a_rule() -> None:
    told = {step.sub for _, rule in rules.rules() for step in rule.steps} | {f.sub for f in rules.fusions()}
    assert {sub for subs in EVENT_TYPES.values() for sub in subs} <= told


def test_rules_ask_only_for_features_that_exist() -> None:
    known = set(vocabulary.toml("features.toml")["feature"])
    asked = {f for _, r in rules.rules() for f in (*r.needs, *r.lacks, *r.evidence)}
    asked |= {f for _, r in rules.rules() for s in r.steps for one in (*s.needs, s.lacks) for f in one}
    asked |= {f for fusion in rules.fusions() for f in fusion.needs}
    assert asked - known == set()


def test_actors_have_acled_types_and_known_kinds() -> None:
    rows = vocabulary.table("actors.csv")
    assert {row["type"] for row in rows} <= set(ACTOR_TYPES)
    assert [row["name"] for row in rows if not kinds_of_kind(row["kind"], row["type"], None)] == []
    assert {row["country"] for row in rows if row["country"]} <= set(vocabulary.nations())


def test_no_alias_belongs_to_two_actors() -> None:
    owners: dict[str, set[str]] = {}
    for row in vocabulary.table("actors.csv"):
        for alias in (row["name"], *vocabulary.words(row["aliases"])):
            owners.setdefault(alias.removesuffix("!").casefold(), set()).add(row["name"])
    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}


def test_targets_and_nations_are_whole() -> None:
    assert all(
        row["words"] and row["target_type"] and row["civilian"] in ("true", "false")
        for row in vocabulary.table("targets.csv")
    )
    assert all(len(code) == 2 and nation.adjectives for code, nation in vocabulary.nations().items())
