"""From what a book offers to candidate pairs."""
