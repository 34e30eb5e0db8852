"""The report says what a study holds: kindly, safely, and the same each time."""

import copy
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from unrepeat.retro.pictures import years
from unrepeat.retro.report import as_html, as_markdown, sentences

Study = dict[str, Any]

HOSTILE = '<script>alert(1)</script><a href="//evil.example">x</a> | [link](http://evil.example) `b` @octo Fixes #1'
FIRST, SECOND, THIRD = "1" * 40, "2" * 40, "3" * 40
VOID = {"meta", "link", "br", "hr", "img", "input"}


def tiny_study() -> Study:
    """Four changes, no fixes, nothing found."""
    return {
        "unrepeat": "0.1",
        "repository": "tiny",
        "head": "a" * 40,
        "as_of": "2024-05-03T10:00:00Z",
        "since": None,
        "overview": {
            "changes": 4,
            "merges": 0,
            "first": "2024-05-01T10:00:00Z",
            "last": "2024-05-03T10:00:00Z",
            "fixes": 0,
            "fixes_with_test": 0,
            "changes_with_test": 0,
            "traced_fixes": 0,
            "changes_that_needed_a_fix": 0,
            "median_days_to_fix": None,
            "strings": 0,
            "open_strings": 0,
            "links_in_strings": 0,
            "usual_days_to_fail": 30.0,
            "confirmed_links": 0,
            "years": [{"year": "2024", "changes": 4, "needed_a_fix": 0}],
        },
        "strings": [],
        "safeguards": [],
        "places": [],
        "returned": [],
        "pairs": [],
        "lessons": [],
        "lessons_in_all": 0,
    }


def change(commit: str, subject: str, *, is_fix: bool = False, is_culprit: bool = False) -> Study:
    return {
        "commit": commit,
        "time": f"2024-0{commit[0]}-01T10:00:00Z",
        "subject": subject,
        "added": 1,
        "removed": 0,
        "files": 1,
        "with_test": False,
        "is_fix": is_fix,
        "is_culprit": is_culprit,
    }


def link(fix: str, culprit: str, path: str, *, confirmed: bool = False) -> Study:
    says = "it wrote 2 lines that the fix removed or changed"
    return {
        "fix": fix,
        "culprit": culprit,
        "score": 1.0 if confirmed else 0.57,
        "confirmed": confirmed,
        "evidence": [
            {"kind": "deleted-lines", "path": path, "lines": [[4, 4], [7, 9]], "says": says},
            {"kind": "words", "path": None, "lines": [], "says": "both messages speak of “count”"},
        ],
    }


def safeguards(title: str, path: str) -> Study:
    """Give the safeguards of the string, one of each form."""
    stops = [{"string": f"string-{FIRST}", "link": 2, "of": 2}]
    guard = {"guard": "scan", "title": title, "kind": "pattern", "stage": "advise", "verdict": "proven", "stops": stops}
    cut = title[:80]  # as the learner cuts what it quotes
    offer = {"says": cut, "guard": {"id": "scan", "title": cut}, "more": 1, "matches_now": 1, "verdict": "proven"}
    command = "unrepeat learn 333333333333 --culprit 222222222222 --write"
    return {
        "string": f"string-{FIRST}",
        "links": 2,
        "guarded": [guard],
        "offers": [offer | {"stops": stops, "command": command}],
        "others": [
            {"kind": "tests", "commits": [SECOND, THIRD], "paths": [path]},
            {"kind": "reviewers", "commits": [SECOND, THIRD], "seconds": 7_200},
            {"kind": "rollout", "commits": [FIRST], "fixes": 2},
        ],
        "tried": [2],
        "untried": [{"links": [1], "because": "large"}],
    }


