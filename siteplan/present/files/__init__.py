"""Files: folders of results, whole or not at all."""
