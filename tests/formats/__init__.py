"""Tests of the formats in which findings are told."""
