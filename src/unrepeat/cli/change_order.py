"""Tell at once those who must know that a need or a risk moves scope, date or cost."""

from unrepeat.cli.errors import say
from unrepeat.ledger.notify import Notice, place_of_sent, send
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import Store


def tell_at_once(store: Store, record: Record, url: str | None) -> None:
    """Send the change order through Apprise where an address is given; say who is to be told in any case."""
    moves = _moves(record)
    if not moves and url is None:
        return
    text = told_of(record)
    whom = ", ".join(record.words("told")) or "those it concerns"
    if url is None:
        state = record.text("change-order")
        what = f"Its change order is {state}" if state in {"agreed", "declined"} else f"It moves {_parts(moves)}"
        say(f"{what}: tell {whom} now, while there is time. `--notify URL` sends it.")
        return
    content = f"told {record.id} {record.content}"
    if send(url, [Notice(content, text)], sent=place_of_sent(store.repository)):
        say(f"Told: {whom}.")
    else:
        say("This was told there before.")


def told_of(record: Record) -> str:
    """Write what those concerned are told of a record."""
    moves = _moves(record)
    lines = [f"{record.kind}: {record.title}"]
    if features := record.words("feature"):
        lines.append(
            f"For: {', '.join(features)}" + (f", release {record.text('release')}" if record.text("release") else "")
        )
    if moves:
        state = record.text("change-order") or "proposed"
        by = f" by {record.text('decided-by')}" if record.text("decided-by") else ""
        lines.append(f"Moves {_parts(moves)}; {state}{by}.")
    if whom := record.words("told"):
        lines.append(f"To know: {', '.join(whom)}")
    return "\n".join([*lines, f"Record: {record.path}"])


def _moves(record: Record) -> dict[str, str]:
    return record.fields.get("moves") or {} if record.kind in {"need", "risk"} else {}


def _parts(moves: dict[str, str]) -> str:
    return ", ".join(f"{name} ({moves[name]})" for name in ("scope", "date", "cost") if name in moves)
