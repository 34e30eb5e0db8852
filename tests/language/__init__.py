"""Tests of the blameless check."""
