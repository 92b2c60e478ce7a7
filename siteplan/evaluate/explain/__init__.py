"""Explanations: rules, rejected sites and removals by solving anew, and why there is no plan."""
