"""The talk with the manager: prepared in private, and what is agreed in it."""
