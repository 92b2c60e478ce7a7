"""Reports: pages that make no request."""
