"""Tests of what is like something, and what helped then."""
