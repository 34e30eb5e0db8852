"""Turn the parts of a study into the sentences and rows that the report's pages show.

A word in `backticks` came from the history: each page shows it as code.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from unrepeat.history.coupling import WINDOW
from unrepeat.history.kinds_of_files import is_test
from unrepeat.retro.pictures import likely_range
from unrepeat.retro.wording import DAY, chance, counted, day, listed, percent, runs, seconds, share, span

Row = Mapping[str, Any]
TOP_FOLDER = "(top folder)"
FEWEST_TO_NAME_A_SHARE = 20  # of fewer cases a percentage says more than they know


def out_of(part: int, whole: int, one: str, many: str | None = None) -> str:
    """Give a count beside its base: "3 of 20 changes"."""
    if part < whole:
        return f"{part:,} of {counted(whole, one, many)}"
    return f"the one {one}" if whole == 1 else f"all {counted(whole, one, many)}"


def part_of(part: int, whole: int, one: str, many: str | None = None) -> str:
    """Give a count beside its base and as a share: "3 of 20 changes (15%)"."""
    return out_of(part, whole, one, many) + _in_brackets(part, whole)


def of_them(part: int, whole: int) -> str:
    """Give a count beside its base that was just named: "3 of them (15%)"."""
    if part == whole:
        return "it" if whole == 1 else "all of them"
    return f"{part:,} of them{_in_brackets(part, whole)}"


def _in_brackets(part: int, whole: int) -> str:
    return f" ({share(part, whole)})" if part < whole and whole >= FEWEST_TO_NAME_A_SHARE else ""


def none_or_part(part: int, whole: int, one: str, many: str) -> str:
    """Begin a sentence with a count beside its base, or with none of it."""
    if not part:
        return f"None of the {counted(whole, one, many)}" if whole > 1 else f"The one {one}"
    words = part_of(part, whole, one, many)
    return words[0].upper() + words[1:]


def period(study: Row) -> str:
    """Say from when to when the history goes; no further than its newest change, whatever its clocks say."""
    first, last = study["overview"]["first"], min(study["overview"]["last"], study["as_of"])
    one, other = day(first), day(max(first, last))
    return f"on {one}" if one == other else f"between {one} and {other}"


def years(study: Row) -> list[Row]:
    """Give the years up to that of the newest change; a later one comes from a clock that was wrong."""
    return [row for row in study["overview"]["years"] if row["year"] <= study["as_of"][:4]]


def needed_a_fix(study: Row) -> int:
    """Give how many of the changes counted needed a fix; merges, and what came before, are not among them."""
    return sum(row["needed_a_fix"] for row in study["overview"]["years"])


def usual_time(study: Row) -> str:
    """Give the time within which a fix that fails here usually fails."""
    return counted(max(round(study["overview"]["usual_days_to_fail"]), 1), "day")


def place_named(place: str) -> str:
    """Give a folder's name; the top one has none."""
    return TOP_FOLDER if place == "." else place


def in_order_of_days(string: Row) -> Row:
    """Give a string with its changes as the days went; history's order may differ after merges."""
    return {**string, "changes": sorted(string["changes"], key=lambda change: str(change["time"]))}


def told_string(string: Row, study: Row) -> Row:
    """Give a string with the words its card shows."""
    number = {change["commit"]: place for place, change in enumerate(string["changes"], 1)}
    young_since = seconds(study["as_of"]) - study["overview"]["usual_days_to_fail"] * DAY
    changes = []
    before = None
    for change in string["changes"]:
        own = [link for link in string["links"] if link["fix"] == change["commit"]]
        later = sorted(number[link["fix"]] for link in string["links"] if link["culprit"] == change["commit"])
        young = string["open"] and seconds(change["time"]) > young_since
        changes.append(
            {
                **change,
                "number": number[change["commit"]],
                "day": day(change["time"]),
                "after": "" if before is None else _after(before, change),
                "size": size(change),
                "standing": _standing(change, later, young=young),
                "repairs": [{**link, "number": number[link["culprit"]], "grounds": grounds(link)} for link in own],
            }
        )
        before = change
    fixes = sum(change["is_fix"] for change in string["changes"])
    return {
        **string,
        "title": _files(string["paths"]),
        "summary": f"{counted(fixes, 'fix', 'fixes')} tied to what came before, {_length(string)}",
        "changes": changes,
    }


