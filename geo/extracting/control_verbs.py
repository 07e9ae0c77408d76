"""Notes told by a verb: "the regime holds a sliver", "half of it is controlled by jihadis", "the city fell to"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from geo.extracting import areas, holders
from geo.extracting.areas import bags
from geo.extracting.control_view import BY_REACH, Rule, View, agent, make_note, patient, subject
from geo.extracting.holders import Holder
from geo.extracting.model import ZoneNote
from geo.extracting.patterns import Hit, Index

_PAST = frozenset({"was", "were", "had"})
_BECOMING = frozenset({"been", "came", "come"})


@lru_cache(maxsize=1)
def _index() -> Index[Rule]:
    return Index(
        (pattern, Rule(entry["id"], entry["act"], entry["frame"], entry.get("state", False), entry.get("share")))
        for entry in holders.rules()["rule"]
        for pattern in entry["match"]
    )


def verbs(view: View) -> Iterator[ZoneNote]:
    """Yield the notes that verbs of a sentence tell; an act in a list of acts takes over the holder before it."""
    hits = _index().scan(view.words, view.kinds)
    last: Holder | None = None
    for hit in hits:
        inside = any(o.start <= hit.start and hit.end <= o.end and o.end - o.start > hit.end - hit.start for o in hits)
        if inside or _unreal(view, hit):
            continue
        for note in _FRAMES[hit.value.frame](view, hit, last):
            last = Holder(note.holder, note.holder_type, note.generic) if note.holder else last
            yield note


def _unreal(view: View, hit: Hit[Rule]) -> bool:
    """Whether the words before a verb make it a plan, a hope, a negation, or a state that is over."""
    words = bags()
    at = hit.start - 1
    seen: list[str] = []
    while at >= 0 and (view.words[at] in words["auxiliary"] or view.words[at] in words["adverb"]):
        seen.append(view.words[at])
        at -= 1
    before = view.words[at] if at >= 0 else ""
    if before == "to" and at and view.words[at - 1] in words["keeps"]:
        before = ""
    if before == "to" and at and view.words[at - 1] in words["claim"] and "have" in seen:
        at, before = at - 1, ""
    if before in words["block"] or words["block"] & set(seen):
        return True
    if hit.value.state and set(seen) & _PAST and not set(seen) & _BECOMING:
        return True
    past = view.words[hit.start].endswith("ed") or view.words[hit.start] == "held"
    if hit.value.state and hit.value.frame == "active" and past and not set(seen) & {"has", "have"}:
        return True
    start = at
    while start >= 0 and view.words[start] not in (",", ";", "."):
        if view.words[start] in words["doubt"]:
            return True
        start -= 1
    return False


def _active(view: View, hit: Hit[Rule], last: Holder | None) -> Iterator[ZoneNote]:
    who = subject(view, hit.start) or (last if hit.start and view.words[hit.start - 1] == "and" else None)
    area = areas.to_right(view.tokens, hit.end, view.closed)
    noun = view.words[hit.end : hit.end + 1] == ("of",)  # "gave Assad control of"
    if who is None or area is None or noun:
        return
    if hit.value.act == "besieged":
        yield make_note(view, hit, None, area, others=(who.name,))
    else:
        yield make_note(view, hit, who, area)


def _passive(view: View, hit: Hit[Rule], _last: Holder | None) -> Iterator[ZoneNote]:
    area = patient(view, hit.start)
    who = agent(view, hit.end)
    if area is None or who is None:
        return
    if hit.value.act == "besieged":
        yield make_note(view, hit, None, area, others=(who.name,))
    else:
        yield make_note(view, hit, who, area)


def _inside(view: View, hit: Hit[Rule], _last: Holder | None) -> Iterator[ZoneNote]:
    area = patient(view, hit.start)
    who = next((view.holder_at(i) for i in range(hit.start, hit.end) if i in view.kinds), None)
    if area is not None and who is not None:
        yield make_note(view, hit, who, area)


def _from(view: View, hit: Hit[Rule], last: Holder | None) -> Iterator[ZoneNote]:
    who = subject(view, hit.start) or (last if hit.start and view.words[hit.start - 1] == "and" else None)
    area = areas.to_right(view.tokens, hit.end, view.closed)
    if who is not None and area is not None:
        yield make_note(view, hit, who, area)


def _expelled(view: View, hit: Hit[Rule], _last: Holder | None) -> Iterator[ZoneNote]:
    """Read who was driven from where: "drove the rebels from X", "the rebels were driven out of X"."""
    nearby = range(hit.end, min(hit.end + 3, len(view.words)))
    at = next((i for i in nearby if i in view.kinds), None) if "to" not in view.words[hit.end : hit.end + 3] else None
    if view.words[hit.end - 1] in ("from", "of"):
        who, start = subject(view, hit.start), hit.end
    elif at is not None:
        who, end = view.holder_at(at), view.kinds[at][0]
        start = next((i + 1 for i in range(end, min(end + 4, len(view.words))) if view.words[i] in ("from", "of")), 0)
    else:
        return
    area = areas.to_right(view.tokens, start, view.closed) if start else None
    if who is not None and area is not None:
        yield make_note(view, hit, who, area)


def _fell(view: View, hit: Hit[Rule], _last: Holder | None) -> Iterator[ZoneNote]:
    area = patient(view, hit.start)
    at = next((i for i in range(hit.end, min(hit.end + 4, len(view.words))) if i in view.kinds), None)
    who = view.holder_at(at) if at is not None else None
    if area is not None and who is not None:
        yield make_note(view, hit, who, area)


def _contest(view: View, hit: Hit[Rule], _last: Holder | None) -> Iterator[ZoneNote]:
    area = areas.to_right(view.tokens, hit.end, view.closed)
    if area is None:
        return
    bare = hit.end - hit.start == 1  # "the contested town of X"
    if bare and view.words[hit.end] not in bags()["area"]:
        return
    names = dict.fromkeys(holder.name for i in sorted(view.starts) if i < hit.end and (holder := view.holder_at(i)))
    yield make_note(view, hit, None, area, others=() if bare else tuple(names)[-2:])


def _designate(view: View, hit: Hit[Rule], _last: Holder | None) -> Iterator[ZoneNote]:
    found = _label(view, hit.end)
    if found is None:
        return
    label, at = found
    passive = hit.start > 0 and view.words[hit.start - 1] in ("was", "were", "been", "is", "are", "being")
    cut = next((i for i in range(hit.end, at) if view.words[i] in ("a", "an", "as", '"', "'", "in", "the")), at)
    if passive:
        area = patient(view, hit.start)
    elif view.words[cut] == "in" or cut == hit.end:  # "created a safe zone in X"
        end = at + len(label.split())
        start = next(
            (i + 1 for i in range(end, min(end + 4, len(view.words))) if view.words[i] in ("in", "along", "around")), 0
        )
        area = areas.to_right(view.tokens, start, view.closed) if start else None
    else:
        area = areas.to_right(view.tokens[:cut], hit.end, view.closed)
    if area is None:
        return
    who = [holder.name for i in sorted(view.starts) if i < hit.start and (holder := view.holder_at(i)) is not None]
    yield make_note(view, hit, None, area, others=tuple(dict.fromkeys(who)) if not passive else (), label=label)


def _label(view: View, start: int) -> tuple[str, int] | None:
    """What an area is designated as, and the token at which that begins."""
    for at in range(start, min(start + BY_REACH, len(view.words))):
        for label in holders.rules()["labels"]["designated"]:
            words = tuple(label.split())
            if view.words[at : at + len(words)] == words:
                return label.removesuffix("s"), at
    return None


_FRAMES: dict[str, Callable[[View, Hit[Rule], Holder | None], Iterator[ZoneNote]]] = {
    "active": _active,
    "passive": _passive,
    "inside": _inside,
    "from": _from,
    "expelled": _expelled,
    "fell": _fell,
    "contest": _contest,
    "designate": _designate,
}
"""One reader for each frame of `control.toml`."""
