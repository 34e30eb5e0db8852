"""What other programs read of a check: a module a format, each with `render(findings, guards)`, which gives its text.

Whoever can propose a change can choose paths and words in it, so each module escapes for the program that reads it.
"""
