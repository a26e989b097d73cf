"""Many repositories: cloned or fetched, read once for each network of forks, and remembered."""
