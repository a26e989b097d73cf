"""How hard a webhook secret is to guess."""
