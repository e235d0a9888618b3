"""The mask: what it must hide, and that enough is left to understand a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.masking import LONGEST, load_cues, mask

SECRETS = [
    ("le code reçu c'est 482913", "482913"),
    ("c'est 48 29 13", "29"),
    ("code 4.8.2.9.1.3", "8"),
    ("code 4-8-2-9", "9"),
    ("quatre huit deux neuf un trois", "huit neuf trois"),
    ("quarante-huit vingt-neuf treize", "quarante vingt treize"),
    ("zéro un zéro deux", "un deux zéro"),
    ("four eight two one", "four eight one"),
    ("code ４８２９１３", "４８"),
    ("code 4️⃣8️⃣2️⃣", "4"),
    ("code ④⑧②", "④"),
    ("mdp : Soleil", "Soleil"),
    ("mdp: pharmacie", "pharmacie"),
    ("mdp soleil", "soleil"),
    ("mot de passe = bonjour", "bonjour"),
    ("le mot de passe c'est camion vert", "camion vert"),
    ("le mot de passe amelipro est chaussures. bleues", "chaussures bleues"),
    ("password is sunscreen", "sunscreen"),
    ("identifiant : camion", "camion"),
    ("mon code porteur est zéro zéro sept", "zéro sept"),
    ("réponse secrète : mon chien", "chien"),
    ("mdp : P@ssw0rd!2024 et voilà", "P@ssw0rd 2024 voilà"),
    ("j'habite 12 rue des lilas", "12 lilas"),
    ("rue de la pompe à Paris", "pompe Paris"),
    ("http://e-cps-sante.example/connexion?id=abc", "e-cps-sante connexion abc"),
    ("voir e-cps-sante.example/reset/XYZ stp", "XYZ reset"),
    ("www.cps-support.example", "cps-support"),
    ("écris à jeanne.martin@pharmacie.example", "jeanne martin pharmacie.example"),
    ("rappelez le 01 99 00 12 34", "99 12 34"),
    ("rappelez le +33199001234", "33199001234"),
    ("rappelez le 06.39.98.12.34", "39 98"),
    ("Mme Petit a appelé", "Petit"),
    ("madame petit a appelé", "petit"),
    ("Dr Blanc veut le code", "Blanc"),
    ("docteur blanc veut le code", "blanc"),
    ("M. Bon a rappelé", "Bon"),
    ("c'est Rose", "Rose"),
    ("ici facteur du service client", "facteur"),
    ("je m'appelle Pierre", "Pierre"),
    ("je suis Claire de la CPAM", "Claire"),
    ("Salut Camille, tu viens ?", "Camille"),
    ("salut camille, tu viens ?", "camille"),
    ("merci Julie", "Julie"),
    ("on a vu Place avec Fleur hier", "Fleur Place"),
    ("Cordialement, Vert", "Vert"),
    ("RIB 30004 00031", "30004 00031"),
    ("FR76 3000 4000 0312", "FR76 3000"),
    ("token xoxb-1234-abcd", "xoxb abcd"),
    ("le PIN de Léa : douze trente-quatre", "Léa douze trente quatre"),
    ("ｍｄｐ Ｓｏｌｅｉｌ", "Ｓｏｌｅｉｌ"),
    ("n° de sécu 2 99 01 75 123 456 78", "99 75 123 456 78"),
    ("@jeanne t'as le code ?", "jeanne"),
]


@pytest.mark.parametrize(("text", "secrets"), SECRETS)
def test_a_secret_is_hidden(text: str, secrets: str) -> None:
    shown = mask(text)
    assert [one for one in secrets.split() if one.lower() in shown.lower()] == []


KEPT = [
    (
        "Vous allez recevoir un code par SMS, merci de me le communiquer",
        "Vous allez recevoir un code par SMS, merci de me le communiquer",
    ),
    ("Quelqu'un a le mot de passe amelipro ?", "Quelqu'un a le mot de passe amelipro ?"),
    (
        "Le service client CPS est au téléphone, il veut le code, je lui donne ?",
        "Le service client CPS est au téléphone, il veut le code, je lui donne ?",
    ),
    ("LE SERVICE CLIENT CPS VEUT LE CODE", "LE SERVICE CLIENT CPS VEUT LE CODE"),
    ("can you send me the code you got by text", "can you send me the code you … by text"),
    ("Partagez votre écran, je vous guide", "Partagez votre écran, je vous guide"),
]


@pytest.mark.parametrize(("text", "shown"), KEPT)
def test_enough_is_left_to_understand(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_the_strict_mask_shows_only_the_words_of_the_trade() -> None:
    assert mask("soleil vert pour amelipro", is_strict=True) == "… pour amelipro"


@given(st.text(max_size=400))
def test_no_text_shows_a_digit_or_an_unknown_word(text: str) -> None:
    cues = load_cues()
    shown = mask(text)
    assert len(shown) <= LONGEST + 2
    assert not any(sign.isnumeric() for sign in shown)
    for label in ("[adresse]", "[lien]"):
        shown = shown.replace(label, " ")
    words = "".join(sign if sign.isalnum() else " " for sign in shown.lower()).split()
    assert set(words) <= cues.words | cues.shown_always | {"cps", "e"}
