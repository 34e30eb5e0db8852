"""Hand a message to Apprise, as a program of its own: what that logs goes nowhere, and it can be ended at any time.

Reads requests from stdin, a JSON object a line: `url`, and `title` and `body` where there is something to send. Answers
each with one: `host`, where it may be shown (else empty; null: Apprise cannot send there), and `sent`.
"""

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apprise import NotifyBase

# A topic or a token, which is secret, may stand where others have their host; it has no dot.
_HOST = re.compile(r"localhost|[\w-]+(\.[\w-]+)+|\[[0-9a-fA-F:.]+\]", re.ASCII)


def answer(url: str, title: str = "", body: str = "") -> dict[str, Any]:
    """Send a message, or only look at the URL where there is none."""
    from apprise import Apprise, AppriseAsset, NotifyFormat, OverflowMode

    # A redirected POST becomes a GET, which succeeds without the message. The URL may say `redirect=yes`.
    asset = AppriseAsset(app_id="unrepeat", app_desc="unrepeat", http_redirects=False)
    service = Apprise.instantiate(url, asset=asset)
    if service is None:
        return {"host": None, "sent": False}
    told = {"host": _host(service), "sent": False}
    if body:
        if service.overflow_mode == OverflowMode.UPSTREAM:  # which lets a service refuse what is too long for it
            service.overflow_mode = OverflowMode.SPLIT
        result = Apprise(service).notify(body, title, body_format=NotifyFormat.TEXT)
        # The result itself is a success, too, where the URL says `optional=yes` and nothing arrived.
        told["sent"] = any(attempt for delivery in result for attempt in delivery)
    return told


def _host(service: "NotifyBase") -> str:
    host = str(service.host or "")
    return host if "host" in service.template_tokens and _HOST.fullmatch(host) else ""


def main() -> None:
    """Answer on stdout; whatever else is printed goes to stderr."""
    with os.fdopen(os.dup(1), "w") as reply:
        os.dup2(2, 1)
        for line in sys.stdin:
            print(json.dumps(answer(**json.loads(line))), file=reply, flush=True)


if __name__ == "__main__":
    main()
