"""Tests: stories told on real git repositories."""