def full_study(*, subject: str = "Count rows", path: str = "src/count.py") -> Study:
    """One string of three changes, and one row in every section."""
    made = tiny_study()
    made["overview"] |= {
        "fixes": 2,
        "fixes_with_test": 1,
        "changes_with_test": 1,
        "traced_fixes": 2,
        "median_days_to_fix": 30.0,
    }
    made["overview"] |= {"strings": 1, "open_strings": 1, "links_in_strings": 2}
    made["overview"]["years"] = [
        {"year": "2022", "changes": 1, "needed_a_fix": 0},
        {"year": "2024", "changes": 3, "needed_a_fix": 2},
    ]
    first = change(FIRST, subject, is_culprit=True)
    second = change(SECOND, f"Fix {subject}", is_fix=True, is_culprit=True)
    third = change(THIRD, f"Fix the fix of {subject}", is_fix=True)
    made["strings"] = [
        {
            "id": f"string-{FIRST}",
            "open": True,
            "first": first["time"],
            "last": third["time"],
            "days": 60.0,
            "depth": 2,
            "paths": [path],
            "changes": [first, second, third],
            "links": [link(SECOND, FIRST, path), link(THIRD, SECOND, path)],
        }
    ]
    made["safeguards"] = [safeguards(subject, path)]
    made["places"] = [
        {
            "place": path,
            "mistakes": 30,
            "changes": 100,
            "lines_changed": 500,
            "per_100_changes": 30.0,
            "base_per_100_changes": 10.0,
            "commits": [FIRST],
        }
    ]
    made["returned"] = [
        {
            "path": path,
            "function": subject,
            "fixes": [second, third],
            "first": second["time"],
            "last": third["time"],
        }
    ]
    pair = {"support": 12, "confidence": 0.6, "alone": 4, "followed": 3, "rate": 0.75, "control": 0.02}
    made["pairs"] = [{"path": path, "with": f"{path}.h", "latest": THIRD, **pair}]
    made["lessons"] = [second | {"string": f"string-{FIRST}", "fixed_again": 1, "paths": [path]}]
    return made


class Outline(HTMLParser):
    """Reads a page: whether its tags close, and its headings, text, addresses and names in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note a tag that does not close the last one."""
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        """Gather text."""
        self.text += data

    @property
    def levels(self) -> list[int]:
        """The headings' levels, in order."""
        return [int(tag[1]) for tag in self.tags if re.fullmatch(r"h[1-6]", tag)]

    def named(self, attribute: str) -> list[str]:
        """Give the values of an attribute, in order."""
        return [value for name, value in self.attributes if name == attribute]


def many_strings(count: int) -> Study:
    made = full_study()
    made["overview"]["strings"] = count
    made["strings"] = [copy.deepcopy(made["strings"][0]) | {"id": f"string-{place}"} for place in range(count)]
    made["safeguards"][0]["string"] = "string-0"
    return made


STUDIES = pytest.mark.parametrize("made", [tiny_study(), full_study(), full_study(subject=HOSTILE), many_strings(14)])


@STUDIES
def test_tags_close_headings_descend_and_names_differ(made: Study) -> None:
    page = Outline(as_html(made))
    assert (page.open, page.unbalanced) == ([], [])
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    assert len(page.named("id")) == len(set(page.named("id")))
    pointed = [name for names in page.named("aria-labelledby") for name in names.split()]
    pointed += [address.removeprefix("#") for address in page.named("href")]
    assert set(pointed) <= set(page.named("id"))


@STUDIES
def test_nothing_is_loaded_and_nothing_runs(made: Study) -> None:
    page = Outline(as_html(made))
    assert not {"script", "link", "img", "iframe", "object", "embed", "use", "base", "form"} & set(page.tags)
    assert all(address.startswith("#") for address in page.named("href"))
    assert not [name for name, _ in page.attributes if name == "src" or name.startswith("on")]
    assert "default-src 'none'; style-src 'unsafe-inline'" in page.named("content")
    assert "url(" not in as_html(made)
    assert "@import" not in as_html(made)


