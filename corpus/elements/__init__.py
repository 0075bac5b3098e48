"""What a textbook itself offers as questions and answers."""
