"""A sentence made ready for the rules of control: who acts, on which area, by whom; and the note made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from geo.extracting import areas, holders, vocabulary
from geo.extracting.areas import Area, bags
from geo.extracting.dates import dates_a_saying
from geo.extracting.holders import Holder
from geo.extracting.model import ActorMention, DateMention, Document, Sentence, Token, ZoneAct, ZoneNote
from geo.extracting.patterns import Hit

REACH = 7
"""Tokens between a holder and its verb."""
BY_REACH = 16
"""Tokens after "by" among which the holder is sought."""
_CUT = frozenset(
    {"while", "but", "after", "where", "when", "which", "who", "that", "and", "as", ";", ".", "since", "until"}
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of `control.toml`."""

    id: str
    act: ZoneAct
    frame: str
    state: bool
    share: str | None


@dataclass
class View:
    """A sentence made ready: words, actors and dates by token."""

    doc: Document
    sentence: Sentence
    actors: Sequence[ActorMention]
    dates: Sequence[DateMention]
    home: str | None
    groups: Sequence[ActorMention]  # named groups of the sentences before, last first
    capitals: bool = False  # the text is in capitals throughout: letters tell no name from a noun
    words: tuple[str, ...] = field(init=False)
    starts: dict[int, tuple[int, ActorMention]] = field(init=False)
    dated: frozenset[int] = field(init=False)
    closed: frozenset[int] = field(init=False)  # where the words for an area end: dates and forces
    tokens: tuple[Token, ...] = field(init=False)

    def __post_init__(self) -> None:
        tokens = self.sentence.tokens
        if self.capitals:
            tokens = tuple(replace(token, text=token.norm) for token in tokens)
        self.tokens = tokens
        self.words = tuple(token.norm for token in tokens)
        self.starts = {}
        for mention in self.actors:
            covered = [i for i, token in enumerate(tokens) if mention.start < token.end and token.start < mention.end]
            if covered and mention.role == "actor":
                self.starts[covered[0]] = (covered[-1] + 1, mention)
        self.dated = frozenset(
            i for i, token in enumerate(tokens) for date in self.dates if date.start <= token.start < date.end
        )
        forces = [(at, end) for at, (end, mention) in self.starts.items() if not mention.kind.startswith("government")]
        self.closed = self.dated | {i for at, end in forces for i in range(at, end)}

    @cached_property
    def ends(self) -> dict[int, tuple[int, ActorMention]]:
        """Actors by the token after their last."""
        return {end: (start, mention) for start, (end, mention) in self.starts.items()}

    @cached_property
    def kinds(self) -> dict[int, tuple[int, frozenset[str]]]:
        """Holders by token for the patterns: actors, and single words such as "opposition"."""
        one = frozenset({"actor"})
        words = {i: (i + 1, one) for i, word in enumerate(self.words) if self.word_holder(i) is not None}
        return words | {start: (end, one) for start, (end, _) in self.starts.items()}

    def word_holder(self, at: int) -> Holder | None:
        """Return the holder that a single word means: "opposition", "Russian"."""
        word = self.words[at]
        if word in holders.rules()["holders"] or (holders.nation_of(word) and self.tokens[at].text[0].isupper()):
            return holders.of_words(word, self.tokens[at].text, self.home)
        return None

    def holder_at(self, start: int) -> Holder | None:
        """The holder named by the actor or word that starts at a token."""
        if start in self.starts:
            end, mention = self.starts[start]
            return holders.of_mention(mention, self.words[end : end + 5])
        return self.word_holder(start)


def subject(view: View, before: int) -> Holder | None:
    """The holder to the left of a verb, with nothing but small words between."""
    words = bags()
    at = _before_insertion(view, before)
    while at > 0 and before - at <= REACH + BY_REACH:
        if at in view.ends:
            first = view.ends[at][0]
            return None if first and view.words[first - 1] in words["object"] else view.holder_at(first)
        word = view.words[at - 1]
        if word in words["groups"] and at > 1 and view.words[at - 2] in ("the", "this") and view.groups:
            return holders.of_mention(view.groups[0])
        if word in ("it", "they"):
            return _speaker(view, at - 1)
        if at - 1 in view.kinds and _acts(view, at - 1):
            return view.word_holder(at - 1)
        small = (
            word in words["auxiliary"]
            or word in words["adverb"]
            or word in words["relative"]
            or word in words["filler"]
        )
        if not small and at - 1 not in view.dated and not (word in ("on", "in") and at in view.dated):
            return None
        at -= 1
    return None


def _before_insertion(view: View, before: int) -> int:
    """The token before an insertion between commas: "M23, backed by Rwanda, took"."""
    if before < 3 or view.words[before - 1] != ",":  # noqa: PLR2004
        return before
    for at in range(before - 2, max(0, before - BY_REACH), -1):
        if view.words[at] == ",":
            return at
    return before


def _acts(view: View, at: int) -> bool:
    """Whether a word such as "rebels" or a country's name is the subject, and not where something happens."""
    if view.words[at] in bags()["subjects"]:
        return True
    country = view.tokens[at].text in _country_names()
    return country and (at == 0 or view.words[at - 1] not in ("in", "of", "from", "to", "near", "with", "for", "at"))


