"""Proof: rounds of masters, or branch and cut, until no better plan can exist."""
