"""Learn guards from a change that went wrong and the change that repaired it."""
