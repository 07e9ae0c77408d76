"""Who speaks in one document: names, kinds, persons by their surname, and whoever spoke last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from geo.extracting import speakers, speech
from geo.extracting.model import ActorMention, Document, Sentence, Token
from geo.extracting.speakers import Speaker
from geo.extracting.speech import Lexicon, lexicon

CAPITALS_SHARE: Final = 0.8
"""From this share of capitals among the letters on, a text is in capitals and case tells nothing."""
SAMPLE: Final = 4_000
"""Characters looked at to tell so."""


@dataclass(slots=True)
class Voices:
    """Resolves the words that name a speaker, remembering who spoke before."""

    doc: Document
    actors: Sequence[ActorMention]
    words: Lexicon = field(default_factory=lexicon)
    capitals: bool = field(init=False)
    sought: bool = False  # whether the monitor that the document names has been looked for
    known: Speaker | None = None
    last: Speaker | None = None
    persons: dict[str, Speaker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sample = self.doc.article.text[:SAMPLE]
        letters = sum(map(str.isalpha, sample))
        self.capitals = sum(map(str.isupper, sample)) > CAPITALS_SHARE * letters

    def monitor(self) -> Speaker | None:
        """Return the monitor that the document names, for "the observatory" and "the war monitor"."""
        if not self.sought:
            self.sought, self.known = True, self._named_monitor()
        return self.known

    def _named_monitor(self) -> Speaker | None:
        for sentence in self.doc.sentences:
            for _, _, speaker in speakers.named(sentence.tokens, capitals=self.capitals):
                if speaker.named and speaker.speaker_type == "monitor":
                    return speaker
        return None

    def inside_name(self, tokens: Sequence[Token], index: int, end: int) -> bool:
        """Return whether a token stands inside a known name ("Office for the Coordination of …")."""
        window = tokens[index : min(len(tokens), end + 6)]
        return any(
            index + start < end < index + stop and speaker.named
            for start, stop, speaker in speakers.named(window, capitals=self.capitals)
        )

    def subject(self, sentence: Sentence, first: int, end: int) -> Speaker | None:
        """Return the speaker that the token range before a verb names, an apposition looked through."""
        tokens = sentence.tokens[first:end]
        if not tokens:
            return None
        if len(tokens) <= 2 and tokens[0].norm in self.words.pronouns:  # noqa: PLR2004 - "she herself"
            return replace(self.last, reason="pronoun") if self.last else None
        comma = [i for i, token in enumerate(tokens) if token.norm == ","]
        if comma:
            near = self.speaker(sentence, first + comma[-1] + 1, end)
            far = self.speaker(sentence, first, first + comma[-1])
            speaker = near if near and near.named else far or near
            if speaker is not None:
                self._remember(tokens, speaker)
            return speaker or self.as_written(sentence.tokens, first, end)
        if any(token.norm in self.words.not_speaker for token in tokens):
            return None
        speaker = self.speaker(sentence, first, end)
        if speaker is not None:
            self._remember(tokens, speaker)
        return speaker or self.as_written(sentence.tokens, first, end)

    def speaker(self, sentence: Sentence, first: int, end: int) -> Speaker | None:
        """Return the speaker that a token range names by name, kind, surname or reference, or None."""
        tokens = sentence.tokens[first:end]
        if not tokens:
            return None
        norms = [token.norm for token in tokens]
        if norms[0] in self.words.pronouns and len(norms) <= 2:  # noqa: PLR2004
            return self.last
        found = speakers.resolve(tokens, self.actors, capitals=self.capitals)
        if found is not None and found.named:
            return found
        if speech.has_phrase(norms, self.words.monitor) and (monitor := self.monitor()) is not None:
            return monitor
        known = self.persons.get(_surname(tokens[-1]))
        if known is not None:
            return known
        definite = norms[0] in ("the", "that", "this", "same")
        short = definite and len(norms) <= 4 and norms[-1] in self.words.back  # noqa: PLR2004
        fits = self.last is not None and (found is None or found.speaker_type in ("other", self.last.speaker_type))
        if short and fits and self.last is not None and _may_be(norms, self.last):
            return replace(self.last, reason=f"'{' '.join(norms)}' refers back")
        return found

    def as_written(self, tokens: Sequence[Token], first: int, end: int) -> Speaker | None:
        """Return an unknown person by name; not in texts of capitals, where a name cannot be told from other words."""
        if self.capitals:
            return None
        parts: list[list[Token]] = [[]]
        for token in tokens[first:end]:
            if token.norm == ",":
                parts.append([])
            else:
                parts[-1].append(token)
        name = next((part for part in parts if speech.is_name(part) and part[-1].norm not in self.words.skip), None)
        if name is None:
            return None
        speaker = Speaker(self.doc.article.text[name[0].start : name[-1].end], "other", None, "as written")
        self.persons.setdefault(_surname(name[-1]), speaker)
        return speaker

    def _remember(self, tokens: Sequence[Token], speaker: Speaker) -> None:
        """A person introduced by title speaks for the same body when the surname returns."""
        last = tokens[-1]
        if last.text[:1].isupper() and not self.capitals:
            self.persons.setdefault(_surname(last), speaker)
        comma = next((i for i, token in enumerate(tokens) if token.norm == ","), 0)
        if comma > 1 and tokens[comma - 1].text[:1].isupper() and not self.capitals:
            self.persons.setdefault(_surname(tokens[comma - 1]), speaker)


def _may_be(norms: Sequence[str], last: Speaker) -> bool:
    """Return whether "the defence ministry" may be the last speaker: a ministry with its field must be one itself."""
    fielded = len(norms) > 2 and norms[-1] in ("ministry", "minister")  # noqa: PLR2004 - "the ministry" may be any
    return not fielded or norms[-1] in last.reason.lower() or norms[-1] in last.name.lower()


def _surname(token: Token) -> str:
    """The last part of a name by which it returns: "al-Qadur" as "Qadur"."""
    for prefix in ("al-", "el-", "as-", "ash-", "an-", "ar-"):
        if token.norm.startswith(prefix):
            return token.norm[len(prefix) :]
    return token.norm