@lru_cache(maxsize=1)
def _country_names() -> frozenset[str]:
    return frozenset(name for nation in vocabulary.nations().values() for name in nation.names)


def _speaker(view: View, at: int) -> Holder | None:
    """The one that "it" stands for in "the army said on Monday it had retaken"."""
    for before in range(at, max(0, at - REACH), -1):
        if before in view.ends:
            return view.holder_at(view.ends[before][0])
        word = view.words[before - 1]
        if word in ("government", "army", "regime") and before - 1 in view.kinds:
            return view.word_holder(before - 1)
        if (
            word not in ("said", "says", "claimed", "announced", "that", "on", ",", "reported")
            and before - 1 not in view.dated
        ):
            return None
    return None


def patient(view: View, before: int) -> Area | None:
    """The area to the left of a passive verb, its auxiliaries and a relative word."""
    words = bags()
    at = before
    adverbs: list[str] = []
    while at > 0 and (
        view.words[at - 1] in words["auxiliary"] or view.words[at - 1] in words["adverb"] or at - 1 in view.dated
    ):
        adverbs.append(view.words[at - 1])
        at -= 1
    if at > 0 and view.words[at - 1] in words["relative"]:
        at -= 1
    if at > 0 and view.words[at - 1] == ",":
        at -= 1
    area = areas.to_left(view.tokens, at, view.dated)
    share = next((word for word in adverbs if word in holders.rules()["shares"]["adverbs"]), None)
    return replace(area, share=share) if area is not None and area.share is None and share else area


def agent(view: View, after: int) -> Holder | None:
    """The holder after "by": the first one, or a named one that the same phrase comes to."""
    first: int | None = None
    for at in range(after, min(after + BY_REACH, len(view.words))):
        word = view.words[at]
        if first is not None and (word in _CUT or word in ("backed", "supported", "led")):
            break
        if first is None and word in (";", "."):
            break
        if at not in view.kinds:
            continue
        if first is None and (at in view.starts or view.words[at] in holders.rules()["holders"]):
            first = at
        elif at in view.starts and view.starts[at][1].reason.startswith("named"):
            return view.holder_at(at)
        if at in view.starts and view.starts[at][1].reason.startswith("named"):
            return view.holder_at(at)
    return view.holder_at(first) if first is not None else _nation(view, after)


def _nation(view: View, after: int) -> Holder | None:
    """A country that stands right after "by", which acts though it is no actor elsewhere: "occupied by Russia"."""
    at = after + 1 if after < len(view.words) and view.words[after] == "the" else after
    code = holders.nation_of(view.words[at]) if at < len(view.words) else None
    return holders.government(code) if code is not None else None


def make_note(
    view: View,
    hit: Hit[Rule],
    who: Holder | None,
    area: Area,
    *,
    others: tuple[str, ...] = (),
    label: str | None = None,
) -> ZoneNote:
    """Return the note that a rule's words, a holder and an area make."""
    tokens, text, rule = view.tokens, view.doc.article.text, hit.value
    first, last = tokens[area.start].start, tokens[area.end - 1].end
    since = _since(view, hit, rule)
    return ZoneNote(
        sentence=view.sentence.index,
        start=view.sentence.start,
        end=view.sentence.end,
        text=text[view.sentence.start : view.sentence.end],
        act=rule.act,
        holder=who.name if who else None,
        holder_type=who.actor_type if who else None,
        generic=who.generic if who else False,
        area_start=first,
        area_end=last,
        area_text=text[first:last],
        share=area.share or rule.share,
        since=since[0],
        since_text=since[1],
        rule=rule.id,
        others=others,
        label=label,
        claimed=_claimed(view, hit.start),
        since_exact=since[2],
        trigger_start=tokens[hit.start].start,
        trigger_end=tokens[hit.end - 1].end,
    )


def _since(view: View, hit: Hit[Rule], rule: Rule) -> tuple[str | None, str | None, bool]:
    """The day from which it is known to hold, its words, and whether it is that very day.

    A deed holds from its day, a state from what "since" tells; a vague date tells from when at the latest.
    """
    trigger = view.tokens[hit.start].start
    dates = [d for d in view.dates if d.start_date and not dates_a_saying(view.doc, view.sentence, d)]
    begun = [d for d in dates if d.text.casefold().startswith("since")]
    near = [d for d in dates if d not in begun and not _of_another_clause(view, hit, d)] or begun
    if rule.state:
        near = begun if rule.frame not in ("adjective", "noun") else []
    if not near:
        return None, None, False
    chosen = min(near, key=lambda d: abs(d.start - trigger))
    return (chosen.start_date if chosen in begun else chosen.end_date), chosen.text, chosen.precision == 1


def _of_another_clause(view: View, hit: Hit[Rule], date: DateMention) -> bool:
    """Whether a word that opens another clause stands between the act and a date: "has retaken X since Y began in"."""
    between = [
        word
        for word, token in zip(view.words[hit.end :], view.tokens[hit.end :], strict=True)
        if token.start < date.start
    ]
    return any(word in ("since", "after", "when", "before", "while", "who", "which") for word in between)


def _claimed(view: View, before: int) -> bool:
    words = bags()
    left = " ".join(view.words[:before])
    return any(f" {claim} " in f" {left} " for claim in (*words["claim"], *words["claim_of_own"]))
