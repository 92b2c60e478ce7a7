"""A plan kept whole in its folder, so that reports and comparisons need neither its study nor a solver."""
