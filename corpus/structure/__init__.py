"""What the book is made of: headings, sections, page labels and the zones between headings."""
