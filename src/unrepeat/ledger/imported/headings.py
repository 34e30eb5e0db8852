"""What a heading, a label or a field of a post-mortem says of the text under it: one table for all their writers.

The headings are those of Google's SRE book, DFDS, PagerDuty, incident.io, Atlassian, rootecho and of our own `retro`.
"""

import re
from functools import cache
from typing import Literal

Role = Literal[
    "title", "date", "summary", "impact", "detection", "surprise", "timeline", "causes", "actions", "people", "contributors",
    "kept", "other",
]  # fmt: skip

# Phrases by role, in lower case and without marks; `x?` is a letter or word that may be missing.
_PHRASES: dict[Role, str] = {
    "title": "title|incident title|title of the incident|incident name",
    "date": "date|dates|day|when|when did it happen|incident date|date of( the)? incident|date of occurrence|date and time"
    "|started|start|start time|start date|started at|happened|happened on|occurred|occurred on|occurred at|incident start",
    "summary": "summary|executive summary|timeline and summary|overview|tl ?dr|in short|in brief|abstract|synopsis"
    "|at a glance|issue summary|incident description|issue description|description|problem|problem summary|problem statement",
    "impact": "impact|impacts|scope|scope of impact|(customer|user|business|service|external|internal|client|product) impact"
    "|impact assessment|impact analysis|impact on (users|customers)|impact and severity|severity and impact|blast radius"
    "|who was affected|what was affected|affected (users|customers|services|systems)|effects?|consequences",
    "detection": "detection|discovery|how (it|this|we|was it|did we|was this|was the incident) ?(was|were)?"
    "( noticed?| detected?| discovered?| find out| found out| notice it| detect it)( it)?|how noticed|noticed|what showed it",
    "surprise": "surprises?|what surprised us|what was surprising|what surprised|why surprised|why( it| this)? was( it)? a surprise"
    "|why( it| this)? surprised us|why( were)? we( were)? surprised",
    "timeline": "timeline|time line|timeline of events|timeline summary|chronology|sequence of events|chain of events|event log"
    "|events|course of events|what happened|what actually happened|what did happen|log of events|timeline utc",
    "causes": "causes?|the causes?|root causes?|identified causes?|probable causes?|underlying causes?|proximate causes?"
    "|root cause s|root causes? analysis|cause analysis|root causes? and triggers?|root causes? and contributing factors?"
    "|contributing factors?|contributing causes?|contributing conditions?|conditions?|conditions that made it possible"
    "|causal analysis|technical analysis|analysis|triggers?|faults?|(five|5) whys|why it happened|why did it happen"
    "|why did this happen|why this happened|why it failed|how did it happen|how did this happen|how it happened"
    "|what caused (it|this|the incident|the outage)|what went wrong and why|causation",
    "actions": "actions?|action items?|action points?|action plan|actions? taken and planned|follow ?ups?|follow up (items?|actions?|tasks?)"
    "|next steps?|to ?dos?|tasks?|remediations?|remediation (items?|actions?|steps?|plan)|corrective (actions?|measures?)"
    "|(preventive|preventative|preventing|prevention) (actions?|measures?|steps?)|prevention|improvements?|improvement actions?"
    "|corrective and (preventive|preventative) (actions?|measures?)|safeguards?|safeguards offered|safeguards we chose"
    "|what we (will|are going to|plan to) (do|change)|what (are we|we are) doing( about it)?|moving forward|going forward"
    "|looking forward|planned (work|changes|fixes)|commitments|how do we prevent (it|this)|open actions?|backlog items?",
    "people": "authors?|author s|written by|prepared by|at+endees?|attendance|participants?|present|responders?|incident responders?"
    "|response team( members?)?|incident team|people|people involved|persons? involved|individuals? involved|who was involved"
    "|involved|facilitators?|moderators?|scribe|note taker|roles|roles and responsibilities|owners?|owner s|(incident|post ?mortem|report|document) (owner|author|lead|commander|manager|handler|coordinator)s?"
    "|lead|leads|commander|on ?call( engineers?)?|on ?callers?|reporters?|reported by|reviewers?|reviewed by|approvers?|approved by"
    "|credits?|acknowledge?ments?|thanks|special thanks|thanks to|team|teams?( members?)|contacts?|points? of contact|key people"
    "|assignees?|assigned to|creators?|created by|resolved by|detected by|declared by|raised by|discovered by|noticed by|deployed by"
    "|fixed by|opened by|closed by|engineers?|communications? lead|tech(nical)? lead|ops lead|liaison|who|whom|by|cc|names?"
    "|signed off by|co authored by|editors?|maintainers?|dri",
    "contributors": "contributors?",
    "kept": "resolution|resolutions|recovery|mitigations?|response|the response|fix|the fix|immediate (fix|response)|how we fixed it|how it was fixed"
    "|resolution and recovery|steps to resolution|workarounds?|lessons?|lessons? learned|lessons learnt|learnings?|what we learned|what did we learn"
    "|takeaways?|key takeaways|conclusions?|retrospective|what went well|what went right|what worked( well)?|went well|good|the good"
    "|what went wrong|what went (poorly|badly)|what didnt go( so)? well|what did not go( so)? well|what could have gone better|what could be better"
    "|what can be improved|the bad|where we got lucky|where did we get lucky|got lucky|luck|stats|statistics|metrics|duration|status|state|severity"
    "|priority|supporting information|supporting data|supporting material|appendix|appendices|background|context|introduction|leadup|lead up"
    "|escalation|communications?|external communications?|customer communications?|recurrence|related incidents?|references|resources|links"
    "|glossary|open questions?|agenda|how it could be noticed sooner|symptoms|the symptoms?|issues found|risks?|backlog check|systems? affected"
    "|evidence|graphs|logs|notes|discussion|details|technical details",
}  # fmt: skip
_COLUMNS_OF_PEOPLE = frozenset(
    {"name", "names", "by", "who", "whom", "person", "people", "actor", "actors", "handle", "user"}
)
_NO_LINE_OF_PEOPLE = frozenset(
    {"by", "cc", "name", "names", "present", "people", "team", "thanks", "lead", "leads", "good", "involved"}
)
_MARKUP = re.compile(r"[*_`~#]+|!?\[|\]\([^()\n]{0,500}\)|\]|<[^<>\n]{0,200}>")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]\n]{0,200}[)\]]\s*[:.]?\s*$")
_NUMBER = re.compile(r"^\s*(?:(?:step|part|section)\s+)?[\dIVX]{1,4}[.):]+\s+", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\w\s]+", re.UNICODE)
_BEFORE = re.compile(r"^(?:(?:the|our|detailed|brief|short|full|high level|technical|incident|outage|post ?mortem) )+")
LONGEST = 120  # letters; what is longer is a sentence
_DONE = re.compile(r"\b(?:done|completed?|finished|shipped|already taken|taken so far|implemented)\b", re.IGNORECASE)


