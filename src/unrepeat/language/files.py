"""Which files the check reads, and as what: prose in any text file, not the code beside it."""

from collections.abc import Iterator
from pathlib import Path

from unrepeat.errors import OutputError
from unrepeat.language.lint import Form

LARGEST = 5_000_000  # bytes; nobody wrote what is larger
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".rmd", ".qmd"})
_COMMITS = frozenset({"COMMIT_EDITMSG", "MERGE_MSG", "TAG_EDITMSG", "SQUASH_MSG"})
# What holds code or data, whose words are no prose. Anything else that is text is read.
_CODE = frozenset(
    ".py .pyi .js .mjs .cjs .ts .tsx .jsx .go .rs .c .h .cc .cpp .hpp .java .kt .scala .rb .php .pl .pm .lua "
    ".swift .m .cs .fs .hs .ml .clj .ex .exs .erl .sh .bash .zsh .fish .ps1 .bat .sql .r .jl .dart .zig .nim .v "
    ".vhd .tf .hcl .proto .json .jsonl .yml .yaml .toml .ini .cfg .conf .properties .xml .html .htm .css .scss "
    ".sass .less .svg .csv .tsv .lock .log .diff .patch .ipynb .plist .gradle .cmake .mk .am .ac .in .map .sum "
    ".mod .pem .crt .key .tex .bib .po .pot".split()
)
_CODE_NAMES = frozenset(
    {
        "Makefile",
        "Dockerfile",
        "Jenkinsfile",
        "Vagrantfile",
        "Gemfile",
        "Rakefile",
        "CODEOWNERS",
        "LICENSE",
        "LICENCE",
        "COPYING",
        "NOTICE",
    }
)


class NoText(OutputError):
    """A file that holds no text which the check could read."""


def form_of(path: Path) -> Form:
    """Say as what a file is read, by its name."""
    if path.name in _COMMITS:
        return "commit"
    if path.suffix.lower() in _MARKDOWN:
        return "record" if ".unrepeat" in path.parts else "markdown"
    return "text"


def files_in(folder: Path) -> Iterator[Path]:
    """Give the files below a folder that may hold prose, in order; no links, and of hidden folders only a few."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_dir():
            if not path.name.startswith(".") or path.name in {".unrepeat", ".github", ".gitlab"}:
                yield from files_in(path)
        elif path.is_file() and not (path.name.startswith(".") or _is_code(path)):
            yield path


def _is_code(path: Path) -> bool:
    return path.suffix.lower() in _CODE or path.name in _CODE_NAMES


def read(path: Path) -> str:
    """Read a file's text, each letter in the place it has there; raise NoText for what is none, or too large."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise NoText(f"{path} cannot be read ({error.strerror}).", "Name a text file, or a folder of them.") from None
    if len(content) > LARGEST:
        what = f"{path} is larger than {LARGEST // 1_000_000} MB, which nobody wrote by hand."
        raise NoText(what, "Name the part of it that is prose.")
    return decoded(content, f"{path}")


def decoded(content: bytes, name: str) -> str:
    """Give the text of some bytes; raise NoText where they are none."""
    if b"\0" in content:
        raise NoText(f"{name} holds binary data, not text.", "Name a text file, or a folder of them.")
    return content.decode("utf-8", "replace")