def test_every_commit_of_a_string_is_shown_in_short_and_in_full() -> None:
    page = as_html(full_study())
    for commit in (FIRST, SECOND, THIRD):
        assert f'<code class="commit" title="{commit}">{commit[:12]}</code>' in page
        assert f"`{commit[:12]}`" in as_markdown(full_study())


def test_every_string_is_on_the_page_the_later_ones_folded() -> None:
    page = as_html(many_strings(14))
    assert page.count('<article class="card" id=') == 10
    assert page.count('<details class="card"') == 4
    assert "4 more strings" in page


def test_hostile_text_stays_text_in_html() -> None:
    made = full_study(subject=HOSTILE, path="<b>x</b>.py")
    made["strings"][0]["id"] = made["safeguards"][0]["string"] = 'string-"><b>'
    page = as_html(made)
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_hostile_text_stays_code_in_markdown() -> None:
    page = as_markdown(full_study(subject=HOSTILE, path="a|b`c<i>"))
    outside = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", page)
    for sign in ("<script", "<i>", "evil.example", "@octo", "#1", "[link]"):
        assert sign in page
        assert sign not in outside


def test_a_bar_in_a_path_does_not_split_a_row_of_a_markdown_table() -> None:
    row = next(line for line in as_markdown(full_study(path="a|b")).splitlines() if line.startswith("| `a"))
    assert len(re.split(r"(?<!\\)\|", row)) == 9


