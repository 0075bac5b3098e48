"""The steps of the flow, one a file: each takes its input from the ledger and leaves its result there."""
