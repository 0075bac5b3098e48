"""The ledger: what became of every item of every step, kept in one SQLite file a workspace.

An item is keyed by (step, step version, parameters, input). It ends as kept, rejected with a reason, or failed with an
error, and the sums add up. The same rows are the cache: an item that was kept or rejected is not worked on again, and
so an interrupted run goes on where it stopped. Failed items are tried again.

Commits are whole batches in WAL mode, so that a killed process leaves the last full batch. One process writes at a
time, held by a lock that the operating system releases when the process ends, however it ends.
"""

from emosapp_data.ledger.item import ASIDE, STEPS, Item, Outcome, Result, Step
from emosapp_data.ledger.store import LEDGER_FILE, Ledger

__all__ = ["ASIDE", "LEDGER_FILE", "STEPS", "Item", "Ledger", "Outcome", "Result", "Step"]
