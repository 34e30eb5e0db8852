"""English: its words, its names of persons and its grammar, as far as the rules need them."""
