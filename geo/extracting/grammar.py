"""Word classes in context: noun or verb, active or passive, a name, an -ing form that opens a sentence."""

from __future__ import annotations

from typing import Literal

from geo.extracting import vocabulary
from geo.extracting.clauses import View

Form = Literal["noun", "verb", "event"]


_BE = vocabulary.bag("be")


_NEEDS_OBJECT = vocabulary.bag("needs_object")
_AFTER = vocabulary.bag("after_participle")
_AUX = vocabulary.bag("auxiliary")


_PARTICIPLES = vocabulary.bag("participle")


def _participle(word: str) -> bool:
    return word.endswith("ed") or word in _PARTICIPLES


def is_passive(view: View, start: int, end: int) -> bool:
    """Tell whether the verb at these tokens is in the passive: a form of "be" before it, or "by" after it."""
    words = view.words
    if words[start] in ("come", "comes", "came", "coming"):
        return True  # "came under fire"
    verb = next((at for at in range(start, end) if _participle(words[at])), None)
    if verb is None:
        return False
    at = verb - 1
    while at >= 0 and (words[at] in _AUX or words[at].endswith("ly")):
        at -= 1
    if at >= 0 and words[at] in _BE:
        return True
    if words[verb] in _NEEDS_OBJECT and verb == start and words[verb + 1 : verb + 2] and words[verb + 1] in _AFTER:
        return True
    after = verb + 1
    if after < len(words) and (words[after].endswith("ly") or words[after] in _AUX):
        after += 1
    return after < len(words) and words[after] == "by"


_DETERMINERS = vocabulary.bag("noun_after")


_VERB_BEFORE = vocabulary.bag("verb_after")


_NOUN_AFTER = vocabulary.bag("noun_before")


def form_here(view: View, start: int, end: int, form: Form) -> Form:
    """Return whether a verb's pattern stands here as a noun: "the attack", "rebel attacks on", not "rebels attack"."""
    word = view.words[start]
    if form != "verb" or word.endswith("ed") or any(first == start for first, _, _ in view.mentions):
        return form
    before = view.words[start - 1] if start else ""
    after = view.words[start + 1] if start + 1 < len(view.words) else ""
    if word.endswith("ings"):
        return "noun"
    if word == "fighting" and before not in _VERB_BEFORE and before not in _BE and after in _FIGHTING_BEFORE:
        return "noun"
    if word == "fighting" and before in _FIERCE:
        return "noun"
    if word == "shooting" and after == "of":
        return "noun"
    if word.endswith("ing"):
        noun = (
            end == start + 1 and before in ("a", "the", "this", "of", "mass") and after in ("of", "on", "in", ",", ".")
        )
        return "noun" if noun and before != "of" else form
    if word not in _EITHER or before in _VERB_BEFORE:
        return form
    return "noun" if before in _DETERMINERS or after in _NOUN_AFTER else form


_EITHER = vocabulary.bag("noun_or_verb")
_FIERCE = frozenset("heavy fierce intense bloody bitter brief renewed sporadic street ferocious pitched".split())
_FIGHTING_BEFORE = vocabulary.bag("after_noun_fighting")


def is_gerund(view: View, start: int) -> bool:
    """Tell whether an -ing form opens the sentence ("Attacking churches is forbidden"): no one does it."""
    word = view.words[start]
    if not word.endswith("ing") or any(last <= start for _, last, _ in view.mentions):
        return False
    return all(w in ('"', "'", "but", "and") for w in view.words[:start])


def is_name(view: View, start: int, end: int) -> bool:
    """Tell whether a single word is part of a name: a capital in the middle of prose ("Linda Battle")."""
    tokens = view.sentence.tokens
    if view.words[start] == "march":  # the month
        return start > 0 and (tokens[start].text == "March" or view.words[start - 1][:1].isdigit())
    if (
        end != start + 1
        or start == 0
        or view.sentence.kind in ("headline", "heading")
        or not tokens[start].text[0].isupper()
    ):
        return False
    if tokens[start - 1].text[-1] in "\"“'‘.:–—-•" or tokens[start].text.isupper():
        return False
    words = [t.text for t in tokens if t.text[0].isalpha()]
    return 2 * sum(w[0].isupper() for w in words) < len(words) + 1


def forces_is_noun(view: View, start: int) -> bool:
    """Tell whether "forces" is the noun: part of an actor or a name, or followed by a form of be or have."""
    after = view.words[start + 1] if start + 1 < len(view.words) else ""
    named = view.sentence.tokens[start].text[0].isupper() and not view.capitals
    return named or after in ("were", "are", "was", "have", "had") or any(a <= start < b for a, b, _ in view.mentions)
