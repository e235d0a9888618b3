"""What is derived from the secret key: pseudonyms of people, and buttons that nobody can forge."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

MAC_LENGTH = 16
"""Characters of a button's signature: 96 bits, and the whole fits Telegram's 64 bytes."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keyed digests. Changing the key makes every pseudonym and every button unknown."""

    secret: bytes

    def pseudonym(self, team_id: int, platform: str, person: str) -> str:
        """The same person in the same team, never the same in another team."""
        return self._digest("person", str(team_id), platform, person).hex()[:32]

    def number(self, value: str) -> str:
        """A colleague's own number, known again without being kept."""
        return self._digest("number", value).hex()

    def code(self, code: str) -> str:
        """A one-time code, known again without being kept."""
        return self._digest("code", code).hex()

    def sign(self, action: str, case_id: int) -> str:
        """The ``data`` of a button that does ``action`` on a case."""
        return f"{action}.{case_id}.{self._mac(action, str(case_id))}"

    def open(self, data: str) -> tuple[str, int] | None:
        """Action and case of a button's ``data``; ``None`` when we did not sign it."""
        action, _, rest = data.partition(".")
        case_id, _, mac = rest.partition(".")
        is_ours = hmac.compare_digest(mac.encode(), self._mac(action, case_id).encode())
        return (action, int(case_id)) if is_ours else None

    def _mac(self, action: str, case_id: str) -> str:
        return base64.urlsafe_b64encode(self._digest("button", action, case_id)).decode()[:MAC_LENGTH]

    def _digest(self, *parts: str) -> bytes:
        words = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self.secret, words, hashlib.sha256).digest()
