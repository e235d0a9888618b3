"""The lines of a case's history in French, for the lead's pages. All other words: ``bot.replies.words``."""

from __future__ import annotations

EVENTS = {
    "opened": "Cas ouvert",
    "repeated": "Même demande répétée dans la conversation",
    "grown": "Un secret a pu être donné en réponse",
    "reported": "Signalé par l’équipe",
    "edited": "Message modifié par son auteur",
    "hung-up": "« J’ai raccroché »",
    "given": "« J’ai donné » : la marche à suivre est ouverte",
    "false-alarm": "L’équipe pense à une fausse alerte",
    "confirmed": "Confirmé par le référent",
    "false_alarm": "Clos par le référent : fausse alerte",
    "done": "Clos par le référent : traité",
    "way": "Canal précisé",
    "told": "Précisions données dans le formulaire",
    "what": "Ce qui était demandé, précisé",
    "given-what": "Ce qui a été donné, précisé",
    "given-nothing": "Rien n’a été donné",
    "tick": "Une étape de la marche à suivre est faite",
    "checklist-done": "Toute la marche à suivre est faite",
    "reopened": "Rouvert : quelque chose a été donné",
    "seen": "Le même contact a été nommé dans la discussion",
}


def event(kind: str) -> str:
    """The French words of an event's kind, or the kind itself while it has none."""
    return EVENTS.get(kind, kind)
