"""The fonts that printed reports bear: files, what they cover, and how wide texts are."""
