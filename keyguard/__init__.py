"""keyguard finds Connexease Gateway keys and weak webhook secrets in files and git history."""

__version__ = "0.1.0"
