"""From evidence to words and pictures: what a history can teach, written down."""
