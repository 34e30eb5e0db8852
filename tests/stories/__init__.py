"""The two stories, told end to end."""
