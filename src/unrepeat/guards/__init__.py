"""Guards: executable safeguards, each a function from a change to findings, proven on the change that went wrong."""
