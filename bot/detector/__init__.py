"""Text -> verdict. Importable alone."""

from bot.detector.detector import Detector

__all__ = ["Detector"]
