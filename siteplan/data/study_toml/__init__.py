"""study.toml: read, told in plain words, revised, and the template."""
