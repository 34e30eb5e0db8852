"""The command line at a terminal, with a person who types."""

import os
import subprocess
import sys
from pathlib import Path

STOP = "\x04"  # what ^D sends


def typing(*command: str, typed: str, cwd: Path, home: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command whose questions are answered by what is typed, an answer a line."""
    home.mkdir(exist_ok=True)
    ours, theirs = os.openpty()
    os.write(ours, typed.encode("utf-8", "surrogateescape"))
    try:
        return subprocess.run(
            [sys.executable, "-m", "unrepeat", *command],
            cwd=cwd,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"} | environment,
            stdin=theirs,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        os.close(ours)
        os.close(theirs)
