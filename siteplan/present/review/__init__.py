"""A review of today's network, to look at: words, tables, a page and files."""
