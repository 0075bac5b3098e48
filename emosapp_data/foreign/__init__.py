"""Pairs that were made elsewhere: reading them from the usual layouts, and looking at them as at our own."""

from emosapp_data.foreign.read import read_pairs
from emosapp_data.foreign.records import ForeignPair, ForeignPairs, SetAside, WhyAside

__all__ = ["ForeignPair", "ForeignPairs", "SetAside", "WhyAside", "read_pairs"]
