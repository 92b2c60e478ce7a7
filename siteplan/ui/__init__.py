"""The app: Streamlit lives only here, one module a page."""

from siteplan.ui.launch import launch

__all__ = ["launch"]
