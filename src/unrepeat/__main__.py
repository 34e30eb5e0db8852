"""Let `python -m unrepeat` do what `unrepeat` does."""

from unrepeat.cli import main

main()
