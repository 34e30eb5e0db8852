"""The blameless check: what a text says of people where it should tell of conditions, and how to say it instead."""
