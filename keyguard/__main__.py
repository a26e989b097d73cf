"""``python -m keyguard``."""

from keyguard.cli import main

main()
