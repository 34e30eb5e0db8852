"""What people know and said, as plain files under `.unrepeat/`."""
