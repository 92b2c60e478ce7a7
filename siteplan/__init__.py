"""siteplan: where a maker of new-energy vehicles, or any chain, should open sites."""

from siteplan._version import __version__

__all__ = ["__version__"]
