"""When a pack was made, as files date themselves: by its plan, never by the clock."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["moment"]


def moment(made: int) -> datetime:
    """Return seconds since 1970 as a time in UTC, without a zone, as files of offices want it."""
    return datetime.fromtimestamp(made, UTC).replace(tzinfo=None)
