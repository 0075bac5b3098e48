"""What an answer may say that its evidence does not: one kind of difference a file."""
