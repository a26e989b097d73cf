"""Tests of files that are kept."""
