"""Bounds: what no plan can exceed - cuts over groups of zones, the master that holds them, its relaxation."""
