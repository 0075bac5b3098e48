"""What runs inside argilla-server's own environment: a search engine in one file, the application, the worker, and maintenance.

Argilla keeps records, responses and users in its database and asks a search engine for lists of them. Elasticsearch is that engine
elsewhere; here it is SQLite, so that a review server needs no Docker and no second gigabyte of memory. This package imports nothing of
EmoSApp: it is put on ``PYTHONPATH`` of an environment in which only argilla-server is installed.

Importing it chooses the engine and switches telemetry off, both before ``argilla_server`` reads its settings.
"""

import os

ENGINE_NAME = "embedded"

os.environ.setdefault("ARGILLA_SEARCH_ENGINE", ENGINE_NAME)
# Curators' work is nobody else's business, so this is not a default that the environment may change.
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
