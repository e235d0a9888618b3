"""Brand words in a host name, and names that nearly are one."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.detector.addresses.data import addresses
from bot.detector.addresses.official import Brand, official

_SHORTEST = 4
_SHORTEST_TYPO = 5  # shorter words have too many honest neighbours at one letter
_SHORTEST_TWO_TYPOS = 9
_LONGEST = 20  # longer words are no single brand


def find_brand(text: str, *, strong: bool = True) -> Brand | None:
    """The first brand word in ``text`` (any case): as a word, or inside one when the list allows it."""
    pattern, by_word = _brand_pattern(strong)
    match = pattern.search(text.lower())
    return by_word[match.group()] if match else None


@lru_cache(maxsize=2)
def _brand_pattern(strong: bool) -> tuple[re.Pattern[str], dict[str, Brand]]:
    brands = sorted((b for b in official().brands if b.strong == strong), key=lambda b: -len(b.word))
    return re.compile("|".join(map(_brand_form, brands))), {b.word: b for b in brands}


def _brand_form(brand: Brand) -> str:
    before = "" if brand.inside else "(?<![a-z])"
    after = "" if brand.inside or brand.begins else "(?![a-z])"
    return before + re.escape(brand.word) + after


def skeleton(text: str) -> str:
    """What ``text`` looks like: Latin letters for their look-alikes, one sign for i, l and 1."""
    plain = text.lower().translate(addresses().skeleton_table)
    return plain.replace("rn", "m").replace("vv", "w").replace("i", "l")


def difference(written: str, meant: str) -> str:
    """The first letter that differs, « ı → i »; "" when the words are of different build."""
    for index, char in enumerate(meant):
        if index >= len(written):
            return f"∅ → {char}"
        if written[index] != char and written[index].lower() != char:
            return f"{written[index]} → {char}"
        if written[index] == "I" and written[index:].lower() != meant[index:]:
            return f"I → {char}"
    return f"{written[len(meant)]} → ∅" if len(written) > len(meant) else ""


def nearest_brand(word: str) -> tuple[Brand, bool] | None:
    """The strong brand that ``word`` nearly is, and whether only look-alike letters differ."""
    lower = word.lower()
    if not _SHORTEST <= len(lower) <= _LONGEST or lower in _honest():
        return None
    shape = skeleton(lower)
    for brand, brand_shape in _strong_words():
        if shape == brand_shape and lower != brand.word:
            return brand, True
    near = {brand.word: brand for v in _deletions(lower, _limit(lower)) for brand in _variants().get(v, ())}
    typos = [word for word in near if _is_typo(lower, word)]
    if not typos:
        return None
    best = min(typos, key=lambda word: (distance(lower, word), word[0] != lower[0], word))
    return near[best], False


@lru_cache(maxsize=1)
def _honest() -> frozenset[str]:
    """Ordinary words near a brand, and the brands that everybody may use."""
    return official().neighbours | {brand.word for brand in official().brands if not brand.strong}


@lru_cache(maxsize=1)
def _strong_words() -> tuple[tuple[Brand, str], ...]:
    """Brands long enough to have look-alikes, each with its skeleton."""
    words = (b for b in official().brands if b.strong and "-" not in b.word and len(b.word) >= _SHORTEST)
    return tuple((brand, skeleton(brand.word)) for brand in words)


@lru_cache(maxsize=1)
def _variants() -> dict[str, tuple[Brand, ...]]:
    """Every brand with up to its number of letters left out: a name at that distance shares a variant."""
    found: dict[str, tuple[Brand, ...]] = {}
    for brand, _ in _strong_words():
        for variant in _deletions(brand.word, _limit(brand.word)):
            found[variant] = (*found.get(variant, ()), brand)
    return found


def _limit(word: str) -> int:
    return 2 if len(word) >= _SHORTEST_TWO_TYPOS else 1


def _deletions(word: str, most: int) -> set[str]:
    found = {word}
    for _ in range(most):
        found |= {w[:index] + w[index + 1 :] for w in found for index in range(len(w))}
    return found


def _is_typo(word: str, meant: str) -> bool:
    if len(meant) < _SHORTEST_TYPO:
        return sorted(word) == sorted(meant) and distance(word, meant) == 1
    return 0 < distance(word, meant) <= _limit(meant)


def distance(left: str, right: str) -> int:
    """Damerau–Levenshtein (optimal string alignment): insert, delete, replace, swap two neighbours."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        new = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        before, row = row, new
    return row[-1]
