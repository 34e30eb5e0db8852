"""Short texts for those who read little: one file a reader."""
