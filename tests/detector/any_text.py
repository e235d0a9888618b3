"""Texts that nobody expects, and what may not happen on them."""

from __future__ import annotations

import time

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bot.detector import Detector
from bot.messages import HiddenLink, Message

PIECES = (
    "donne-moi", "le", "code", "reçu par", "SMS", "mot de passe", "e-CPS", "amelipro", "482913",
    "c.o.d.e", "http://e-cps.example/a", "hxxp://x[.]example", "06 39 98 12 34", "@", "«", "»", "¶", "\n",
    "\r\n", "\t", "\0",
    "\u200b", "\u00ad", "\u202e", "\u0301" * 40, "\ud800", "🔥", "👩🏽‍⚕️", "ﷺ", "𝒄𝒐𝒅𝒆",
    "ｃｏｄｅ", "соdе", "c0d3", "İ", "ß",
    "ﬁ", "\u1e9e", "\U0010ffff", "...", "''", "[", "(", ")", "*", "_", "~", "`", "|", "/", "\\", "%",
)  # fmt: skip
SLOWEST = 0.25  # seconds for a text of this size, on a busy machine


def any_text() -> SearchStrategy[str]:
    """Any characters (lone surrogates included), and words and signs that the detector looks for, mixed."""
    wild = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60)
    mixed = st.lists(st.sampled_from(PIECES) | wild, max_size=20)
    return mixed.flatmap(lambda parts: st.sampled_from(("", " ")).map(lambda sign: sign.join(parts)))


def problem(detector: Detector, text: str) -> str | None:
    """What is wrong with the verdict on a text: a span outside of it, no true score, too long a time."""
    message = Message("any", "c", "2", "a", text, links=(HiddenLink((0, len(text)), "https://x.example"),))
    start = time.process_time()
    verdict = detector.check_text(text)
    detector.check(message, (message, message))
    seconds = time.process_time() - start
    if not 0 <= verdict.score <= 1 or verdict.is_alert != (verdict.category is not None):
        return "no verdict"
    for reason in verdict.reasons:
        begin, end = reason.span
        if not 0 <= begin <= end <= len(text):
            return f"span {reason.span} of {len(text)} characters"
    return f"{seconds:.2f} s" if seconds > SLOWEST else None
