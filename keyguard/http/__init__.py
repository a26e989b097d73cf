"""One request to one place: no redirects, a time limit, a bounded answer, checked certificates."""
