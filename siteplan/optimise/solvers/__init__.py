"""Models: linear models as plain arrays, and the solvers that answer them."""
