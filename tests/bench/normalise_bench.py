"""The speed of the normaliser alone: ordinary texts, and hostile ones, where time must grow with the length.

python tests/bench/normalise_bench.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # run as a file, too

from bot.detector.lexicon import load_lexicon
from bot.detector.normalise import Normaliser

LENGTHS = (1_000, 4_000, 16_000, 40_000)
PLAIN = {
    "plain ASCII": "Bonjour, est-ce que quelqu'un peut ouvrir la pharmacie demain matin avant huit heures",
    "accents": "Je suis allé à la réunion, c'était très intéressant et on a bien mangé après quoi",
    "chat spelling": "slt c koi le kod ke ta resu stp, jdoi activé ma carte é g pa le tps",
}
HOSTILE = {
    "leet": "d0nn3 m0! l3 c0d3 ",
    "spaced": "c o d e r e c u ",
    "typos": "idnetifiant conenxion ",
    "zero width": "c\u200bo\u200bd\u200be ",
    "cyrillic": "соде рассе ",
    "marks": "*a* _b_ ",
    "emoji": "c🔥o🔥d🔥e ",
    "combining": "e\u0301\u0336",
    "broken lines": "co\nde ",
    "links": "a@b.fr ",
    "mojibake": "Ã©",
    "letters": "abcdefghij",
}


def least(normaliser: Normaliser, text: str, times: int) -> float:
    """The shortest of some runs, in seconds of the processor: other programs do not count."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        normaliser(text)
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> None:
    start = time.perf_counter()
    normaliser = Normaliser(load_lexicon().words())
    print(f"built in {(time.perf_counter() - start) * 1000:.0f} ms, with the lexicon")
    for name, text in PLAIN.items():
        print(f"{name:<14}{least(normaliser, text, 200) * 1e6:7.1f} µs for {len(text)} characters")
    print(f"{'ms for':<14}" + "".join(f"{length:>9,}" for length in LENGTHS))
    for name, unit in HOSTILE.items():
        texts = [(unit * (length // len(unit) + 1))[:length] for length in LENGTHS]
        print(f"{name:<14}" + "".join(f"{least(normaliser, text, 2) * 1000:9.2f}" for text in texts))


if __name__ == "__main__":
    main()
