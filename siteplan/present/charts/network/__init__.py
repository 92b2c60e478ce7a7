"""Charts of a plan's network: what its sites add and cost, whom it reaches, why a place scores as it does."""
