"""Signs in a change of what may be written down nowhere; `ledger.unrecorded` turns one of them into a question."""
