"""Text as written -> text as meant, with the way back: case, accents, disguises, chat spellings, typos."""

from bot.detector.normalise.normaliser import Normaliser
from bot.detector.normalise.result import Normalised

__all__ = ["Normalised", "Normaliser"]
