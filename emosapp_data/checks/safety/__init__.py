"""What the safety checks know: the words of each sensitive subject, and how personal data look."""
