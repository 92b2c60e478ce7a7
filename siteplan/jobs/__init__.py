"""Jobs: a run as a process of its own; no Streamlit."""
