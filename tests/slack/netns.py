"""Runs the local Slack where nobody else can reach it, and lets the tests in and its deliveries out.

It listens on all interfaces, so it lives in a network namespace of its own (``unshare -rn python netns.py``).
Two Unix sockets, which know no namespace, connect it with the tests:
``in.sock`` leads to the local Slack, and its port ``BOT_PORT`` leads to ``out.sock``, where the bot listens.
Ends when its standard input is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import socket
import struct
import sys
from pathlib import Path

SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41


def raise_loopback() -> None:
    """``ip link set lo up``, without needing ``ip``."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP_RUNNING))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


async def main(folder: Path, binary: str, port: int, bot_port: int) -> None:
    raise_loopback()

    async def let_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    async def let_out(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(folder / "out.sock")
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    await asyncio.start_unix_server(let_in, folder / "in.sock")
    await asyncio.start_server(let_out, "127.0.0.1", bot_port)
    slack = await asyncio.create_subprocess_exec(
        binary, "--config", str(folder / "config.json"), "--port", str(port),
        "--files-dir", str(folder / "files"), stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    print(slack.pid, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    slack.kill()
    await slack.wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
