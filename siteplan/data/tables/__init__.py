"""Tables: from cells to a checked Market."""
