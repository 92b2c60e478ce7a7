"""The app: `streamlit run app.py`. Page config and navigation stand in siteplan/ui/main.py, the pages beside it."""

from siteplan.ui.main import main

main()
