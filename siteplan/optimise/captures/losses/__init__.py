"""Losses on what sites win: above capacities, by smaller margins, by payouts."""
