"""Saved plans in the app: kept from a result, listed, opened, compared, decided on."""