@cache
def _patterns() -> list[tuple[Role, re.Pattern[str]]]:
    return [(role, re.compile(f"(?:{phrases})")) for role, phrases in _PHRASES.items()]


def plain(heading: str) -> str:
    """Give a heading in lower case without numbers, marks and what stands in brackets at its end."""
    text = _ASIDE.sub("", _NUMBER.sub("", _MARKUP.sub("", heading[: LONGEST * 4])))
    text = text.replace("'", "").replace("\u2019", "").replace("&", " and ").replace("/", " and ")
    return " ".join(_NO_WORD.sub(" ", text).replace("_", " ").lower().split())


def role_of(heading: str) -> Role:
    """Say what stands under a heading, a label or a field of this name."""
    if len(heading) > LONGEST * 4:
        return "other"
    text = plain(heading)
    for form in dict.fromkeys((text, _BEFORE.sub("", text))):
        for role, pattern in _patterns():
            if form and pattern.fullmatch(form):
                return role
    return "other"


def is_line_of_people(label: str) -> bool:
    """Say whether a line of this label (`Author: ...`) tells of people and of nothing else."""
    return role_of(label) == "people" and plain(label) not in _NO_LINE_OF_PEOPLE


def is_column_of_people(header: str) -> bool:
    """Say whether the cells of a column tell of people."""
    return plain(header) in _COLUMNS_OF_PEOPLE or is_line_of_people(header)


def says_done(heading: str) -> bool:
    """Say whether a heading over things to be done says that they are done."""
    return len(heading) <= LONGEST * 4 and _DONE.search(heading) is not None and "not done" not in heading.lower()
