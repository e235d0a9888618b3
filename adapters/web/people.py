"""The invented people of the local web chat. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass

CHAT = "comptoir"
CHAT_NAME = "Équipe du comptoir"
PHARMACY = "Pharmacie du Phare"


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    job: str
    initials: str
    is_lead: bool = False
    is_outside: bool = False


PEOPLE = {
    person.id: person
    for person in (
        Person("claire", "Claire Vasseur", "titulaire", "CV", is_lead=True),
        Person("nadia", "Nadia Belkacem", "préparatrice", "NB"),
        Person("hugo", "Hugo Lemaître", "étudiant", "HL"),
        Person("dehors", "Numéro inconnu", "hors équipe", "?", is_outside=True),
    )
}
DEFAULT = "nadia"
VIGIE = Person("vigie", "Vigie", "votre guetteuse", "V")


def find_person(person_id: str) -> Person:
    """The person of that id; an unknown id is somebody from outside."""
    return VIGIE if person_id == VIGIE.id else PEOPLE.get(person_id, PEOPLE["dehors"])
