"""What people said, as plain files under `.unrepeat/`."""