@pytest.mark.parametrize("write", [as_html, as_markdown, lambda study: "\n".join(sentences(study))])
def test_what_would_mislead_the_eye_or_the_terminal_is_taken_out(write: Any) -> None:  # noqa: ANN401 - functions
    page = write(full_study(subject="a\x1b[31mb\x07\u202ec\x00\x9b\ud800d\u2028e", path="caf\udce9.c"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069]", page)
    assert "[31m" not in page
    assert "caf\\xe9.c" in page
    page.encode()


def test_a_very_long_subject_is_cut() -> None:
    assert "w" * 200 not in as_html(full_study(subject="w" * 5000))
    assert "w" * 200 not in as_markdown(full_study(subject="w" * 5000))


@pytest.mark.parametrize("write", [as_html, as_markdown])
def test_a_tiny_history_reads_well(write: Any) -> None:  # noqa: ANN401 - functions
    page = Outline(write(tiny_study())).text
    assert "We made 4 changes between 1 May 2024 and 3 May 2024" in page
    assert "No strings were found in this history" in page
    assert "No pair of files was found" in page
    assert not re.search(r"\b0 of 0\b|NaN|None\b|\b1 changes\b|\b0 fix", page)


def test_a_history_without_changes_says_so() -> None:
    made = tiny_study()
    made["overview"] |= {
        "changes": 0,
        "years": [],
        "first": "1970-01-01T00:00:00Z",
        "last": "1970-01-01T00:00:00Z",
    }
    assert sentences(made)[0] == "No changes lie in the time we looked at."
    assert "1970" not in as_html(made) + as_markdown(made)


def test_one_is_told_apart_from_many() -> None:
    made = full_study()
    page = Outline(as_html(made)).text
    assert "1 added, 0 removed in 1 file" in page
    assert "1 is open: its last fix is younger than 30 days" in page
    assert "Later 1 fix repaired it in turn." in page
    assert not re.search(r"\b1 (changes|fixes|files|strings|times|grounds|merges)\b", page)
    made["overview"] |= {"changes": 1, "years": [{"year": "2024", "changes": 1, "needed_a_fix": 0}]}
    assert sentences(made)[0].startswith("We made 1 change between")


def test_five_sentences_hold_each_figure_beside_its_base() -> None:
    assert sentences(full_study()) == [
        "We made 4 changes between 1 May 2024 and 3 May 2024; 2 of them needed no fix that we could trace.",
        "We found 2 fixes among 4 changes; 1 of them came with a test; of all changes, 25% did.",
        (
            "We found 1 string, where a fix needed a fix in turn, among 2 traced fixes; "
            "1 is open: its last fix is younger than 30 days."
        ),
        (
            "“src/count.py” stands out most clearly: of 100 changes there, 30.0 needed a fix; "
            "of 100 in all places together, 10.0."
        ),
        "One fix in a string came without a test: a test beside it is a small next step.",
    ]


def test_a_share_is_named_only_where_there_are_cases_enough() -> None:
    made = tiny_study()
    made["overview"] |= {"changes": 1000, "years": [{"year": "2024", "changes": 1000, "needed_a_fix": 2}]}
    assert "998 of them (over 99%) needed no fix" in sentences(made)[0]


def test_a_place_stands_out_only_beyond_chance() -> None:
    made = full_study()
    made["places"][0] |= {"mistakes": 2, "changes": 10, "per_100_changes": 20.0}
    assert sentences(made)[3].startswith("No place stands out")
    assert "| about the same |" in as_markdown(made)
    assert "| above |" in as_markdown(full_study())


def test_a_pair_is_told_with_what_chance_would_do() -> None:
    for page in (Outline(as_html(full_study())).text, as_markdown(full_study()).replace("`", "")):
        assert "within the next 20 changes src/count.py.h followed 3 of 4 times" in page
        assert "by chance it would be so 2% of the time" in page


def test_safeguards_are_told_with_the_link_that_they_would_have_stopped() -> None:
    stopped = "it would have stopped link 2 of 2 (change 2, which change 3 repaired; likely, 57%)"
    for page in (Outline(as_html(full_study())).text, as_markdown(full_study()).replace("`", "")):
        text = " ".join(page.split())
        assert f"Already guarded by scan (it advises): “Count rows”; {stopped}, its certificate says so." in text or (
            f"Already guarded by scan (it advises): Count rows; {stopped}, its certificate says so." in text
        )
        assert f"Count rows. Proven: {stopped}. It matches 1 place in the code as it is now." in text
        assert "To take it: unrepeat learn 333333333333 --culprit 222222222222 --write" in text
        assert "1 of its 2 links was tried. Link 1 is too large to be tried in a report." in text
        assert "A test: changes 2 and 3 are fixes that touched no test. One beside src/count.py" in text
        assert "change 2, a fix, was itself repaired by change 3 after 2 hours." in text
        assert "change 1 needed 2 fixes of its own" in text
        assert "Proof says nothing of how often a guard would speak in vain" in text
        assert "nothing enables itself" in text


@pytest.mark.parametrize(
    ("matches", "said"),
    [
        (0, "It matches no place in the code as it is now."),
        (4, "It matches 4 places in the code as it is now: look at them first, for it may speak in vain there."),
        (100, "It matches 100 places or more in the code as it is now: look at them first"),
        (None, "How many places it matches now could not be counted."),
    ],
)
def test_an_offer_says_how_many_places_it_matches_now(matches: int | None, said: str) -> None:
    made = full_study()
    made["safeguards"][0]["offers"][0]["matches_now"] = matches
    assert said in as_html(made)
    assert said in as_markdown(made)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("unproven", "it is meant to stop link 2 of 2"),
        ("unproven", "not proven as it is now: `unrepeat prove scan` tells"),
        ("inert", "but its certificate says that it does not"),
        ("too-broad", "but its certificate calls it too broad"),
        ("wrong-reason", "elsewhere, not where the fix repaired it"),
        ("unstable", "but its certificate calls it unstable"),
        ("cannot-run", "but its certificate says that it could not run"),
        ("not-replayable", "which cannot be proven"),
    ],
)
def test_a_guard_that_is_not_proven_is_not_said_to_stop_anything(verdict: str, said: str) -> None:
    made = full_study()
    made["safeguards"][0] |= {"offers": [], "others": []}
    made["safeguards"][0]["guarded"][0]["verdict"] = verdict
    assert said in as_markdown(made)
    assert "would have stopped link" not in as_markdown(made) + as_html(made)


