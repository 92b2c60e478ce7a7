"""How the database of saved plans came to be as it is, a step a module: shipped, and taken on opening."""
