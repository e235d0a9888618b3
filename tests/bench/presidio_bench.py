"""The speed of Presidio's analyzer with its own recognizers and a blank French spaCy.

    python -m tests.bench.presidio_bench < texts.json

Imports nothing of the project: it may run in an environment of its own that has presidio-analyzer.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable

from tests.bench.speed import times


def analyzer() -> Callable[[str], object]:
    """Raises ImportError when presidio-analyzer is not installed."""
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    engine = SpacyNlpEngine(ner_model_configuration=NerModelConfiguration())
    engine.nlp = {"fr": spacy.blank("fr")}
    registry = RecognizerRegistry(supported_languages=["fr"])
    registry.load_predefined_recognizers(languages=["fr"], nlp_engine=engine)
    made = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["fr"])
    return lambda text: made.analyze(text=text, language="fr")


def main() -> None:
    texts = json.load(sys.stdin)
    try:
        call = analyzer()
    except ImportError:
        print("not installed: pip install presidio-analyzer, or VIGIE_BENCH_PRESIDIO=<its python>")
        return
    print(times(call, texts, rounds=1))


if __name__ == "__main__":
    main()
