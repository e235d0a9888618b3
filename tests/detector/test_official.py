"""The official list: what it must hold, and how a bad one is refused."""

from __future__ import annotations

import pytest

from bot.detector.addresses.data import parse
from bot.detector.addresses.official import Official, official
from bot.errors import PatternError

RULE_13 = [
    "esante.gouv.fr", "mssante.fr", "ameli.fr", "ordre.pharmacien.fr", "sante.fr", "sante.gouv.fr",
    "cybermalveillance.gouv.fr", "service-public.fr", "monespacesante.fr",
]  # fmt: skip


@pytest.mark.parametrize("domain", RULE_13)
def test_the_domains_of_the_policy_are_official(domain: str) -> None:
    assert official().domain(f"sous.{domain}") is not None
    assert official().domain(f"x{domain}") is None


@pytest.mark.parametrize("number", ["+33806800213", "3608", "3646"])
def test_the_numbers_of_the_policy_are_official(number: str) -> None:
    assert official().phone(number) is not None


def test_every_brand_imitates_an_official_domain() -> None:
    assert all(official().domain(brand.of) for brand in official().brands)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("domains: [", "not YAML"),
        ("listed: hier", "listed"),
        ("{listed: 2026-01-01, domains: [{name: ameli.fr, owner: AM, source: page}]}", "domains.0.checked"),
        ("{surprise: 1}", "entry"),
    ],
)
def test_a_bad_list_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse(Official, text, "patterns/official.yaml")
    message = str(caught.value)
    assert message.startswith("patterns/official.yaml")
    assert said in message
    assert "\n" not in message
