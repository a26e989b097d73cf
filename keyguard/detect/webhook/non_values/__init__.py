"""What is in the place of a value but is not one."""
