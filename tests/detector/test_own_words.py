"""What the bot says itself never sets it off, quoted or forwarded."""

from __future__ import annotations

import pytest

from bot.detector import Detector
from bot.messages import Category, Source
from bot.replies.words import words


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("source", list(Source))
def test_is_silent_on_its_own_warning(
    detector: Detector, language: str, category: Category, source: Source
) -> None:
    say = words(language)
    name = f"warning.{category}.{source}"
    steps = "\n".join(say.many(f"{name}.step"))
    warning = "\n\n".join([say(f"{name}.title"), say(f"{name}.rule"), say("never"), steps, say("contact")])
    quoted = "> " + warning.replace("\n", "\n> ")
    assert not detector.check_text(warning).is_alert
    assert not detector.check_text(quoted).is_alert
