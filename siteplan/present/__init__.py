"""What a person looks at: maps, reports, and the words and colours they share."""
