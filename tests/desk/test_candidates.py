"""From a wrong verdict to the right one: the click, the masked candidate, the corpus file, the training."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cli import main
from bot.desk.room import Tools
from bot.detector import training
from bot.detector.detector import Detector
from bot.detector.lexicon import load_lexicon
from bot.detector.reading import Reader
from bot.detector.training import Example
from bot.ports import Kind
from bot.serve import App
from bot.tables import Candidate
from tests.desk.test_presses import add_lead, alert, data_of, press
from tests.doubles import post, settle

WRONG = "Slack m'a déconnecté, j'ai remis le code reçu par SMS et me revoilà. Signé Zanzibarelle, 482913"
RIGHT = "Donne-moi vite le code reçu par SMS"


async def candidates(app: App) -> list[Candidate]:
    async with app.database.read() as session:
        return list(await session.scalars(select(Candidate).order_by(Candidate.id)))


async def test_a_false_alarm_is_one_masked_candidate(app: App) -> None:
    warning = await alert(app, "!code le message de Mme Zanzibarelle, 482913")
    for token in ("a", "b"):
        await press(app, data_of(warning, "Fausse alerte"), token=token)
    [one] = await candidates(app)
    assert (one.kind, one.status, one.rules, one.said_category) == (
        "false-alarm",
        "new",
        ["test.code"],
        "code",
    )
    assert "Zanzibarelle" not in one.text
    assert "482913" not in one.text
    assert "message" in one.text


async def test_what_the_detector_missed_is_one_too(app: App) -> None:
    told = {"chat": "pharmacy", "message": "7", "author": "x", "text": "il me demande le code par téléphone"}
    await post(app, kind="command", name="report", message="8", reply_to=told)
    await post(app, "!code relayed", kind="command", name="report", message="9", after=5000)
    await post(app, kind="command", name="report", message="10", after=9000)
    await settle(app)
    [one] = await candidates(app)
    assert (one.kind, one.said_category, one.rules) == ("missed", None, [])
    assert "demande le code" in one.text


async def test_the_lead_decides_who_was_right(app: App) -> None:
    await post(app, kind="command", name="statut", message="0")
    await settle(app)
    await add_lead(app, "chief")
    await post(app, "!code relayed le message du client")
    adapter = await settle(app)
    notice = adapter.of(Kind.NOTICE)[0].reply
    await press(app, data_of(adapter.of(Kind.WARNING)[0].reply, "Fausse alerte"), token="team")
    await press(app, data_of(notice, "Confirmer"), by="chief", token="yes")
    assert [one.status for one in await candidates(app)] == ["rejected"]


async def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """``vigie candidates`` in this process; its exit code."""
    monkeypatch.setattr(sys, "argv", ["vigie", "candidates", *words])
    return await asyncio.to_thread(_main)


def _main() -> int:
    try:
        return int(main() or 0)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.fixture(scope="module")
def school() -> Iterator[tuple[Reader, list[Example]]]:
    """A small corpus that knows requests and private chat, but no harmless code."""
    corpus = [one for one in training.read_corpus() if not one.is_derived]
    plain = [one for one in corpus if one.world == "dev_ordinary"][:300]
    yield Reader(load_lexicon()), [*plain, *(one for one in corpus if one.world == "dev_alerts")]


def trained(reader: Reader, examples: list[Example]) -> Detector:
    return Detector(reader, training.train(examples, training.read_features(examples)))


async def test_the_whole_loop(
    app: App,
    school: tuple[Reader, list[Example]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    reader, examples = school
    before = trained(reader, examples)
    app.worker._desk.tools = Tools(before, app.worker._desk.tools.keyring)

    warning = await alert(app, WRONG)  # the wrong verdict
    await press(app, data_of(warning, "Fausse alerte"))  # the click
    [one] = await candidates(app)  # the candidate
    assert "Zanzibarelle" not in one.text
    monkeypatch.setenv("VIGIE_DATABASE_URL", app.settings.database_url)
    out = tmp_path / "candidates.jsonl"
    assert await run(monkeypatch, "list") == 0
    assert await run(monkeypatch, "show", "1") == 0
    assert await run(monkeypatch, "accept", "1") == 0
    assert await run(monkeypatch, "export", "--out", str(out)) == 0
    assert "false-alarm" in capsys.readouterr().out
    [row] = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert (row["label"], row["category"], row["lang"]) == ("none", None, "fr")

    learnt = Example("candidates", row["text"], False, None, None, row)
    after = trained(reader, [*examples, learnt])  # the training
    assert before.check_text(WRONG).is_alert
    assert not after.check_text(WRONG).is_alert  # the right verdict
    assert after.check_text(RIGHT).is_alert
    moved = [one for one in examples if _is_alert(before, one) != _is_alert(after, one)]
    assert moved == []  # no other verdict of what it learnt from


def _is_alert(detector: Detector, example: Example) -> bool:
    return detector.check_text(example.text).is_alert


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accept", "99"), "There is no candidate 99"),
        (("accept", "1"), "needs a category"),
        (("accept", "1", "--label", "perhaps"), "A label is one of"),
        (("accept", "1", "--category", "code", "--source", "nowhere"), "needs a category"),
        (("export", "--out", "/nowhere/x.jsonl"), "cannot be written"),
    ],
)
async def test_what_goes_wrong_is_one_sentence(
    app: App,
    words: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await post(app, "le code du service est demandé", kind="command", name="report", message="8")
    await settle(app)
    monkeypatch.setenv("VIGIE_DATABASE_URL", app.settings.database_url)
    assert await run(monkeypatch, *words) == 2
    complaint = capsys.readouterr().err.strip()
    assert said in complaint
    assert len(complaint.splitlines()) == 1


async def test_a_missed_one_is_accepted_as_what_it_is(
    app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await post(app, "le code du service est demandé", kind="command", name="report", message="8")
    await settle(app)
    monkeypatch.setenv("VIGIE_DATABASE_URL", app.settings.database_url)
    words = (
        "accept",
        "1",
        "--category",
        "code",
        "--source",
        "relayed",
        "--text",
        "On me demande le code SMS",
    )
    assert await run(monkeypatch, *words) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["label"], row["category"], row["source"], row["text"]) == (
        "alert",
        "code",
        "relayed",
        "On me demande le code SMS",
    )
    assert await run(monkeypatch, "reject", "1") == 0
