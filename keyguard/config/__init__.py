"""Reads configuration files into ``Settings``."""
