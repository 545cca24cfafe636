"""python -m consultation: what the launcher runs."""

from consultation.cli import plenary

plenary(prog_name="./plenary")
