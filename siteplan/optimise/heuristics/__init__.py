"""Plans: finds good plans fast, and keeps every rule."""
