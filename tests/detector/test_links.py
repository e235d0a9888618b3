"""Links: what is one, what is none, who is imitated and how."""

from __future__ import annotations

import pytest

from bot.detector.links import LinkKind, Trick, find_links
from bot.messages import HiddenLink

LOOKALIKES = [
    ("va sur ameli.fr-pro.support vite", "ameli.fr-pro.support", "ameli.fr", Trick.HYPHEN),
    ("e-cps-renouveau.info", "e-cps-renouveau.info", "esante.gouv.fr", Trick.BRAND),
    ("psc-porte.io ce soir", "psc-porte.io", "esante.gouv.fr", Trick.BRAND),
    ("cps-again.co.uk", "cps-again.co.uk", "esante.gouv.fr", Trick.BRAND),
    ("macps.live, déjà rempli", "macps.live", "esante.gouv.fr", Trick.BRAND),
    ("AMELIPRO-STOP.COM", "amelipro-stop.com", "ameli.fr", Trick.BRAND),
    ("amelipro.bzh, en breton", "amelipro.bzh", "ameli.fr", Trick.BRAND),
    ("ameli.com", "ameli.com", "ameli.fr", Trick.ENDING),
    ("monespacesante.pro/pharmacie", "monespacesante.pro", "monespacesante.fr", Trick.ENDING),
    ("https://esante-gouv.fr/x", "esante-gouv.fr", "esante.gouv.fr", Trick.HYPHEN),
    ("mon-espace-sante.fr", "mon-espace-sante.fr", "monespacesante.fr", Trick.HYPHEN),
    ("ameli.fr.entree.example", "ameli.fr.entree.example", "ameli.fr", Trick.SUBDOMAIN),
    ("esante.gouv.fr.abri-ps.com, vite", "esante.gouv.fr.abri-ps.com", "esante.gouv.fr", Trick.SUBDOMAIN),
    ("https://www.esante.gouv.fr@relance.ru/login", "relance.ru", "esante.gouv.fr", Trick.USER),
    ("ameIi-pro.cc", "ameii-pro.cc", "ameli.fr", Trick.LETTER),
    ("аmeli.fr", "аmeli.fr", "ameli.fr", Trick.LETTER),
    ("http://xn--meli-43d.fr", "аmeli.fr", "ameli.fr", Trick.LETTER),
    ("http://arneli.fr", "arneli.fr", "ameli.fr", Trick.LETTER),
    ("msante-garde.fr", "msante-garde.fr", "mssante.fr", Trick.TYPO),
    ("http://amelli.fr", "amelli.fr", "ameli.fr", Trick.TYPO),
    ("http://prosnateconnect.fr", "prosnateconnect.fr", "esante.gouv.fr", Trick.TYPO),
]  # fmt: skip


@pytest.mark.parametrize(("text", "host", "of", "trick"), LOOKALIKES)
def test_a_lookalike_is_named_with_its_trick(text: str, host: str, of: str, trick: Trick) -> None:
    (link,) = find_links(text)
    assert (link.kind, link.host, link.of, link.trick) == (LinkKind.LOOKALIKE, host, of, trick)


DISGUISES = [
    ("hxxp://certif-mssante[.]online", "certif-mssante.online"),
    ("https[:]//e-cps.site", "e-cps.site"),
    ("tape esante-garde [point] fr dans la barre", "esante-garde.fr"),
    ("ecps(.)relance(.)top — Cordialement", "ecps.relance.top"),
    ("esante tiret gouv point info et reconfirmez", "esante-gouv.info"),
    ("psc-tiret-abri-point-com, et", "psc-abri.com"),
    ("cps reset dot com", "reset.com"),
    ("dodo-psc point fr avant jeudi", "dodo-psc.fr"),
    ("a m e l i p r o - a b r i . c o m pour", "amelipro-abri.com"),
    ("e\u200bcps.info", "ecps.info"),
    ("ｅｃｐｓ．ｉｎｆｏ", "ecps.info"),
    ("http://ecps.\ninfo/go", "ecps.info"),
    ("ecps .info", "ecps.info"),
]


