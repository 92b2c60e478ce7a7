"""Allocation: runs where sites have limited capacity, and zones are handed to them."""
