"""Learn from a repository's strings of mistakes: what, never who."""

__version__ = "0.1.0"
