"""Ways to write text as other text: ``table`` has a row for each, and how it is undone."""
