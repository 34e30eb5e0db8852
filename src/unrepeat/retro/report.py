"""Write the report of a study: five sentences, a page in HTML, the same in Markdown."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from unrepeat.escaping import LONGEST, clean, code, prose
from unrepeat.retro import pictures, telling
from unrepeat.retro.pages import filled
from unrepeat.retro.safeguards_telling import told_safeguards
from unrepeat.retro.wording import counted, day, share, span

Study = Mapping[str, Any]

IN_FULL = 10  # strings that are shown open; the others are folded
MANY_CHANGES = 8  # a longer timeline may scroll on a narrow page: the keyboard must reach it
_LONG = {"says": 4 * LONGEST}  # words of ours around words of the history


def sentences(study: Study) -> list[str]:
    """Give five plain sentences for the team, each figure beside its base."""
    study = _cleaned(study)
    return [_work(study), _fixes(study), _strings(study), _places(study), _next(study)]


def as_html(study: Study) -> str:
    """Give the report as one HTML page that loads nothing."""
    return filled("report.html.j2", _filters(), **_view(study))


def as_markdown(study: Study) -> str:
    """Give the report as Markdown."""
    page = filled("report.md.j2", _filters(), **_view(study))
    return re.sub(r"\n{3,}", "\n\n", page).strip() + "\n"


def _work(study: Study) -> str:
    overview = study["overview"]
    changes, needed = overview["changes"], telling.needed_a_fix(study)
    if not changes:
        return "No changes lie in the time we looked at."
    made = f"We made {counted(changes, 'change')} {telling.period(study)}"
    if not needed:
        return f"{made}, and for none of them could we trace a fix that it needed."
    return f"{made}; {telling.of_them(changes - needed, changes)} needed no fix that we could trace."


def _fixes(study: Study) -> str:
    overview = study["overview"]
    fixes, tested = overview["fixes"], overview["fixes_with_test"]
    if not fixes:
        return "We found no fixes in this history."
    repair = f"We found {counted(fixes, 'fix', 'fixes')} among {counted(overview['changes'], 'change')}"
    if not tested:
        return f"{repair}; a test beside a fix would be a good next habit."
    base = round(100 * overview["changes_with_test"] / max(overview["changes"], 1))
    return f"{repair}; {telling.of_them(tested, fixes)} came with a test; of all changes, {base}% did."


def _strings(study: Study) -> str:
    overview = study["overview"]
    count, still = overview["strings"], overview["open_strings"]
    if not count:
        return "We found no strings: no fix here was traced to an earlier fix."
    found = f"We found {counted(count, 'string')}, where a fix needed a fix in turn, "
    base = f"among {counted(overview['traced_fixes'], 'traced fix', 'traced fixes')}"
    if not still:
        return f"{found}{base}; none of them is open now."
    are = "is open: its" if still == 1 else "are open: their"
    return f"{found}{base}; {still:,} {are} last fix is younger than {telling.usual_time(study)}."


def _places(study: Study) -> str:
    above = [row for row in map(telling.told_place, study["places"]) if row["is_above"]]
    if not above:
        return "No place stands out: nowhere did clearly more changes need a fix than in all places together."
    row = max(above, key=lambda row: (row["at_least"], row["changes"], row["place"]))
    return (
        f"“{row['place']}” stands out most clearly: of 100 changes there, {row['per_100_changes']} needed "
        f"a fix; of 100 in all places together, {row['base_per_100_changes']}."
    )


def _next(study: Study) -> str:
    lessons = len(study["lessons"])
    if not lessons:
        return "No fix in a string waits for a test of its own."
    if lessons == 1:
        return "One fix in a string came without a test: a test beside it is a small next step."
    in_all = max(study["lessons_in_all"], lessons)
    below = f", of which the report shows {lessons}" if in_all > lessons else ""
    return f"{in_all:,} fixes in strings came without a test{below}: a test beside one of them is a small next step."


def _view(study: Study) -> dict[str, Any]:
    study = _cleaned(study)
    strings = [telling.in_order_of_days(string) for string in study["strings"]]
    told = [telling.told_string(string, study) for string in strings]
    places = [telling.told_place(row) for row in study["places"]]
    years = telling.years(study)
    by_id = {string["id"]: string for string in told}
    return {
        "study": study,
        "overview": study["overview"],
        "needed": telling.needed_a_fix(study),
        "period": telling.period(study) if study["overview"]["changes"] else "",
        "usual": telling.usual_time(study),
        "sentences": sentences(study),
        "years": years,
        "years_picture": pictures.years(years) if len(years) > 1 else "",
        "strings": told,
        "in_full": IN_FULL,
        "many": MANY_CHANGES,
        "timelines": {string["id"]: pictures.timeline(string) for string in strings},
        "safeguards": [told_safeguards(row, by_id[row["string"]]) for row in study["safeguards"]],
        "places": places,
        "places_picture": pictures.places(places) if places else "",
        "returned": [telling.told_return(row) for row in study["returned"]],
        "pairs": [telling.told_pair(row) for row in study["pairs"]],
        "lessons": [telling.told_lesson(row, {string["id"] for string in told}) for row in study["lessons"]],
    }


def _cleaned(value: Any, key: str = "") -> Any:  # noqa: ANN401 - JSON of any shape goes in and comes out
    """Give a study whose every text is fit to be seen."""
    if isinstance(value, str):
        return clean(value, _LONG.get(key, LONGEST))
    if isinstance(value, Mapping):
        return {name: _cleaned(inside, name) for name, inside in value.items()}
    if isinstance(value, list):
        return [_cleaned(inside, key) for inside in value]
    return value


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "code": code,
        "commit": _commit,
        "counted": counted,
        "day": day,
        "none_or_part": telling.none_or_part,
        "out_of": telling.out_of,
        "part_of": telling.part_of,
        "prose": prose,
        "say": _say,
        "share": share,
        "span": span,
        "tie": telling.tie,
    }


def _commit(commit: str) -> Markup:
    """Give a commit as HTML: short to read, in full to copy from its title."""
    return Markup('<code class="commit" title="{}">{}</code>').format(commit, commit[:12])


def _say(sentence: str) -> Markup:
    """Give a sentence as HTML, what stands in backticks as code."""
    parts = re.split(r"`([^`]*)`", sentence)
    said = (Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts))
    return Markup().join(said)
