"""Commands for those who work on Plenary: test, lint, bench, lock."""

import subprocess
import sys
from pathlib import Path

import click

from consultation.cli import plenary
from consultation.config import ROOT

LINT = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports", "--no-cache"),
    ("djlint", "templates", "--lint", "--quiet"),
)
PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True}


def _run(*command: str) -> int:
    click.secho(f"$ {' '.join(command)}", bold=True, err=True)
    program = Path(sys.executable).parent / command[0]
    return subprocess.run([program, *command[1:]], cwd=ROOT, check=False).returncode  # noqa: S603


@plenary.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests; what follows goes to pytest (`./plenary test tests/test_journey.py -x`)."""
    # Three on two cores: one of them waits for a browser or for a server that was killed.
    workers = () if arguments else ("-n", "3", "--dist", "worksteal")
    raise SystemExit(_run("pytest", *workers, *arguments))


@plenary.command()
def lint() -> None:
    """Check format, style, types, the direction of imports, and the templates."""
    raise SystemExit(max([_run(*command) for command in LINT]))


@plenary.command(context_settings=PASS_ON | {"help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Measure: `bench analysis`, `bench desk`, `bench exports`, `bench pages`; see --help."""
    raise SystemExit(_run("python", "-m", "tests.benchmarks", *arguments))


@plenary.command()
@click.option("--upgrade", is_flag=True, help="Take the newest releases.")
def lock(upgrade: bool) -> None:
    """Write both lock files anew from pyproject.toml, with hashes and without addresses."""
    for target, extra in (
        ("requirements.lock", ()),
        ("requirements-test.lock", ("--extra", "test")),
    ):
        code = _run(
            "uv", "pip", "compile", "--quiet", "--generate-hashes", "--no-emit-index-url",
            "--no-emit-find-links", "--no-header", "--no-annotate", "--python-version", "3.11",
            *extra, *(("--upgrade",) if upgrade else ()), "pyproject.toml",
            "--output-file", target,
        )  # fmt: skip
        if code:
            raise SystemExit(code)
