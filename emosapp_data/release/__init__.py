"""Versioned datasets: splits, licence, files, card and manifest."""
