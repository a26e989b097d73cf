"""Everything known of a fleet, in one SQLite database that one process writes."""
