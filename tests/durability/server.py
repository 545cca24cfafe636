"""A real server as a process group: started as a user does, killed as a power cut does."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TypeVar

from consultation.config import ROOT, Settings

PATIENCE = 90.0
"""Seconds after which what was waited for counts as not coming, on a slow and busy machine."""

Found = TypeVar("Found")


def wait_until(true: Callable[[], Found], what: str, *, patience: float = PATIENCE) -> Found:
    """Poll until `true()` holds and return what it gave; fail naming `what` when it never does."""
    until = time.monotonic() + patience
    while True:
        found = true()
        if found:
            return found
        assert time.monotonic() < until, f"waited {patience:.0f} s in vain for {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """`./plenary serve` on one instance, web processes and worker in one process group."""

    def __init__(self, settings: Settings, *, heartbeat: float = 2) -> None:
        self.settings = settings
        self.heartbeat = heartbeat
        self.port = free_port()
        self.log = settings.data / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process group's number."""
        assert self.process is not None, "the server was not started"
        return self.process.pid

    def command(self) -> list[str | Path]:
        data, port = self.settings.data, str(self.port)
        return [ROOT / "plenary", "serve", "--data", data, "--port", port]

    def start(self) -> None:
        """Start the process group and wait until it answers."""
        environment = os.environ | {
            "PLENARY_DATA": str(self.settings.data),
            "PLENARY_DATABASE_URL": self.settings.database_url,
            "PLENARY_URL": self.url,
            "PLENARY_HEARTBEAT_SECONDS": str(self.heartbeat),
            "PYTHON": sys.executable,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                env=environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self._answers, "the server to answer")

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        return self._is_listening()

    def _is_listening(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/help")
            return connection.getresponse().status < 500
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """`kill -9` of every process of the group in the same instant."""
        os.killpg(self.pid, signal.SIGKILL)
        self._forget()
        wait_until(lambda: not self._is_listening(), "the dead to let go of the port")

    def stop(self) -> None:
        """End it as Ctrl+C does; nothing survives a server that will not end."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
        self._forget()

    def _forget(self) -> None:
        assert self.process is not None
        self.process.wait(timeout=30)
        self.process = None

    @contextmanager
    def running(self) -> Iterator["Server"]:
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def worker_pid(self) -> int | None:
        """The worker beside the web server; None while it is being replaced."""
        for pid in _children(self.pid):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if command[1:4] == [b"-m", b"consultation", b"worker"]:
                return pid
        return None


class ForgetfulServer(Server):
    """The control: the same application, which acknowledges first and commits afterwards."""

    def command(self) -> list[str | Path]:
        return [
            sys.executable, "-m", "gunicorn", "tests.durability.forgetful:make()", "--bind",
            f"127.0.0.1:{self.port}", "--workers", "2", "--worker-class", "gthread",
            "--threads", "8", "--chdir", str(ROOT), "--log-level", "warning",
        ]  # fmt: skip


def _children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in children.read_text().split()]
