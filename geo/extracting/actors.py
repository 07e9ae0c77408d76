"""Who can act and who can be hit: names of the vocabulary, and actors put together from words.

Three sources, the longest span winning: `actors.csv` (named groups), `actor_patterns.toml` (a head such as "rebels"
with the nations, adjectives and names to its left), `targets.csv` (civilians and facilities).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo.extracting import vocabulary
from geo.extracting.actor_lexicon import Entry, Lexicon, lexicon
from geo.extracting.model import ActorMention, Document, Sentence, Token
from geo.extracting.patterns import Hit, longest
from geo.extracting.vocabulary import Nation

_MAX_LEFT = 6
_CLITICS = frozenset({"'s", "’s", "'"})
_CALENDAR = vocabulary.bag("calendar")


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is known of the document while its sentences are read."""

    text: str
    capitals: bool  # the text is in capitals throughout, so that case says nothing
    home: Nation | None
    countries: frozenset[str]
    lexicon: Lexicon


_LONGEST = 300  # tokens; no real sentence is longer, and the rules look at each pair of things in one


def pieces(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences, overlong ones cut into pieces of the same index, so that no text takes time without end."""
    return tuple(
        sentence
        if len(sentence.tokens) <= _LONGEST
        else replace(sentence, start=tokens[0].start, end=tokens[-1].end, tokens=tokens)
        for sentence in sentences
        for at in range(0, max(1, len(sentence.tokens)), _LONGEST)
        for tokens in (sentence.tokens[at : at + _LONGEST],)
    )


def in_capitals(text: str) -> bool:
    """Tell whether a text is in capitals throughout, so that case says nothing."""
    letters = [c for c in text[:2000] if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def bare(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the normalised words without a possessive 's of their own."""
    return tuple(t.norm[:-2] if len(t.norm) > 2 and t.norm.endswith("'s") else t.norm for t in tokens)  # noqa: PLR2004


def _fits(entry: Entry, tokens: Sequence[Token], reader: _Reader) -> bool:
    written = [t.text for t in tokens]
    if entry.acronym:
        if reader.capitals:
            return written[0].casefold() not in _WORDS_TOO
        return all(w.removesuffix("'s").removesuffix("’s").isupper() for w in written)
    return not entry.cased or reader.capitals or any(w[0].isupper() for w in written if w)


_WORDS_TOO = vocabulary.bag("acronym_or_word")


def _home(counts: Counter[str]) -> Nation | None:
    """Return the country that the article is about, where one stands out."""
    top = counts.most_common(2)
    if not top or (len(top) > 1 and top[0][1] < 1.5 * top[1][1]):
        return None
    return vocabulary.nations()[top[0][0]]


def find_actors(doc: Document) -> tuple[ActorMention, ...]:
    """Return the actors and targets of a document in text order, none overlapping.

    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> doc = read(Article(id="a", text="Boko Haram fighters attacked two schools in Nigeria."))
    >>> [(m.text, m.name, m.role) for m in find_actors(doc)]
    [('Boko Haram fighters', 'Boko Haram', 'actor'), ('schools', 'school', 'target')]
    """
    words_of_actors = lexicon()
    text = doc.article.text
    sentences = pieces(doc.sentences)
    words = [bare(s.tokens) for s in sentences]
    capitals = in_capitals(text)
    draft = _Reader(text, capitals, None, frozenset(), words_of_actors)
    hits: list[list[Hit[Entry]]] = []
    counts: Counter[str] = Counter()
    for sentence, ws in zip(sentences, words, strict=True):
        found = [h for h in words_of_actors.index.scan(ws) if _fits(h.value, sentence.tokens[h.start : h.end], draft)]
        hits.append(found)
        for hit in longest(h for h in found if h.value.role in ("nation", "adjective", "capital")):
            ruler = hit.end < len(ws) and ws[hit.end] in _RULERS
            located = hit.start > 0 and ws[hit.start - 1] == "in"
            weight = 1 + (hit.value.role != "capital") + ruler + 2 * located + 2 * (sentence.index == 0)
            counts[hit.value.country or ""] += weight
    named = {h.value.country for found in hits for h in found if h.value.role == "name" and not h.value.needs_country}
    reader = _Reader(text, capitals, _home(counts), frozenset({*counts, *(c for c in named if c)}), words_of_actors)
    return tuple(
        mention
        for sentence, ws, found in zip(sentences, words, hits, strict=True)
        for mention in _Composer(reader, sentence, ws, found).mentions()
    )


_RULERS = vocabulary.bag("ruler")


class _Composer:
    """Puts the actors of one sentence together from the vocabulary's hits."""

    def __init__(self, reader: _Reader, sentence: Sentence, words: tuple[str, ...], hits: Sequence[Hit[Entry]]) -> None:
        self.reader, self.sentence, self.words = reader, sentence, words
        usable = [h for h in hits if not h.value.needs_country or h.value.country in reader.countries]
        self.names = {h.end: h for h in usable if h.value.role == "name"}
        self.nations = {h.end: h for h in usable if h.value.role in ("nation", "adjective")}
        self.hits = usable

    def mentions(self) -> list[ActorMention]:
        """Return the mentions in text order; where two overlap, the one that starts first, then the longer."""
        spans: list[Hit[ActorMention]] = []
        for hit in self.hits:
            make = {"name": self._name, "head": self._head, "target": self._target}.get(hit.value.role, self._nation)
            span = make(hit)
            if span is not None:
                spans.append(span)
        return [s.value for s in _by_worth(spans)]

    def _mention(
        self, start: int, end: int, entry: Entry, name: str, reason: str, **extra: str | None
    ) -> Hit[ActorMention]:
        tokens = self.sentence.tokens
        first, last = tokens[start].start, tokens[end - 1].end
        written = self.reader.text[first:last]
        for clitic in ("'s", "’s"):
            if written.endswith(clitic):
                written, last = written.removesuffix(clitic), last - len(clitic)
        mention = ActorMention(
            start=first,
            end=last,
            text=written,
            name=name or self._as_written(written),
            actor_type=entry.actor_type,
            role="target" if entry.role == "target" else "actor",
            country=extra.get("country", entry.country),
            target_type=entry.target_type,
            reason=reason,
            kind=entry.kind,
        )
        return Hit(start, end, mention)

    def _as_written(self, text: str) -> str:
        words = " ".join(text.split())
        if self.reader.capitals:
            words = words.lower()
        return words[:1].upper() + words[1:]

    def _name(self, hit: Hit[Entry]) -> Hit[ActorMention]:
        return self._mention(hit.start, hit.end, hit.value, hit.value.name, f"named: {hit.value.name}")

    def _target(self, hit: Hit[Entry]) -> Hit[ActorMention]:
        return self._mention(hit.start, hit.end, hit.value, hit.value.name, f"target: {hit.value.name}")

    def _head(self, hit: Hit[Entry]) -> Hit[ActorMention] | None:
        entry, start = hit.value, hit.start
        if hit.end < len(self.words) and self.words[hit.end] in self.reader.lexicon.attributive:
            return None
        nation: Nation | None = None
        named: Entry | None = None
        while start > 0 and hit.start - start < _MAX_LEFT:
            at = start - 1
            if start in self.names and self.names[start].value.kind != "organisation":
                named = named or self.names[start].value
                start = self.names[start].start
                break
            if start in self.nations:
                nation = nation or vocabulary.nations()[self.nations[start].value.country or ""]
                start = self.nations[start].start
            elif self._modifies(at, entry) or (self.words[at] in _CLITICS and at in self.nations):
                start = at
            else:
                break
        if entry.kind.startswith(("state", "police")) and _DISARMED.intersection(self.words[start : hit.start]):
            return None  # "former soldiers", "captured policemen": no force that acts
        if named is not None and entry.kind not in ("government office", "government", "protesters"):
            return self._mention(start, hit.end, named, named.name, f"named: {named.name}")
        return self._composed(hit, start, nation)

    def _modifies(self, at: int, head: Entry) -> bool:
        word = self.words[at]
        if word in ("military", "interim", "transitional") and head.kind == "government":
            return True
        if word in self.reader.lexicon.modifiers:
            return True
        if word.endswith(self.reader.lexicon.linked) and len(word) > 8:  # noqa: PLR2004
            return True
        token = self.sentence.tokens[at].text
        named = not self.reader.capitals and at > 0 and token[0].isupper() and token[1:].islower()
        return named and word not in _CALENDAR and head.kind not in ("government", "government office")

    def _composed(self, hit: Hit[Entry], start: int, nation: Nation | None) -> Hit[ActorMention] | None:
        entry = hit.value
        reason = f"pattern: {entry.kind}"
        if nation is None and hit.end < len(self.words) - 1 and self.words[hit.end] == "of":
            after = next((h for e, h in self.nations.items() if h.start == hit.end + 1), None)
            nation = vocabulary.nations()[after.value.country or ""] if after else None
        if nation is None and start and self.words[start - 1] in ("its", "their") and entry.name:
            nation, reason = self._owner(start), reason + ", of the country named before"
        if nation is None and entry.home and self.reader.home is not None:
            nation, reason = (
                self.reader.home,
                reason + f", taken to be of {self.reader.home.name}, the article's country",
            )
        if nation is None and entry.needs_nation:
            return None
        if entry.needs_left and start == hit.start and not self._is_noun(hit):
            return None
        if entry.kind in ("state", "state air") and self._opposed(start, hit.start):
            return self._mention(start, hit.end, _REBELS, "", "pattern: forces that are not the state's")
        name = ""
        if nation is not None and entry.name:
            adjective = nation.adjectives[0]
            name = entry.name.format(adjective=_FORCES.get(nation.code, adjective), nation=nation.name)
            if entry.kind == "police":
                name = entry.name.format(adjective=adjective, nation=nation.name)
        return self._mention(start, hit.end, entry, name, reason, country=nation.code if nation else None)

    def _is_noun(self, hit: Hit[Entry]) -> bool:
        """Tell whether "forces" is the noun: someone's, or followed by a form of be or have."""
        before = self.words[hit.start - 1] if hit.start else ""
        after = self.words[hit.end] if hit.end < len(self.words) else ""
        return before in _OWNERS or after in _AFTER_NOUN

    def _opposed(self, start: int, head: int) -> bool:
        """Tell whether the words left of "forces" make them a group's: "Kurdish forces", "US-backed troops"."""
        left = self.words[start:head]
        if any(w in self.reader.lexicon.opposed for w in left):
            return True
        backed = any(w.endswith(self.reader.lexicon.linked) and not w.startswith("government") for w in left)
        return backed and not any(start < end <= head for end in self.nations)

    def _owner(self, start: int) -> Nation | None:
        """Return the country that "its" points back to: the last country or capital before it in the sentence."""
        before = [h for h in self.hits if h.end <= start and h.value.role in ("nation", "capital")]
        return vocabulary.nations()[before[-1].value.country or ""] if before else None

    def _nation(self, hit: Hit[Entry]) -> Hit[ActorMention] | None:
        entry, words, lexicon = hit.value, self.words, self.reader.lexicon
        nation = vocabulary.nations()[entry.country or ""]
        following = words[hit.end] if hit.end < len(words) else ""
        if following in _CLITICS:
            following = words[hit.end + 1] if hit.end + 1 < len(words) else ""
        if following in lexicon.acts and entry.role != "capital":
            name = f"{_FORCES.get(nation.code, nation.adjectives[0])} forces"
            state = Entry("head", "state", name, "State forces", nation.code)
            return self._mention(hit.start, hit.end, state, name, "a nation's name before an act")
        if entry.role == "adjective":
            return self._shares_forces(hit, nation)
        before = words[hit.start - 1] if hit.start else ""
        if before == "by" and hit.start > 1 and words[hit.start - 2] in _HELPED:
            return None
        if before == "the":
            before = words[hit.start - 2] if hit.start > 1 else ""
        skip = hit.end
        while skip < len(words) and skip - hit.end < 3 and (words[skip].endswith("ly") or words[skip] in _BETWEEN):  # noqa: PLR2004
            skip += 1
        verb = skip < len(words) and words[skip] in lexicon.speech
        if before in lexicon.doer or (before not in lexicon.before and verb) or self._listed(hit):
            name = f"Government of {nation.name}"
            return self._mention(hit.start, hit.end, entry, name, "a country or capital that acts")
        return None

    def _shares_forces(self, hit: Hit[Entry], nation: Nation) -> Hit[ActorMention] | None:
        """Return the forces that an adjective shares with the next: "French" of "French and Malian troops"."""
        if self.words[hit.end : hit.end + 1] not in (("and",), ("or",), (",",)):
            return None
        second = next(
            (h for h in self.nations.values() if h.start == hit.end + 1 and h.value.role == "adjective"), None
        )
        if second is None:
            return None
        head = next((h for h in self.hits if h.value.role == "head" and 0 <= h.start - second.end <= 1), None)
        if head is None or head.value.kind not in ("state", "state air", "state force", "police"):
            return None
        name = f"{_FORCES.get(nation.code, nation.adjectives[0])} forces"
        state = Entry("head", "state", name, "State forces", nation.code)
        return self._mention(hit.start, hit.end, state, name, f"an adjective that shares {self.words[head.start]!r}")

    def _listed(self, hit: Hit[Entry]) -> bool:
        """Tell whether a nation stands in a list that opens a clause: "Turkey, Russia and Iran designated"."""
        starts = {h.start: h for h in self.nations.values() if h.value.role == "nation"}
        at, seen = hit.start, 0
        first = hit
        while at > 1 and (h := self.nations.get(at - 1)) and self.words[at - 1] in (",", "and"):
            first, at = h, h.start
        lead = first.start - 1 - (first.start > 0 and self.words[first.start - 1] == "the")
        if lead >= 0 and self.words[lead] in self.reader.lexicon.before:
            return False
        end = first.end
        while end + 1 < len(self.words) and self.words[end] in (",", "and") and end + 1 in starts:
            end, seen = starts[end + 1].end, seen + 1
        while end < len(self.words) and (self.words[end] in _BETWEEN or self.words[end] in ("last", "year", "week")):
            end += 1
        return seen > 0 and end < len(self.words) and self.words[end] in self.reader.lexicon.speech


_DISARMED = vocabulary.bag("disarmed")
_REBELS = Entry("head", "rebel", "", "Rebel group")
_HELPED = vocabulary.bag("helped_by")
_BETWEEN = vocabulary.bag("between_subject_and_verb")
_AFTER_NOUN = vocabulary.bag("after_forces")
_OWNERS = vocabulary.bag("owner")
_FORCES = {"SY": "Syrian government"}
"""Where "Syrian forces" would be ambiguous: several Syrian armies fight there."""


def _by_worth(spans: Iterable[Hit[ActorMention]]) -> list[Hit[ActorMention]]:
    kept: list[Hit[ActorMention]] = []
    for span in sorted(spans, key=lambda s: (s.end - s.start, s.value.role == "actor"), reverse=True):
        if all(span.end <= k.start or span.start >= k.end for k in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def posted_in(actor: ActorMention, country: str | None) -> ActorMention:
    """Return soldiers or police without a nation of their own as those of the country where the event lies.

    "Troops killed 40 fighters in Niger" are Niger's, though the article is about its neighbour.

    >>> told = {"reason": "taken to be of Mali, the article's country", "kind": "state"}
    >>> posted_in(ActorMention(0, 6, "troops", "Malian forces", "State forces", "actor", "ML", **told), "NE").name
    'Nigerien forces'
    """
    nation = vocabulary.nations().get(country or "")
    if nation is None or country == actor.country or _AT_HOME not in actor.reason or actor.kind not in _FORCE_KINDS:
        return actor
    adjective = nation.adjectives[0]
    name = f"{adjective} police" if actor.kind == "police" else f"{_FORCES.get(nation.code, adjective)} forces"
    return replace(actor, name=name, country=country)


_AT_HOME = "the article's country"
_FORCE_KINDS = frozenset({"state", "state force", "state air", "police"})


def forces_of(government: ActorMention) -> ActorMention:
    """Return a government that uses force as its forces: "Moscow carried out strikes" is Russian forces.

    >>> forces_of(ActorMention(0, 6, "Moscow", "Government of Russia", "State forces", "actor", "RU")).name
    'Russian forces'
    """
    nation = vocabulary.nations().get(government.country or "")
    if nation is None:
        return government
    name = f"{_FORCES.get(nation.code, nation.adjectives[0])} forces"
    return replace(government, name=name, kind="state")
