"""Tables of reports, the app and files."""
