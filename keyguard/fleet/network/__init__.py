"""A network of forks: fetched into one store, read once, judged for each of its repositories."""
