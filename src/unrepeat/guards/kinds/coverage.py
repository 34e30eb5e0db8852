"""Read which lines the tests ran from reports of coverage.py, Cobertura, JaCoCo and LCOV, by way of diff-cover.

Diff-cover reads the lines; which file of the repository a report means is found here, since its reports must have been
made where it runs. Where one report says that a line was run, it was, whatever others say.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

from diff_cover.violationsreporters.violations_reporter import (  # type: ignore[import-untyped]
    LcovCoverageReporter,
    XmlCoverageReporter,
)

from unrepeat.guards.kinds import CannotRun
from unrepeat.guards.kinds.report_names import Names
from unrepeat.guards.kinds.xml_report import NoReport, read_xml

LARGEST = 100_000_000  # bytes of a report; a line of a report takes some fifty, so this is two million lines of code


@dataclass
class Covered:
    """Lines of one file, from 1: those that reports measure, and of these the ones that no test ran."""

    measured: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)

    def add(self, measured: Collection[int], missed: Collection[int]) -> None:
        """Add what one more report says."""
        ran_before, ran = self.measured - self.missed, set(measured).difference(missed)
        self.measured.update(measured)
        self.missed = self.measured - ran_before - ran


class Coverage:
    """What some reports say of the files of a repository."""

    def __init__(self, reports: Iterable[Path], paths: Collection[str]) -> None:
        names = Names(paths)
        self._by_path: dict[str, Covered] = {}
        self._unsure: set[str] = set()
        for report in reports:
            for told, lines in _read(report):
                meant = names.meant(told)
                if len(meant) > 1:
                    self._unsure |= meant
                for path in meant:
                    self._by_path.setdefault(path, Covered()).add(lines.measured, lines.missed)

    @property
    def paths(self) -> Collection[str]:
        """The files of the repository that the reports tell of."""
        return self._by_path.keys()

    def of(self, path: str) -> Covered | None:
        """Give what is known of a file, None where nothing is; raise CannotRun where another may be meant as well."""
        if path in self._unsure:
            raise CannotRun(f"The reports may mean {path} or another file of this name.", "Let them tell whole paths.")
        return self._by_path.get(path)


Told = tuple[tuple[str, ...], Covered]  # the names that a report may have for a file, and its lines


def _read(report: Path) -> Sequence[Told]:
    """Read a report; raise CannotRun where it cannot be."""
    try:
        about = report.stat()
        return _remembered(report, about.st_mtime_ns, about.st_size)
    except NoReport as reason:
        raise CannotRun(
            f"{report} {reason.what}.", "Give a report of coverage.py (as XML), Cobertura, JaCoCo or LCOV."
        ) from None
    except OSError as error:
        raise CannotRun(f"{report} cannot be read ({error.strerror}).", "Look whether it is there.") from None


@lru_cache(maxsize=8)  # several guards may ask for one report, as long as nobody changes it
def _remembered(report: Path, _changed: int, size: int) -> Sequence[Told]:
    if size > LARGEST:
        raise NoReport(f"is larger than {LARGEST // 1_000_000} MB")
    found = list(_told(report))
    if not found:
        raise NoReport("tells of no file")
    return found


def _told(report: Path) -> Iterator[Told]:
    with report.open("rb") as file:
        is_xml = file.read(1000).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")
    try:
        yield from _of_xml(read_xml(report.read_bytes())) if is_xml else _of_lcov(report)
    except (ValueError, TypeError, UnicodeError) as error:
        raise NoReport(f"is no report that can be read ({str(error).strip()[:100]})") from None


def _of_lcov(report: Path) -> Iterator[Told]:
    for name, hits in LcovCoverageReporter.parse(report).items():
        yield (name,), Covered(set(hits), {line for line, count in hits.items() if count < 1})


def _of_xml(root: Element) -> Iterator[Told]:
    """Give what a Cobertura or a JaCoCo report tells, class by class; several may be of one file."""
    sources = [source.text.strip() for source in root.iterfind("sources/source") if source.text]
    of_classes = [
        ((*(f"{source}/{name}" for source in sources), name), one.findall("lines/line"))
        for one in root.iter("class")
        if (name := one.get("filename"))
    ]
    of_packages = [
        ((f"{package.get('name', '')}/{one.get('name', '')}",), one.findall("line"))
        for package in root.iter("package")
        for one in package.iterfind("sourcefile")
    ]
    told = of_classes + of_packages
    reader = _Reader(root, [lines for _, lines in told])
    for number, (names, _) in enumerate(told):
        yield names, Covered(reader.measured_lines(number), {missed.line for missed in reader.violations(number)})


class _Reader(XmlCoverageReporter):  # type: ignore[misc]
    """Diff-cover's reader of XML, which is asked for lines by their number in a list, and looks up no file."""

    def __init__(self, root: Element, lines: Sequence[Sequence[Element]]) -> None:
        super().__init__([root])
        self._lines = lines

    def get_src_path_line_nodes_cobertura(self, index: int, xml_document: Element, src_path: int) -> Sequence[Element]:
        """Give the lines of one class; `index` and `xml_document` say of which report, and there is one."""
        del index, xml_document
        return self._lines[src_path]

    def get_src_path_line_nodes_jacoco(self, xml_document: Element, src_path: int) -> Sequence[Element]:
        """Give the lines of one source file, as above."""
        del xml_document
        return self._lines[src_path]
