"""Fits of few sites on one thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["one_thread"]


@contextmanager
def one_thread() -> Iterator[None]:
    """Let scikit-learn take one thread: for a few hundred sites several wait for each other longer than they work."""
    import sklearn.utils  # noqa: F401, PLC0415 - what is not loaded yet would not be limited; takes a second
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    with threadpool_limits(1, user_api="openmp"):
        yield
