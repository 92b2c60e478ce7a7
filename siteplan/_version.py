"""The version of siteplan."""

__version__ = "0.1.0"
