"""A real Argilla on this machine, without Docker and without Elasticsearch: environment, start, stop, backup."""
