"""`python -m siteplan` is the command line."""

from siteplan.cli import main

if __name__ == "__main__":
    main()