@pytest.mark.parametrize(("text", "host"), DISGUISES)
def test_a_disguised_link_is_read(text: str, host: str) -> None:
    (link,) = find_links(text)
    assert link.host == host
    assert link.is_disguised


NO_LINKS = [
    "M.Dupont passe demain", "p.ex. le 12.50", "fichier.pdf", "etc.ok", "resultats.Il faut voir",
    "Maj_Segur.msi", "planning.zip", "ok.la suite", "fini.il part",
    "oui.si tu veux", "merci.Bisous", "Dr.House",
    "le point info du jour", "un petit point com", "faire le point fr", "bisous.biz", "voilà...la suite",
    "à 14h30.bonne nuit", "S.A.S",
    "le dot matrix", "v1.2.3", "10.000.000", "192.168.1.12",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_LINKS)
def test_dots_of_ordinary_text_are_no_links(text: str) -> None:
    assert find_links(text) == ()


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("https://espacepro.ameli.fr/", "ameli.fr"),
        ("wallet.esw.esante.gouv.fr", "wallet.esw.esante.gouv.fr"),
        ("va sur ameli.fr.Merci", "ameli.fr"),
        ("ecris a monserviceclient.e-cps@esante.gouv.fr", "esante.gouv.fr"),
        ("l'ordre : WWW.ORDRE.PHARMACIEN.FR", "ordre.pharmacien.fr"),
    ],
)
def test_official_domains_and_their_subdomains(text: str, of: str) -> None:
    (link,) = find_links(text)
    assert (link.kind, link.of) == (LinkKind.OFFICIAL, of)


@pytest.mark.parametrize(
    ("text", "kind", "brand"),
    [
        ("tinyurl.com/ecps-69", LinkKind.SHORTENER, "ecps"),
        ("bit.ly/gateau", LinkKind.SHORTENER, ""),
        ("forms.gle/carte-cps", LinkKind.HOSTED, "cps"),
        ("https://framadate.org/planning", LinkKind.UNKNOWN, ""),
        ("harmonie-sante.fr", LinkKind.UNKNOWN, "sante"),
        ("amelie.fr", LinkKind.UNKNOWN, ""),
        ("http://185.12.3.4/connexion", LinkKind.UNKNOWN, ""),
        ("support.psc@aide.example", LinkKind.UNKNOWN, "psc"),
        ("un lien en .shop, non merci", LinkKind.UNKNOWN, ""),
    ],
)
def test_what_is_no_imitation(text: str, kind: LinkKind, brand: str) -> None:
    (link,) = find_links(text)
    assert (link.kind, link.brand) == (kind, brand)


def test_a_hidden_target_is_read_and_the_shown_name_is_a_trick() -> None:
    text = "ici : https://esante.gouv.fr"
    shown, hidden = find_links(text, [HiddenLink((6, len(text)), "https://abri.info/x")])
    assert shown.kind is LinkKind.OFFICIAL
    assert (hidden.kind, hidden.trick, hidden.of) == (LinkKind.LOOKALIKE, Trick.SHOWN, "esante.gouv.fr")
    assert hidden.is_hidden


def test_a_hidden_target_that_is_what_the_text_shows_is_one_link() -> None:
    assert len(find_links("ameli.fr", [HiddenLink((0, 8), "https://ameli.fr/")])) == 1


def test_both_sides_of_a_slack_link_are_found() -> None:
    first, second = find_links("<https://psc.aide.example/s|https://esante.gouv.fr/connexion>")
    assert (first.kind, second.kind) == (LinkKind.LOOKALIKE, LinkKind.OFFICIAL)


def test_the_span_holds_the_address_and_not_the_sentence() -> None:
    text = "Allez (https://e-cps.site/a), puis dormez."
    (link,) = find_links(text)
    assert text[slice(*link.span)] == "https://e-cps.site/a"
