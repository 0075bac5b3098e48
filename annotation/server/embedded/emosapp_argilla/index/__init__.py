"""The search index: one SQLite file beside the database. Plain data goes in and comes out; ``engine.py`` alone knows Argilla's objects.

============== =========================================================================
schema         the tables, and why they are shaped as they are
connection     opening the file, transactions, moving a damaged file aside
layout         which fields and attributes a data set has, and the types of their values
documents      a record as plain data
writing        putting records, responses and suggestions in, and taking them out
query_language what a curator types, as an FTS5 expression
dates          bounds of a date as a client writes them
filters        Argilla's filters as SQL conditions
ordering       Argilla's sort orders as SQL
reading        searches, progress, metrics
similarity     nearest and farthest vectors
============== =========================================================================
"""
