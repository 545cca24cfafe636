"""serve and worker: the two processes of an instance, kept alive together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click
import structlog

from consultation.cli import console, instance, plenary
from consultation.config import ROOT, Settings
from consultation.jobs import run_worker

log = structlog.get_logger()

PR_SET_PDEATHSIG = 1


@plenary.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@instance
def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve the pages, with one worker for long jobs beside the web server."""
    run_server(settings, host=host, port=port, workers=workers)


@plenary.command()
@instance
def worker(settings: Settings) -> None:
    """Work on long jobs; with PostgreSQL, on as many machines as you like."""
    run_worker(settings)


def run_server(settings: Settings, *, host: str, port: int, workers: int = 2) -> None:
    """Run gunicorn and a worker until one signal ends both; a worker that dies is started anew."""
    environment = os.environ | {"PLENARY_DATA": str(settings.data.resolve())}
    web = _start(
        environment,
        "gunicorn", "app:app", "--bind", f"{host}:{port}", "--workers", str(workers),
        "--worker-class", "gthread", "--threads", "8", "--chdir", str(ROOT),
        "--log-level", "warning",
    )  # fmt: skip
    jobs = _start(environment, "consultation", "worker")
    signal.signal(signal.SIGTERM, _interrupt)
    console.print(f"Plenary is at http://{host}:{port} (Ctrl+C ends it)")
    try:
        while web.poll() is None:
            if jobs.poll() is not None:
                log.warning("worker_died", code=jobs.returncode)
                jobs = _start(environment, "consultation", "worker")
            time.sleep(0.5)
    except KeyboardInterrupt:
        console.print("Ending; what is being received is received first.")
    finally:
        for process in (web, jobs):
            process.terminate()
        for process in (web, jobs):
            process.wait(timeout=30)
    if web.returncode not in {0, -signal.SIGTERM}:
        raise SystemExit(web.returncode)


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
