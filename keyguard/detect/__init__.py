"""What a credential looks like."""
