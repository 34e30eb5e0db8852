"""What the blameless check has to say: where, by which rule, and what to write instead."""

from dataclasses import dataclass

from unrepeat.language.rule import Group, Severity


@dataclass(frozen=True)
class Remark:
    """One finding of the check. Lines and columns count from 1; the end column is the one after the last letter.

    `sentence` says where the sentence begins and ends (line and column), whose place a suggestion takes. `replaces` is
    its span of letters in the file where the suggestion is safe, None where a person has to fill something in.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    group: Group
    severity: Severity
    message: str
    excerpt: str
    suggestion: str
    sentence: tuple[tuple[int, int], tuple[int, int]]
    replaces: tuple[int, int] | None = None

    def row(self) -> dict[str, object]:
        """Give it as `lint --json` prints it."""
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "rule": self.rule,
            "group": self.group,
            "severity": self.severity,
            "message": self.message,
            "excerpt": self.excerpt,
            "suggestion": self.suggestion,
        }
