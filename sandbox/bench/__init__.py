"""Benchmarks of the product beside its limits and its peers, all on this computer."""
