"""Review without a server: pairs and answers out as CSV or JSON Lines, what people filled in back in."""
