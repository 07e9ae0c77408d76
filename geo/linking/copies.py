"""Near-identical sentences in two articles: one agency's copy, carried twice, is one origin."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence

from geo.extracting.model import Token
from geo.linking.settings import rules


def shingles(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the groups of neighbouring words of a sentence, each as a number that is the same on every machine.

    >>> from geo.extracting.tokens import tokenize
    >>> def ask(text): return shingles(tokenize(text, 0, len(text)))
    >>> share(ask("Air raids killed 13 civilians on Tuesday"), ask("Air raids killed 13 civilians on Tuesday."))
    1.0
    >>> share(ask("Air raids killed 13 civilians"), ask("Troops massed at the border of Idlib"))
    0.0
    """
    size = int(rules()["merge"]["copy_words"])
    words = [token.norm for token in tokens if token.norm[:1].isalnum()]
    if len(words) < size:
        return frozenset()
    return frozenset(zlib.crc32(" ".join(words[i : i + size]).encode()) for i in range(len(words) - size + 1))


def share(a: frozenset[int], b: frozenset[int]) -> float:
    """Return the share of common word groups (Jaccard), 0 where either has none."""
    return len(a & b) / len(a | b) if a and b else 0.0


def copied(texts: Sequence[frozenset[int]], owners: Sequence[int]) -> list[int]:
    """Return for each sentence the index of the first sentence, of another owner, that it copies; itself if none.

    `owners` are article numbers: a sentence is no copy of one in its own article.
    """
    least = float(rules()["merge"]["copy_share"])
    first = list(range(len(texts)))
    index: dict[int, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        common: dict[int, int] = defaultdict(int)
        for shingle in text:
            for j in index[shingle]:
                if owners[j] != owners[i]:
                    common[j] += 1
        for j in sorted(common):
            if common[j] / (len(text) + len(texts[j]) - common[j]) >= least:
                first[i] = first[j]
                break
        for shingle in text:
            if len(index[shingle]) < 50:  # noqa: PLR2004 - phrases that stand everywhere tell nothing
                index[shingle].append(i)
    return first
