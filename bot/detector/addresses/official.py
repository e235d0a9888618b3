"""The official list (patterns/official.yaml), loaded strictly: who owns which domain, number and address."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.detector.addresses.data import Entry, load

Host = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]*\.)+[a-z]{2,}$|^[a-z0-9-]+(\.[a-z0-9-]+)+$")
]


class _Sourced(Entry):
    source: str = Field(min_length=3)
    checked: date


class OfficialDomain(_Sourced):
    """A domain, all its subdomains included."""

    name: Host
    owner: str = Field(min_length=2)


class OfficialPhone(_Sourced):
    """``number``: E.164, or the digits of a short number."""

    number: str = Field(pattern=r"^(\+[1-9]\d{6,14}|\d{2,6})$")
    name: str = Field(min_length=2)


class OfficialEmail(_Sourced):
    """One address, lower case."""

    address: str = Field(pattern=r"^[a-z0-9._+-]+@[a-z0-9.-]+$")
    name: str = Field(min_length=2)


class Brand(Entry):
    """A word that claims a link with an official domain.

    ``strong``: nobody else has a reason to put it into a host name. ``inside``: also found inside a longer
    word; ``begins``: also at its beginning.
    """

    word: str = Field(pattern=r"^[a-z0-9-]{3,}$")
    of: Host
    strong: bool
    inside: bool = False
    begins: bool = False


class Official(Entry):
    """The whole list; ``listed`` is its age."""

    listed: date
    domains: tuple[OfficialDomain, ...] = Field(min_length=1)
    phones: tuple[OfficialPhone, ...] = Field(min_length=1)
    emails: tuple[OfficialEmail, ...] = Field(min_length=1)
    brands: tuple[Brand, ...] = Field(min_length=1)
    neighbours: frozenset[str]
    shorteners: frozenset[Host]
    hosted: frozenset[Host]

    def domain(self, host: str) -> OfficialDomain | None:
        """The most specific official domain that ``host`` is or belongs to."""
        return next((self._domains[name] for name in suffixes(host) if name in self._domains), None)

    def phone(self, number: str) -> OfficialPhone | None:
        """``number``: E.164 or short digits."""
        return self._phones.get(number)

    def email(self, address: str) -> OfficialEmail | None:
        """``address``: lower case."""
        return self._emails.get(address)

    @cached_property
    def _domains(self) -> dict[str, OfficialDomain]:
        return {entry.name: entry for entry in self.domains}

    @cached_property
    def _phones(self) -> dict[str, OfficialPhone]:
        return {entry.number: entry for entry in self.phones}

    @cached_property
    def _emails(self) -> dict[str, OfficialEmail]:
        return {entry.address: entry for entry in self.emails}


def suffixes(host: str) -> list[str]:
    """``a.b.fr`` -> ``a.b.fr``, ``b.fr``, ``fr``."""
    labels = host.split(".")
    return [".".join(labels[index:]) for index in range(len(labels))]


@lru_cache(maxsize=1)
def official() -> Official:
    """The list that ships with the program, read once. Raises PatternError in one sentence."""
    return load(Official, "official.yaml")