def test_what_could_not_be_tried_is_told_in_one_sentence() -> None:
    made = full_study()
    nothing: Study = {"guarded": [], "offers": [], "others": [], "tried": [1, 2]}
    failed = [{"links": [1, 2], "because": "the learner failed (MemoryError)."}]
    made["safeguards"][0] |= nothing | {"untried": failed}
    for page in (as_html(made), as_markdown(made)):
        assert "None of its 2 links were tried. Links 1 and 2 could not be tried: the learner failed" in page
        assert "No safeguard suggests itself from what the history shows." in page
    made["safeguards"][0]["untried"] = []
    assert "All of its 2 links were tried." in as_markdown(made)


def test_without_strings_there_is_nothing_to_guard() -> None:
    for page in (as_html(tiny_study()), as_markdown(tiny_study())):
        assert "There are no strings here, and so no link that a guard would have stopped." in page


def test_a_link_is_likely_until_it_is_confirmed() -> None:
    made = full_study()
    assert as_html(made).count("likely, 57%") == 6  # two links, in words and in a picture; two guards about one
    made["strings"][0]["links"] = [
        link(SECOND, FIRST, "a.c", confirmed=True),
        link(THIRD, SECOND, "a.c", confirmed=True),
    ]
    made["overview"]["confirmed_links"] = 2
    for page in (as_html(made), as_markdown(made)):
        assert "likely, " not in page
        assert "2 links are confirmed" in page
    assert as_html(made).count('class="arc confirmed"') == 2


def test_a_string_is_told_as_the_days_went_and_named_after_code_rather_than_a_test() -> None:
    made = full_study()
    made["strings"][0]["changes"].reverse()
    made["strings"][0]["paths"] = ["tests/test_count.py", "src/count.py"]
    page = as_markdown(made)
    assert page.index("1. `Count rows`") < page.index("2. `Fix Count rows`") < page.index("3. `Fix the fix")
    assert "### `src/count.py` and 1 other file (open)" in page


def test_an_open_string_says_why() -> None:
    made = full_study()
    reason = "its last fix is younger than 30 days, the time within which a fix that fails here usually fails"
    assert reason in as_html(made)
    assert reason in as_markdown(made)
    made["strings"][0]["open"] = False
    assert reason not in as_html(made)


def test_a_date_beyond_the_newest_change_is_not_believed() -> None:
    made = full_study()
    made["overview"]["last"] = "2121-01-04T00:00:00Z"
    made["overview"]["years"].append({"year": "2121", "changes": 1, "needed_a_fix": 0})
    assert "2121" not in as_html(made) + as_markdown(made)


def test_years_without_changes_keep_their_place() -> None:
    assert ">2023</text>" in as_html(full_study())


def test_the_report_says_how_to_read_it() -> None:
    for page in (as_html(full_study()), as_markdown(full_study())):
        assert "unrepeat link FIX CULPRIT yes|no|unclear" in page
        assert "must not be used for appraisal or ranking" in page


@pytest.mark.parametrize("made", [tiny_study(), full_study()])
def test_the_words_are_kind(made: Study) -> None:
    page = (Outline(as_html(made)).text + as_markdown(made)).lower()
    assert not re.search(r"\b(error|fault|guilty|blame|author|developer|bad)\b", page)


def test_the_same_study_gives_the_same_bytes_and_stays_as_it_was() -> None:
    made = full_study(subject=HOSTILE)
    before = copy.deepcopy(made)
    shuffled = dict(reversed(made.items()))
    assert as_html(made) == as_html(shuffled)
    assert as_markdown(made) == as_markdown(shuffled)
    assert made == before


def test_of_many_years_every_third_is_named() -> None:
    rows = [{"year": str(year), "changes": 1, "needed_a_fix": 0} for year in range(1999, 2027)]
    drawn = years(rows)
    named = [year for year in range(1999, 2027) if f">{year}</text>" in drawn]
    assert named == list(range(1999, 2027, 3))
