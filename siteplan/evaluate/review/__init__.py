"""The review of today's network: for each own site keep, close, convert or move, and what each would bring."""
