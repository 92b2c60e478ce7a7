"""The command line."""

from siteplan.cli.commands import (
    main,
)

__all__ = [
    "main",
]
