"""Webhook handlers: read as rows of events, for the rules about the order of these.

``languages`` has a table for each language, ``frameworks`` where handlers are, ``ownership`` whose
they are, ``flow`` follows their code, and ``events`` makes the rows.
"""
