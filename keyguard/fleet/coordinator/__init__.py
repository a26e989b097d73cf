"""A whole list of repositories: what is fetched and read when, by whom, and what came of it."""
