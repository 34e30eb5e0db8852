"""Tests of what in a change is asked about, and what is not, by language and format."""
