"""Lists of English words, one kind a text file. They are this project's own."""
