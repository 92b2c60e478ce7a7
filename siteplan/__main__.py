"""`python -m siteplan`, and the command `siteplan`: the command line."""

import signal

__all__ = ["main"]


def main() -> None:
    """Run the command line. Until it listens, Ctrl-C simply ends the process: there is nothing to tell yet."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from siteplan.cli import main as run  # noqa: PLC0415 - it takes a moment to load

    run()


if __name__ == "__main__":
    main()
