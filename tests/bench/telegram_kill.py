"""``kill -9`` of the real program at random moments while messages come in: what is lost, what is said twice.

    .venv/bin/python -m tests.bench.telegram_kill [--kills 20] [--messages 500] [--seed N]

Prints a line a kill, then the sums; exit code 1 when anything was lost or said twice without a cause.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.telegram.people import Json, said
from tests.telegram.process import Vigie
from tests.telegram.server import TOKEN, BotApi, running

ASKS = (
    "Donne-moi le code que tu as reçu par SMS !code",
    "Vous allez recevoir un code par SMS, merci de me le communiquer !code",
    "Envoie-moi ton mot de passe amelipro s'il te plaît !identifier",
)
SMALL_TALK = ("Qui ferme ce soir ?", "La livraison est arrivée", "Il reste des gants taille M ?", "Merci !")
IN_A_GROUP = 10
SETTLE_S = 1.0
DRAIN_S = 0.1
BUSY_S = 0.8
"""A kill falls within this time after a batch of messages was there for the program."""


@dataclass
class Outcome:
    """What is found after the last message was dealt with."""

    alerts: int = 0
    cases: int = 0
    case_messages: int = 0
    unanswered: int = 0
    twice_by_a_kill: int = 0
    twice_without_a_cause: int = 0
    waiting: int = 0
    leaks: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        is_whole = self.cases == self.case_messages == self.alerts
        return is_whole and not (self.unanswered or self.twice_without_a_cause or self.waiting or self.leaks)


@dataclass
class Trial:
    """One program, one server, and the messages between them."""

    api: BotApi
    vigie: Vigie
    chance: random.Random
    messages: list[Json] = field(default_factory=list)
    alerts: list[Json] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)

    def push(self, count: int) -> None:
        for _ in range(count):
            chat = -1002000000000 - len(self.messages) // IN_A_GROUP
            is_alert = self.chance.random() < 0.5
            update = said(self.chance.choice(ASKS if is_alert else SMALL_TALK), chat)
            self.messages.append(update["message"])
            self.alerts += [update["message"]] if is_alert else []
            self.api.push(update)

    async def start(self) -> None:
        """Start the program and wait until it asks for updates."""
        polls = self.api.polls
        self.vigie.start()
        await until(lambda: self.api.polls > polls, 60)

    async def kill_once(self, count: int) -> None:
        await self.start()
        self.push(count)
        await asyncio.sleep(self.chance.uniform(0, BUSY_S))
        self.vigie.kill()
        await asyncio.sleep(DRAIN_S)  # what the program had sent is read by the server
        self.kills.append(time.monotonic())

    async def finish(self) -> Outcome:
        """Let the program do everything that is left, stop it, and look."""
        await self.start()
        await until(lambda: self.api.is_read and all(self._replies(one) for one in self.alerts), 120)
        await asyncio.sleep(SETTLE_S)
        code = self.vigie.stop()
        found = self._look()
        found.leaks += [f"exit code {code}"] if code else []
        return found

    def _replies(self, message: Json) -> list[float]:
        return [one.at for one in self.api.replies(message["chat"]["id"], message["message_id"])]

    def _look(self) -> Outcome:
        found = Outcome(alerts=len(self.alerts))
        with sqlite3.connect(self.vigie.database) as book:
            found.cases, found.case_messages, found.waiting = (
                book.execute(query).fetchone()[0]
                for query in (
                    "SELECT count(*) FROM cases",
                    "SELECT count(*) FROM (SELECT DISTINCT chat, message FROM case_messages)",
                    "SELECT (SELECT count(*) FROM inbox) + "
                    "(SELECT count(*) FROM outbox WHERE status <> 'sent') + (SELECT count(*) FROM poison)",
                )
            )
        book.close()
        for message in self.messages:
            times = sorted(self._replies(message))
            found.unanswered += message in self.alerts and not times
            for first, second in pairwise(times):
                is_by_a_kill = any(first <= kill <= second for kill in self.kills)
                found.twice_by_a_kill += is_by_a_kill
                found.twice_without_a_cause += not is_by_a_kill
        log = self.vigie.log.read_text(encoding="utf-8")
        found.leaks = [words for words in (*ASKS, *SMALL_TALK, TOKEN) if words in log]
        return found


async def until(is_so: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return  # what is missing is counted
        await asyncio.sleep(0.02)


async def run(vigie: Vigie, kills: int, messages: int, seed: int, is_told: bool = False) -> Outcome:
    """Kill ``kills`` times while ``messages`` come in, then let the program finish."""
    async with running() as api:
        vigie.api_url = api.url
        trial = Trial(api, vigie, random.Random(seed))  # noqa: S311 - moments, no secrets
        for number in range(kills):
            before = len(api.sent)
            begun = time.monotonic()
            await trial.kill_once(messages * (number + 1) // kills - messages * number // kills)
            if is_told:
                took = time.monotonic() - begun
                print(f"{number + 1:4} {len(trial.messages):9} {len(api.sent) - before:12} {took:8.1f} s")
        return await trial.finish()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}\nkill  messages  sent before     time")
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(
            run(Vigie(Path(folder)), wanted.kills, wanted.messages, wanted.seed, is_told=True)
        )
    print(Counter({name: value for name, value in vars(found).items() if isinstance(value, int)}))
    print("nothing lost" if found.is_good else "NOT GOOD", found.leaks or "")
    return 0 if found.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
