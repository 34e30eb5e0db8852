"""Turn a post-mortem that exists already into records: what happened, and what is to be done about it."""