def _after(before: Row, change: Row) -> str:
    days = (seconds(change["time"]) - seconds(before["time"])) / DAY
    return "the same day" if day(before["time"]) == day(change["time"]) else f"{span(max(days, 1))} later"


def _files(paths: Sequence[str]) -> str:
    if not paths:
        return "files that are no longer named"
    first = next((path for path in paths if not is_test(path.encode())), paths[0])
    return f"`{first}`" + (f" and {counted(len(paths) - 1, 'other file')}" if len(paths) > 1 else "")


def _length(string: Row) -> str:
    first, last = day(string["first"]), day(string["last"])
    return f"all on {first}" if first == last else f"over {span(string['days'])}, from {first} to {last}"


def _standing(change: Row, later: Sequence[int], *, young: bool) -> str:
    again = f"repaired by {listed([str(number) for number in later])}" if later else ""
    if not change["is_fix"]:
        return f"the string begins here; {again}"
    if later:
        return f"a fix, itself {again}"
    return "a fix, still young" if young else "a fix; no later one is tied to it"


def size(change: Row) -> str:
    """Say how large a change is."""
    return f"{change['added']:,} added, {change['removed']:,} removed in {counted(change['files'], 'file')}"


def tie(link: Row) -> str:
    """Say how sure a link is."""
    return "confirmed" if link["confirmed"] else f"likely, {percent(link['score'])}"


def grounds(link: Row) -> list[str]:
    """Give the evidence for a link, what is said of several files said once."""
    said: dict[str, list[str]] = {}
    for ground in link["evidence"]:
        places = said.setdefault(ground["says"], [])
        if ground["path"] is not None:
            lines = runs(ground["lines"])
            places.append(f"`{ground['path']}`" + (f", {lines}" if lines else ""))
    return [f"{says}, in {_some(places)}" if places else says for says, places in said.items()]


def _some(places: Sequence[str], most: int = 4) -> str:
    if len(places) <= most:
        return "; ".join(places)
    return "; ".join([*places[:most], counted(len(places) - most, "more file")])


def told_place(row: Row) -> Row:
    """Give a place with how it stands beside the repository as a whole."""
    least, _, most = likely_range(row["mistakes"], row["changes"])
    base = row["base_per_100_changes"] / 100
    standing = "above" if least > base else "below" if most < base else "about the same"
    return {
        **row,
        "place": place_named(row["place"]),
        "standing": standing,
        "is_above": least > base,
        "at_least": least,
    }


def told_pair(row: Row) -> Row:
    """Give a pair with the sentence that tells it, and what chance would have done."""
    followed = part_of(row["followed"], row["alone"], "time")
    return {
        **row,
        "says": f"`{row['path']}` changed {counted(row['alone'], 'time')} without `{row['with']}`; "
        f"within the next {WINDOW} changes `{row['with']}` followed {followed}.",
        "control_says": f"For comparison: by chance it would be so {chance(row['control'])} of the time, "
        f"as often as `{row['with']}` changes anyway. "
        f"The two changed together {counted(row['support'], 'time')}.",
    }


def told_return(row: Row) -> Row:
    """Give a function that came back with the sentence that tells it."""
    fixes = counted(len(row["fixes"]), "fix", "fixes")
    return {
        **row,
        "says": f"{fixes}, each tied to another, {_between(row['first'], row['last'])}",
        "changes": [{**change, "day": day(change["time"])} for change in row["fixes"]],
    }


def _between(first: str, last: str) -> str:
    one, other = day(first), day(last)
    return f"on {one}" if one == other else f"from {one} to {other}"


def told_lesson(row: Row, shown: set[str]) -> Row:
    """Give a lesson with a suggestion; `shown` are the strings that the page has a card for."""
    again = row["fixed_again"]
    later = f"Later {counted(again, 'fix', 'fixes')} repaired it in turn. " if again else ""
    where = listed([f"`{path}`" for path in row["paths"]]) if row["paths"] else "it"
    return {
        **row,
        "day": day(row["time"]),
        "size": size(row),
        "says": f"{later}We could put a test beside {where} that shows what this fix repaired; a guard can follow.",
        "card": row["string"] if row["string"] in shown else None,
    }
