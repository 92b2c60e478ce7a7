"""Diagnosis: why no plan meets every rule, and the smallest changes that give one."""
