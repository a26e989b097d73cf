"""What a build puts into browsers and apps, by the rules of its own tools."""
