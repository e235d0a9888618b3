"""What happens at a counter, as a dialogue: who says and presses what, and what everybody sees.

The same on the web chat, on Telegram and on Slack.
"""

from __future__ import annotations

from urllib.parse import unquote

from tests.scenarios.stage import Stage

CALL = "Le service client CPS est au téléphone, il veut le code reçu par SMS, je lui donne ?"
PAST = "Hier un type a appelé du 01 99 00 12 34 pour avoir mon code e-CPS, j'ai raccroché"
ASK = "Donne-moi le code que tu as reçu par SMS"


async def test_an_ordinary_day(team: Stage) -> None:
    await team.says("nadia", "Bonjour, la commande du matin est arrivée")
    team.is_silent()
    await team.says("hugo", "Super, tu peux me donner le code CIP du sirop ?")
    team.is_silent()


async def test_a_call_in_progress_and_nothing_given(team: Stage) -> None:
    await team.says("nadia", CALL)
    team.sees("hugo", "Je ne donne aucun code par téléphone", "0 806 800 213")
    team.sees("claire", "Nouvelle alerte", "passez voir l'équipe")
    await team.presses("nadia", "J'ai raccroché")
    team.is_told("C'est noté")
    team.sees("hugo", "Raccroché, bien joué")
    assert not team.can_press("hugo", "J'ai raccroché")


async def test_a_code_was_given(team: Stage) -> None:
    await team.says("nadia", CALL)
    await team.presses("nadia", "J'ai donné")
    team.sees("nadia", "Pas de panique", "Appelez l'ANS", "déconnexion forcée")
    team.sees("claire", "quelqu'un indique avoir donné")
    await team.presses("hugo", "Étape 1 faite")
    team.sees("nadia", "✓ Appelez l'ANS")
    await team.presses("nadia", "Étape 2 faite")
    assert not team.can_press("hugo", "Étape 2 faite")
    await team.presses("hugo", "Autre chose a été donné")
    await team.presses("hugo", "L'écran ou la main sur le poste")
    team.sees("nadia", "débranchez le câble réseau", "✓ Appelez l'ANS")


async def test_only_the_lead_closes_and_twice(team: Stage) -> None:
    await team.says("nadia", ASK)
    assert not team.can_press("nadia", "Confirmer")
    await team.presses("claire", "Confirmer")
    await team.presses("claire", "Traité")
    team.is_told("définitif")
    team.sees("claire", "encore un appui")
    await team.presses("claire", "Oui, clore : traité")
    team.sees("hugo", "clos par le référent")
    assert not team.can_press("hugo", "J'ai donné")


async def test_the_lead_thinks_again(team: Stage) -> None:
    await team.says("nadia", ASK)
    await team.presses("claire", "Fausse alerte")
    await team.presses("claire", "Non, revenir")
    team.is_told("Rien n'a changé")
    assert team.can_press("claire", "Confirmer")


async def test_a_false_alarm_is_taken_kindly(team: Stage) -> None:
    await team.says("nadia", ASK)
    await team.presses("hugo", "Fausse alerte")
    team.sees("nadia", "Mieux vaut une fois de trop")
    team.sees("claire", "l'équipe pense à une fausse alerte")
    await team.presses("hugo", "Pourquoi ?")
    team.sees("hugo", "Pourquoi j'ai réagi")


async def test_a_report_alone_asks_the_rest(team: Stage) -> None:
    if team.platform == "slack":  # there the same questions are a form: tests/slack/test_live.py
        await team.says("nadia", "/report quelqu'un a appelé")
    else:
        await team.says("nadia", "/report")
    team.sees("nadia", "c'est signalé : cas n° 1", "0 806 800 213", "par où est-ce arrivé")
    team.sees("claire", "Nouveau signalement", "De : ")
    team.sees_nothing_of("hugo", "De : ")
    await team.presses("nadia", "Téléphone")
    await team.presses("nadia", "Un code ou une validation")
    await team.presses("nadia", "Rien, ouf")
    letter = unquote(team.letter())
    assert "Téléphone" in letter
    assert "monserviceclient.e-cps@esante.gouv.fr" in letter


async def test_the_same_number_again(team: Stage) -> None:
    await team.says("nadia", "/report appel du 01 99 00 12 34")
    await team.says("hugo", "/verifier 01 99 00 12 34")
    team.sees("hugo", "Inconnu", "01 99 00 12 34 : déjà signalé le")
    await team.says("hugo", "quelqu'un connaît le 01.99.00.12.34 ?")
    team.sees("nadia", "déjà signalé le", "cas n° 1")


async def test_a_second_report_of_the_same_message(team: Stage) -> None:
    said = await team.says("nadia", "Il y avait un monsieur bizarre hier")
    await team.says("nadia", "/report", about=said)
    team.sees("nadia", "c'est signalé : cas n° 1")
    await team.says("hugo", "/report", about=said)
    team.sees("hugo", "ce message est déjà suivi, cas n° 1")


async def test_commands_with_nonsense(team: Stage) -> None:
    for words in ("/verifier ???", "/verifier " + "9" * 3000, "/collegue", "/adjoint 🙂", "/relier '; DROP"):
        await team.says("nadia", words)
        team.sees("nadia", " ")
    await team.says("nadia", "/exercice")
    team.sees("nadia", "Seul le référent peut lancer un exercice")


async def test_ten_thousand_characters(team: Stage) -> None:
    await team.says("nadia", "/report " + "appel étrange " * 700)
    team.sees("nadia", "c'est signalé : cas n° 1")


async def test_a_past_attempt_is_noted_for_all(team: Stage) -> None:
    await team.says("nadia", PAST)
    team.sees("hugo", "cas n° 1")
    await team.says("hugo", "01 99 00 12 34, c'est lui ?")
    team.sees("nadia", "déjà signalé le")
