"""``/verifier``: what is said of a number, a link or an address."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from bot.cli_verify import verify as command
from bot.detector.links import Trick
from bot.messages import HiddenLink
from bot.replies.verified import make_verified
from bot.verify import Standing, Thing, listed, verify

OFFICIAL = [
    "0 806 800 213",
    "3608",
    "ameli.fr",
    "https://espacepro.ameli.fr/x",
    "monserviceclient.e-cps@esante.gouv.fr",
]
UNKNOWN = [
    "3915",
    "06 39 98 12 34",
    "bit.ly/abc",
    "planning-garde.example",
    "+44 20 7946 0958",
    "accueil@garde.example",
]


@pytest.mark.parametrize("text", OFFICIAL)
def test_official(text: str) -> None:
    (finding,) = verify(text)
    assert finding.standing is Standing.OFFICIAL
    assert finding.owner
    assert finding.source
    assert finding.checked


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_never_reads_like_safe(text: str) -> None:
    findings = verify(text)
    assert [finding.standing for finding in findings] == [Standing.UNKNOWN]
    said = make_verified(findings, listed(), "fr").as_text().replace("\u00a0", " ")
    assert "Inconnu ne veut pas dire sûr" in said
    assert "0 806 800 213" in said


@pytest.mark.parametrize(
    ("text", "of", "detail"),
    [
        ("ameIi.fr", "ameli.fr", "I → l"),
        ("http://amelli.fr", "ameli.fr", "l → i"),
        ("0 806 800 231", "0 806 800 213", "3 → 1"),
        ("3680", "3608", "8 → 0"),
    ],
)
def test_a_lookalike_shows_the_sign_that_differs(text: str, of: str, detail: str) -> None:
    (finding,) = verify(text)
    assert (finding.standing, finding.of, finding.detail) == (Standing.LOOKALIKE, of, detail)
    assert detail in make_verified((finding,), listed(), "fr").as_text()


def test_the_most_dangerous_comes_first_and_the_trap_is_not_clickable() -> None:
    findings = verify("ameli.fr, puis 06 39 98 12 34, puis https://esante-gouv.fr/x")
    assert [f.standing for f in findings] == [Standing.LOOKALIKE, Standing.UNKNOWN, Standing.OFFICIAL]
    said = make_verified(findings, listed(), "fr").as_text()
    assert "esante-gouv[.]fr" in said
    assert "esante-gouv.fr" not in said


def test_a_hidden_target_is_looked_up() -> None:
    (finding,) = verify("cliquez ici", [HiddenLink((0, 11), "https://psc-abri.info")])
    assert (finding.thing, finding.trick, finding.is_hidden) == (Thing.LINK, Trick.BRAND, True)


def test_nothing_to_look_up_says_what_to_write() -> None:
    assert verify("bonjour") == ()
    assert "/verifier" in make_verified((), listed(), "fr").as_text()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_finding_has_its_words_and_the_age_of_the_list(language: str) -> None:
    tricks = ["ameli.com", "ameli.fr.x.example", "https://ameli.fr@x.example", "esante-gouv.fr", "аmeli.fr"]
    hints = ["http://1.2.3.4/", "psc-abri.info", "forms.gle/x", "0899 12 34 56", "rien"]
    texts = [*OFFICIAL, *UNKNOWN, *tricks, *hints]
    for text in texts:
        said = make_verified(verify(text), listed() + timedelta(days=200), language).as_text()
        assert "{" not in said
        assert "200" in said or not verify(text)


def test_the_command_prints_sentences_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    command("3608")
    assert "liste officielle" in capsys.readouterr().out
    command("ameli.com", as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["findings"][0]["standing"] == "lookalike"
    assert date.fromisoformat(found["listed"]) == listed()
