"""What a study says of what may be otherwise: outlooks, ranges of figures, factors on many, risks, rivals' replies."""
