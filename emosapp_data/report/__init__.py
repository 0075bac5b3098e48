"""The report: one HTML page that shows what came in, what was kept, and what was left out and why."""
