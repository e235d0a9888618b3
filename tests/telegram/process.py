"""The real program as a process: ``vigie serve`` against a Bot API server of ours, killed at will."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.telegram.server import TOKEN

ROOT = Path(__file__).parents[2]
START = "import sys; from bot import cli; sys.argv[0] = 'vigie'; {more}sys.exit(cli.main())"
QUICKLY = "from tests.doubles import KeywordDetector; cli.load_detector = KeywordDetector; "
"""Without the real detector, which takes half of the time to start."""


@dataclass
class Vigie:
    """One program on one database in ``folder``; its log, over all starts, is ``log``."""

    folder: Path
    api_url: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    is_quick: bool = False  # judge by keywords
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "vigie.log"

    @property
    def database(self) -> Path:
        return self.folder / "vigie.sqlite"

    def start(self) -> None:
        ours = {
            "PYTHONPATH": str(ROOT),
            "XDG_STATE_HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "VIGIE_TELEGRAM_TOKEN": TOKEN,
            "VIGIE_TELEGRAM_API_URL": self.api_url,
            "VIGIE_DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "VIGIE_LOG_LEVEL": "DEBUG",
        }
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", START.format(more=QUICKLY if self.is_quick else ""), "serve"]
            env = os.environ | ours | self.settings
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=env)

    def kill(self) -> None:
        """``kill -9``."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """As an operator stops it; the exit code."""
        assert self.process
        self.process.terminate()
        return self.process.wait(20)
