"""Tests of what brings unrepeat into other tools."""
