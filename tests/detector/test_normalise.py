"""What the normaliser makes of messages, plain and disguised."""

from __future__ import annotations

import pytest

from bot.detector.normalise import Normaliser
from bot.detector.normalise.data import read_words


@pytest.fixture(scope="module")
def normaliser() -> Normaliser:
    return Normaliser(frozenset(read_words("lexicon_seed.txt")))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("", ""),
        ("Donne-moi le code reçu par SMS", "donne-moi le code recu par sms"),
        ("Ma sœur m’a dit « ok »", "ma soeur m'a dit « ok »"),
        ("le сode rеçu pour la е-СPS", "le code recu pour la ecps"),
        ("донне mоi le соdе", "donne moi le code"),
        ("Привет, как дела?", "привет, как дела?"),
        ("με λένε Μαρία", "με λένε μαρία"),
        ("𝓭𝓸𝓷𝓷𝓮 le ｃｏｄｅ ⓡⓔⓒⓤ", "donne le code recu"),
        ("ᴄᴏᴅᴇ 🅲🅾🅳🅴 🇨🇴🇩🇪", "code code code"),
        ("d\u200bo\u00adn\u2060ne le c\u202dod\u202ce", "donne le code"),
        ("c̶o̷d̲e̸", "code"),
        ("S M S", "sms"),
        ("l e c o d e r e ç u", "le code recu"),
        ("c.o.d.e r-e-ç-u", "code recu"),
        ("c🔥o🔥d🔥e", "code"),
        ("le co\nde reçu", "le code recu"),
        ("l'identi-\nfiant", "l'identifiant"),
        ("c**od**e `mdp` ||secret||", "code mot de passe secret"),
        ("reÃ§u par l&eacute;on", "recu par leon"),
        ("&amp;amp;eacute;t&eacute;", "ete"),
        ("coooode donneeee", "code donne"),
        ("m0t de p4sse 1dent1f1ant @nydesk", "mot de passe identifiant anydesk"),
        ("l€s s1x ch1ffres", "les six chiffres"),
        ("idnetifiant conenxion téléhpone anydsek", "identifiant connexion telephone anydesk"),
        ("jlui envoi koi stp", "je lui envoi quoi s'il te plait"),
        ("c koi ton mdp", "c'est quoi ton mot de passe"),
        ("r u there? gimme d code pls", "are you there? give me the code please"),
    ],
)
def test_reads_what_is_meant(normaliser: Normaliser, raw: str, text: str) -> None:
    assert normaliser(raw).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "rendez-vous à 14h30, 2 min, 10 mg, chambre b12",
        "06 39 98 12 34",
        "4 8 2 9 1 3",
        "tu coches la case",
        "la cote du code de la route",
        "https://e-cps-sante.info/c0de",
        "m0npetitp0ney",
        "un tel problème",
        "tu peux pas\nse dire ça",
        "vitamine b 1, dose 5 µg",
    ],
)
def test_leaves_the_rest_alone(normaliser: Normaliser, raw: str) -> None:
    words = str.maketrans("éèêàçµ", "eeeacu")
    assert normaliser(raw).text == raw.translate(words)


def test_leads_every_repair_back_to_the_raw_text(normaliser: Normaliser) -> None:
    raw = "ok 😅 c\u200b.o.d.e re\u00adÃ§u, ｍｄｐ stp"
    normal = normaliser(raw)
    found = {}
    for word in ("code", "recu", "mot de passe", "s'il te plait"):
        start = normal.text.index(word)
        left, right = normal.raw_span(start, start + len(word))
        found[word] = raw[left:right]
    assert found == {
        "code": "c\u200b.o.d.e",
        "recu": "re\u00adÃ§u",
        "mot de passe": "ｍｄｐ",
        "s'il te plait": "stp",
    }


def test_counts_the_disguises_it_undid(normaliser: Normaliser) -> None:
    assert dict(normaliser("le code").disguises) == {}
    assert dict(normaliser("le сode c.o.d.e c0de").disguises) == {"look-alike": 1, "separated": 1, "leet": 1}
