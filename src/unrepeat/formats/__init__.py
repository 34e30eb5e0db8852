"""What the formats share in which findings are told to forges and editors, whoever found them."""
