"""Addresses → places: parse, normalise, local index, providers, chain. Knows neither tables nor requests."""
