"""Text embeddings by feature hashing, and figures about a text. Standard library only."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from dataclasses import dataclass

DEFAULT_DIMENSIONS = 256
MAX_DIMENSIONS = 4096
MAX_TEXT_CHARACTERS = 1_000_000

# Character n-grams carry spelling and word stems, words carry meaning: words weigh more.
NGRAM_SIZES = (3, 4)
NGRAM_WEIGHT = 0.5
WORD_WEIGHT = 1.0

_WORD = re.compile(r"\w+", re.UNICODE)
_SENTENCE_END = re.compile(r"[.!?…。！？]+(?:\s|$)")


@dataclass(frozen=True)
class Statistics:
    """Figures about one text."""

    characters: int
    words: int
    distinct_words: int
    sentences: int
    mean_word_length: float
    word_entropy: float


def words_of(text: str) -> list[str]:
    """Lower-case words: runs of letters, digits and underscores."""
    return _WORD.findall(text.lower())


def embed(text: str, dimensions: int = DEFAULT_DIMENSIONS) -> list[float]:
    """The text as a vector of length 1, or all zero when it has no word.

    Every word and every n-gram of characters inside a word is hashed to a place and a sign (Weinberger et al. 2009, "Feature Hashing for Large
    Scale Multitask Learning"); its weight grows with the logarithm of its count.
    """
    vector = [0.0] * dimensions
    for feature, weight in _features(text).items():
        place, sign = _hash(feature, dimensions)
        vector[place] += sign * weight
    norm = math.sqrt(math.fsum(value * value for value in vector))
    return vector if norm == 0.0 else [value / norm for value in vector]


def _features(text: str) -> dict[str, float]:
    counts = Counter(words_of(text))
    features: dict[str, float] = {}
    ngrams: Counter[str] = Counter()
    for word, count in counts.items():
        features[f"w:{word}"] = WORD_WEIGHT * (1.0 + math.log(count))
        padded = f"^{word}$"
        for size in NGRAM_SIZES:
            for start in range(len(padded) - size + 1):
                ngrams[padded[start : start + size]] += count
    for ngram, count in ngrams.items():
        features[f"c:{ngram}"] = NGRAM_WEIGHT * (1.0 + math.log(count))
    return features


def _hash(feature: str, dimensions: int) -> tuple[int, float]:
    # Not hash(): Python salts it per process.
    digest = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest(), "big")
    return (digest >> 1) % dimensions, 1.0 if digest & 1 else -1.0


def cosine(left: list[float], right: list[float]) -> float:
    """Cosine similarity of two vectors of length 1 (or zero)."""
    return math.fsum(a * b for a, b in zip(left, right))


def statistics_of(text: str) -> Statistics:
    """Figures about a text."""
    words = words_of(text)
    total = len(words)
    counts = Counter(words)
    entropy = -math.fsum(count / total * math.log2(count / total) for count in counts.values()) if total else 0.0
    sentences = len(_SENTENCE_END.findall(text))
    return Statistics(
        characters=len(text),
        words=total,
        distinct_words=len(counts),
        sentences=max(sentences, 1 if total else 0),
        mean_word_length=math.fsum(map(len, words)) / total if total else 0.0,
        word_entropy=abs(entropy),
    )
