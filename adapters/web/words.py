"""The French words of the case book's values, for the lead's pages."""

from __future__ import annotations

CATEGORIES = {
    "code": "Code",
    "identifier": "Identifiants",
    "screen": "Écran, prise en main",
    "link": "Lien ou numéro piégé",
    "disclosure": "Secret écrit dans le message",
}
SOURCES = {"direct": "écrit dans la discussion", "relayed": "raconté par l’équipe"}
STATUSES = {
    "open": "Ouvert",
    "confirmed": "Confirmé",
    "handled": "Traité",
    "closed": "Clos",
    "false_alarm": "Fausse alerte",
}
ORIGINS = {"detector": "Remarqué par Vigie", "report": "Signalé par l’équipe"}
WAYS = {"phone": "téléphone", "sms": "SMS", "email": "e-mail", "visit": "visite", "chat": "messagerie"}
EVENTS = {
    "opened": "Signalement ouvert",
    "warned": "Avertissement envoyé",
    "repeated": "Nouveau message dans la même conversation",
    "joined": "Un autre message s’y ajoute",
    "reported": "Signalé par quelqu’un de l’équipe",
    "hung_up": "« J’ai raccroché »",
    "given": "« J’ai donné »",
    "false_alarm": "« Fausse alerte »",
    "why": "« Pourquoi ? » demandé",
    "confirmed": "Confirmé",
    "handled": "Traité",
    "edited": "Message modifié",
}


def word(words: dict[str, str], value: str | None) -> str:
    """The French word, or the value itself while it has none."""
    return words.get(value, value) if value else "non précisé"
