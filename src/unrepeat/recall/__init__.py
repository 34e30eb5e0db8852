"""What is like this, and what helped then: a search over what the ledger and the history hold."""
