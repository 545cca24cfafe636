"""What the programs say of themselves: one line of JSON each, on standard error.

A traceback names files and lines, never the values in them: those may be what people wrote.
"""

import logging
import sys

import structlog
from structlog.typing import EventDict


def _without_values(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Drop the lines in which PostgreSQL repeats the values of a refused row."""
    for key in ("exception", "error"):
        if key in event:
            lines = str(event[key]).splitlines()
            event[key] = "\n".join(line for line in lines if not line.startswith("DETAIL:"))
    return event


def configure() -> None:
    """Set the form of every program's log lines."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            _without_values,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
