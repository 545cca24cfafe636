"""What the programs say of themselves: one line of JSON each, on standard error.

A traceback names files and lines, never the values in them: those may be what people wrote.
"""

import logging
import sys

import structlog


def configure() -> None:
    """Set the form of every program's log lines."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
