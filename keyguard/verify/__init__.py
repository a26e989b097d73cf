"""Asks the Gateway whether a found key is still alive, and reads its answers with care."""
