"""Archives, packed streams and documents: one row each in ``table``, and what opens them."""
