"""What those who run the channel look at: every figure by its id, conflicts, who serves whom, aims, sales so far."""
