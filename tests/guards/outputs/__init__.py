"""Tests of unrepeat.guards.outputs."""
