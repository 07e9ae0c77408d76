"""Who says so: each attribution with the words that show it and the span of text that it covers.

Shapes: "according to X", "X said", "… , said X", "X accused Y of", "X told AFP" (X, by way of AFP), "A quoted B as
saying" (B, by way of A), "reportedly" (nobody in particular); then carry-over: "he added", "the same source", and
the sentences of a paragraph after an attributed one, as long as they name no new place. Words lie in
`vocabulary/attribution.toml` and `speakers.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from geo.extracting import speech
from geo.extracting.date_grammar import cue, names
from geo.extracting.model import ActorMention, Attribution, Confidence, Document, Sentence
from geo.extracting.speakers import Speaker
from geo.extracting.speech import Lexicon, following, lexicon
from geo.extracting.voices import Voices

UNNAMED: Final = Speaker("unnamed", "other", None, "nobody is named", named=False)
CARRY_SENTENCES: Final = 2
"""How many sentences of the paragraph after an attributed one are its too, if they name nobody."""


def find_attributions(doc: Document, actors: Sequence[ActorMention] = ()) -> tuple[Attribution, ...]:
    """Return all attributions of a document in text order, each with the span that it covers.

    Offsets count Unicode code points into the article's text. A document in which nobody is quoted gives ().

    >>> from geo.extracting import sentences
    >>> from geo.reading.article import Article
    >>> doc = sentences.read(Article(id="a", text="Air raids killed 13 civilians, the Syrian Observatory said."))
    >>> [(a.speaker, a.confidence) for a in find_attributions(doc)]
    [('Syrian Observatory for Human Rights', 'claimed')]
    """
    return tuple(_Reader(doc, actors).read())


@dataclass(slots=True)
class _Reader:
    """Reads a document once from top to bottom, remembering who spoke."""

    doc: Document
    actors: Sequence[ActorMention]
    words: Lexicon = field(default_factory=lexicon)
    voices: Voices = field(init=False)

    def __post_init__(self) -> None:
        self.voices = Voices(self.doc, self.actors)

    def read(self) -> Iterator[Attribution]:
        carried: Attribution | None = None
        left = 0
        paragraph = -1
        for sentence in self.doc.sentences:
            if sentence.paragraph != paragraph:
                paragraph, carried = sentence.paragraph, None
            if cue("scene").match(self.doc.article.text, sentence.start, sentence.end):
                carried = None
            own = list(self._sentence(sentence))
            yield from own
            if own:
                named = [item for item in own if item.speaker != UNNAMED.name]
                carried, left = (named[-1] if named else None), CARRY_SENTENCES
            elif carried is not None and left > 0:
                if not self._goes_on(sentence):
                    carried = None
                    continue
                left -= 1
                yield replace(
                    carried,
                    confidence="claimed" if carried.confidence == "accused" else carried.confidence,
                    scope_start=sentence.start,
                    scope_end=sentence.end,
                    reason="carried over within the paragraph",
                )

    def _sentence(self, sentence: Sentence) -> Iterator[Attribution]:
        tokens, openers = sentence.tokens, self.words.openers
        index = 0
        while index < len(tokens):
            if tokens[index].norm not in openers:
                index += 1
                continue
            found: Attribution | None = None
            phrase = speech.phrase_at(tokens, index, self.words.follow)
            if phrase:
                found = self._follow(sentence, index, len(phrase))
            elif speech.is_verb(tokens, index, self.words):
                found = self._verb(sentence, index)
            if found is None and (phrase := speech.phrase_at(tokens, index, self.words.unnamed)):
                found = self._nobody(sentence, index, len(phrase))
            if found is not None:
                yield found
                while index < len(tokens) and tokens[index].start < found.end:
                    index += 1
            else:
                index += 1
        if sentence.kind == "headline" and (tail := self._headline(sentence)):
            yield tail

    def _goes_on(self, sentence: Sentence) -> bool:
        """Return whether a sentence goes on in the matter of those before it: it names no place that is new.

        In a text of capitals names cannot be told from other words, and everything goes on.
        """
        if self.voices.capitals or sentence.index == 0 or _refers(sentence, self.words):
            return True
        before: set[str] = set()
        for earlier in self.doc.sentences[max(0, sentence.index - CARRY_SENTENCES) : sentence.index]:
            if earlier.paragraph == sentence.paragraph:
                before.update(token.norm for token in earlier.tokens)
        return all(name in before for name in _placed(sentence, self.words))

    # -- shapes ---------------------------------------------------------------------------------------------------

    def _follow(self, sentence: Sentence, index: int, length: int) -> Attribution | None:
        """The shape "according to X": the whole sentence is X's, but for a part set off by a semicolon."""
        first, end = speech.speaker_after(sentence.tokens, index + length, self.words, self.voices.inside_name)
        speaker = self.voices.speaker(sentence, first, end) or self.voices.as_written(sentence.tokens, first, end)
        if speaker is None:
            return None
        span = (sentence.tokens[index].start, sentence.tokens[end - 1].end)
        return self._made(span, speaker, "claimed", self._whole(sentence, index), "according to")

    def _verb(self, sentence: Sentence, index: int) -> Attribution | None:
        tokens, verb = sentence.tokens, sentence.tokens[index].norm
        kind = self.words.verbs[verb]
        passive = speech.is_passive(tokens, index)
        if passive and kind == "accuse":
            return self._accused_by(sentence, index)
        if passive or (kind == "claim" and speech.tells_of_lives(tokens, index, self.words)):
            return None
        first, end = speech.subject(tokens, index, self.words)
        clause = end < index and tokens[end].norm == "," and "," not in [token.norm for token in tokens[first:end]]
        speaker = None if clause else self.voices.subject(sentence, first, end)
        quoted = self._quoted(sentence, index, speaker)
        if quoted is not None:
            return quoted
        inverted = False
        if speaker is None and speech.may_invert(tokens, index, self.words):
            first, end = speech.speaker_after(tokens, index + 1, self.words, self.voices.inside_name)
            speaker = self.voices.speaker(sentence, first, end) or self.voices.as_written(tokens, first, end)
            inverted = speaker is not None
        if speaker is None or (
            verb in self.words.weak
            and not speech.earns(tokens, index, known=speaker.named and speaker.reason != "as written")
        ):
            return None
        confidence: Confidence = "accused" if kind == "accuse" else "claimed"
        if inverted:
            span, scope = (tokens[index].start, tokens[end - 1].end), self._whole(sentence, index)
            return self._made(span, speaker, confidence, scope, f"'{verb}' before the speaker")
        via, after = self._via(sentence, index) if verb in ("told", "tells") else (None, index + 1)
        closing = speech.is_closing(tokens, after, self.words)
        scope = self._whole(sentence, index) if closing else (tokens[first].start, self._end(sentence, index))
        after = max(after, speech.where_said(tokens, index, self.words))
        span = (tokens[first].start, tokens[after - 1].end)
        made = self._made(span, speaker, confidence, scope, f"speaker before '{verb}'")
        return replace(made, via=via)

    def _quoted(self, sentence: Sentence, index: int, medium: Speaker | None) -> Attribution | None:
        """The shape "Interfax quoted the ministry as saying": the ministry, by way of Interfax."""
        tokens = sentence.tokens
        if tokens[index].norm not in ("quoted", "cited", "quotes"):
            return None
        end = next((i for i in range(index + 1, min(index + 14, len(tokens))) if tokens[i].norm == "as"), None)
        if end is None or end == index + 1:
            return None
        speaker = self.voices.speaker(sentence, index + 1, end) or self.voices.as_written(tokens, index + 1, end)
        if speaker is None:
            return None
        span = (tokens[index + 1].start, tokens[end - 1].end)
        scope = (sentence.start, sentence.end)
        made = self._made(span, speaker, "claimed", scope, "quoted as saying")
        return replace(made, via=medium.name if medium else None)

    def _accused_by(self, sentence: Sentence, index: int) -> Attribution:
        """The shape "has been accused (by X) of": by X, or by nobody in particular."""
        tokens = sentence.tokens
        speaker, end = UNNAMED, index + 1
        if following(tokens, index) == "by":
            first, end = speech.speaker_after(tokens, index + 2, self.words, self.voices.inside_name)
            speaker = self.voices.speaker(sentence, first, end) or self.voices.as_written(tokens, first, end) or UNNAMED
        span = (tokens[index].start, tokens[max(index, end - 1)].end)
        scope = (self._start(sentence, index), self._end(sentence, index))
        return self._made(span, speaker, "accused", scope, "is accused")

    def _nobody(self, sentence: Sentence, index: int, length: int) -> Attribution:
        tokens = sentence.tokens
        span = (tokens[index].start, tokens[index + length - 1].end)
        scope = (self._start(sentence, index), self._end(sentence, index))
        return self._made(span, UNNAMED, "possible", scope, f"'{tokens[index].text}'")

    def _headline(self, sentence: Sentence) -> Attribution | None:
        """The shape "Air strikes kill 13: monitor"."""
        tokens = sentence.tokens
        cut = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].norm in (":", "-", "--")), None)
        if cut is None or not 0 < len(tokens) - cut - 1 <= 4:  # noqa: PLR2004 - a name, not a second headline
            return None
        speaker = self.voices.speaker(sentence, cut + 1, len(tokens))
        if speaker is None:
            return None
        span = (tokens[cut + 1].start, tokens[-1].end)
        return self._made(span, speaker, "claimed", (sentence.start, sentence.end), "end of the headline")

    # -- the speaker's words --------------------------------------------------------------------------------------

    def _via(self, sentence: Sentence, index: int) -> tuple[str | None, int]:
        """The medium told, and the token after it: "told AFP", "told state television", "told reporters"."""
        first, end = speech.speaker_after(sentence.tokens, index + 1, self.words, self.voices.inside_name)
        medium = self.voices.speaker(sentence, first, end)
        if medium is None or medium.speaker_type != "media":
            return None, max(first, min(end, index + 2))
        return (medium.name if medium.name != "journalists" else None), end

    # -- scopes ---------------------------------------------------------------------------------------------------

    def _start(self, sentence: Sentence, index: int) -> int:
        for i in range(index - 1, -1, -1):
            if sentence.tokens[i].norm == ";":
                return sentence.tokens[i].end
        return sentence.start

    def _end(self, sentence: Sentence, index: int) -> int:
        for token in sentence.tokens[index:]:
            if token.norm == ";":
                return token.start
        return sentence.end

    def _whole(self, sentence: Sentence, index: int) -> tuple[int, int]:
        return self._start(sentence, index), self._end(sentence, index)

    def _made(
        self,
        span: tuple[int, int],
        speaker: Speaker,
        confidence: Confidence,
        scope: tuple[int, int],
        reason: str,
    ) -> Attribution:
        if speaker is not UNNAMED:
            self.voices.last = speaker
        why = reason + (f"; {speaker.reason}" if speaker.reason else "")
        return Attribution(
            span[0], span[1], speaker.name, speaker.speaker_type, confidence, scope[0], scope[1], why,
            country=speaker.country,
        )  # fmt: skip


def _refers(sentence: Sentence, words: Lexicon) -> bool:
    """Return whether a sentence opens with a word that points back: "It", "They", "The attack", "Another"."""
    return sentence.tokens[0].norm in words.refers if sentence.tokens else False


def _placed(sentence: Sentence, words: Lexicon) -> Iterator[str]:
    """Yield the first capitalised word after each preposition of place: "Nikopol" in "hit a bus in Nikopol"."""
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.norm in words.where:
            after = next((t for t in tokens[index + 1 : index + 4] if t.text[:1].isupper()), None)
            if after is not None and after.norm not in words.skip and after.norm not in names()[0]:
                yield after.norm
