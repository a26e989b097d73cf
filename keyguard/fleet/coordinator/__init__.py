"""Runs over a whole list of repositories: what to fetch and read when, by whom, and the results."""
