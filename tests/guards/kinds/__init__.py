"""Tests of the kinds of guards."""
