"""Question-answer pairs over the sample book, each good or bad in a named way, to measure the checks against."""
