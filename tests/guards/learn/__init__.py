"""Tests of learning guards."""
