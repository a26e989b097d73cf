"""Searches in text that several detectors share."""
