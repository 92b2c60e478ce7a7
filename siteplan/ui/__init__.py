"""The app: Streamlit lives only here, one module a page."""
