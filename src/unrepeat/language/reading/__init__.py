"""Texts by their structure: prose, headings, items, actions, timelines, quotes and credits are told apart."""
