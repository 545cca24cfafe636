"""serve and worker: the two processes of an instance, kept alive together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click
import structlog

from consultation.cli import console, data_option, open_instance, plenary
from consultation.config import ROOT, Settings
from consultation.jobs import run_worker

log = structlog.get_logger()

PR_SET_PDEATHSIG = 1


@plenary.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@data_option
def serve(data: Path | None, host: str, port: int, workers: int) -> None:
    """Serve the pages, with one worker for long jobs beside the web server."""
    run_server(open_instance(data), host=host, port=port, workers=workers)


@plenary.command()
@data_option
def worker(data: Path | None) -> None:
    """Work on long jobs; with PostgreSQL, on as many machines as you like."""
    run_worker(open_instance(data))


def run_server(settings: Settings, *, host: str, port: int, workers: int = 2) -> None:
    """Run gunicorn and a worker until one signal ends both; a worker that dies is started anew."""
    environment = {"PLENARY_URL": f"http://{host}:{port}"} | os.environ
    environment["PLENARY_DATA"] = str(settings.data.resolve())
    web = _start(
        environment,
        "gunicorn", "app:app", "--bind", f"{host}:{port}", "--workers", str(workers),
        "--worker-class", "gthread", "--threads", "8", "--chdir", str(ROOT),
        "--log-level", "warning",
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _interrupt)
    console.print(f"Plenary is at http://{host}:{port} (Ctrl+C ends it)")
    try:
        _keep_working(environment, while_serving=web)
    except KeyboardInterrupt:
        console.print("Ending; what is being received is received first.")
    finally:
        _end(web)
    if web.returncode not in {0, -signal.SIGTERM}:
        raise SystemExit(web.returncode)


def _keep_working(environment: dict[str, str], while_serving: subprocess.Popen[bytes]) -> None:
    """Keep one worker alive as long as the web server lives."""
    worker = _start(environment, "consultation", "worker")
    try:
        while while_serving.poll() is None:
            if worker.poll() is not None:
                log.warning("worker_died", code=worker.returncode)
                worker = _start(environment, "consultation", "worker")
            time.sleep(0.5)
    finally:
        _end(worker)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=30)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start(environment: dict[str, str], module: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module, *arguments],
        env=environment,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


def _die_with_parent() -> None:
    """Ask Linux to end this process when the one that keeps it is gone, however that ended."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
