"""Ways to write text as other text: one row each in ``table``, how it is seen and undone."""
