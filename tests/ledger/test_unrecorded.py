"""At most one question is asked about a change, the one that matters most, and what is recorded is not asked about."""

import shlex
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.made_edits import edit, record
from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.history.edit import Edit
from unrepeat.history.edits import commit_edits
from unrepeat.ledger.unrecorded import Question, question, recent

DEPENDENCY = edit("requirements.txt", "flask\n", "flask\nnewcomer\n")
INTERFACE = edit("schemas/door.schema.json", '{"type": "integer"}\n', '{"type": "number"}\n')
UNFINISHED = edit("shop/a.py", "x = 1\n", "x = 1\n# TODO: round\n")
ALL = [UNFINISHED, INTERFACE, DEPENDENCY]


def asked(edits: list[Edit], message: str = "Change") -> Question:
    found = question(edits, message)
    assert found is not None
    return found


def test_the_three_slips_of_a_project_are_each_asked_about_when_they_come_in(repo: Repo) -> None:
    door = 'def wait():\n    """Wait."""\n    return 1\n'
    wait = door + "\n\nSECONDS = 2  # as recommended by the locker team: a door is open within two seconds\n"
    refund = wait + '\n\ndef no_box():\n    """Give the money back."""\n    raise NotImplementedError("refund")\n'
    repo.commit("begin", {"pickup/door.py": door, "schemas/door.schema.json": '{"height": {"type": "integer"}}\n'})
    repo.commit("Wait for the door", {"pickup/door.py": wait})
    repo.commit("Prepare the refund", {"pickup/door.py": refund})
    repo.commit("Tell the height in millimetres", {"schemas/door.schema.json": '{"height": {"type": "number"}}\n'})
    here = Repository.discover(repo.folder)
    said = [question(commit_edits(here, f"HEAD~{back}"), "Change") for back in (2, 1, 0)]
    assert [(one.sort, one.path, one.line) for one in said if one] == [
        ("dependency", "pickup/door.py", 6),
        ("unfinished", "pickup/door.py", 11),
        ("interface", "schemas/door.schema.json", 1),
    ]


def test_of_several_things_the_one_that_leaves_least_trace_is_asked_about() -> None:
    assert asked(ALL).sort == "dependency"
    assert asked(ALL[:2]).sort == "interface"
    assert asked(ALL[:1]).sort == "unfinished"
    assert question([], "Needs: nothing") is None


def test_a_question_says_where_why_and_with_which_command_it_is_answered() -> None:
    found = asked([DEPENDENCY])
    assert (found.path, found.line, found.end_line) == ("requirements.txt", 2, 2)
    assert found.message == (
        "`newcomer` came in as a dependency. Whose answer is this, and how do we know that it holds here?"
    )
    assert found.reason
    assert shlex.split(found.suggestion) == [
        *("unrepeat", "new", "assumption", "newcomer does what we need", "--set", "source=SOURCE"),
        *("--set", "rests=FEATURE,requirements.txt", "--set", "validate-by=DATE", "--set", f"answers={found.id}"),
    ]
    assert shlex.split(asked([INTERFACE]).suggestion)[2:8] == [
        *("decision", "schemas/door.schema.json: why it changes and who follows"),
        *("--set", "feature=FEATURE", "--set", "paths=schemas/door.schema.json"),
    ]
    assert shlex.split(asked([UNFINISHED]).suggestion)[2:10] == [
        *("need", "shop/a.py: what must change before release", "--set", "feature=FEATURE"),
        *("--set", "paths=shop/a.py", "--set", "done-when=absent: TODO: round"),
    ]


def test_those_who_are_likely_to_build_on_it_are_named() -> None:
    wanted = []

    def audience(path: str) -> list[str]:
        wanted.append(path)
        return ["@warehouse", "@app team"]

    found = question([INTERFACE, UNFINISHED], "Change", audience=audience)
    assert found is not None
    assert found.message.endswith("Who builds on this? Likely: @warehouse, @app team.")
    assert "informed=@warehouse,@app team" in shlex.split(found.suggestion)
    assert wanted == ["schemas/door.schema.json"]
    assert question([DEPENDENCY], "Change", audience=audience) is not None
    assert wanted == ["schemas/door.schema.json"], "asked only for an interface"


def test_several_dependencies_are_asked_about_at_once() -> None:
    found = asked([edit("requirements.txt", "", "a\nb\nc\n")])
    assert found.message.startswith("Dependencies came in: `a`, `b`, `c`. Whose")
    assert shlex.split(found.suggestion)[3] == "a, b and c do what we need"
    many = asked([edit("requirements.txt", "", "".join(f"name{number}\n" for number in range(30)))])
    assert "`name7` and others. Whose" in many.message
    assert "name8" not in many.message + many.suggestion


@pytest.mark.parametrize("one", ALL)
def test_a_record_that_answers_the_question_silences_it(one: Edit) -> None:
    found = asked([one])
    assert question([one], "Change", recorded=[record("note", answers=["question-0", found.id])]) is None
    assert question([one], "Change", recorded=[record("note", answers=["question-000000000000"])]) == found


ABOUT = [
    (edit("schemas/a.schema.json", '{"height": {"type": "x"}}', "{}"), "decision", "Heights are in millimetres"),
    (UNFINISHED, "need", "Prices are rounded"),
    (edit("shop/a.py", "", "# as told by the locker team: two seconds\n"), "assumption", "Lockers open in two seconds"),
    (edit("shop/__init__.py", "def insert_all(): 0\n", "x\n"), "decision", "insert_all has another name"),
    (edit("shop/__init__.py", "class A:\n    def put(self): 0\n", "class A: 0\n"), "decision", "put goes"),
    (edit("shop/__init__.py", "def insertAll(): 0\n", "x\n"), "decision", "What inserts all has another name"),
    (edit("shop/a.py", "", "def refund(order):\n    raise NotImplementedError\n"), "risk", "Refunds may come late"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "kind", "title"), ABOUT)
def test_a_record_about_the_file_that_speaks_of_it_silences_the_question(one: Edit, kind: str, title: str) -> None:
    one = (
        edit(one.path, one.before.replace('"type"', '"height": "door", "type"'), one.after) if one is INTERFACE else one
    )
    found = question([one], "Change")
    field = "rests" if kind == "assumption" else "paths"
    folder, _, name = one.path.rpartition("/")
    for glob in (one.path, folder, f"{folder}/**", f"**/{name}"):
        about = record(kind, title, **{field: ["x", glob]})
        assert question([one], "Change", recorded=[record(kind), about]) is None
        assert question([one], "Change", recorded=[record("note", title, **{field: [glob]})]) == found
    for state in ("dropped", "wont-do", "refuted", "rejected", "deprecated", "superseded", "gone", "ended"):
        assert question([one], "Change", recorded=[replace(about, state=state)]) == found
    assert question([one], "Change", recorded=[record(kind, title, **{field: ["elsewhere/**"]})]) == found
    assert question([one], "Change", recorded=[record(kind, title, links=[one.path])]) == found


@pytest.mark.parametrize(("one", "kind", "title"), ABOUT)
def test_a_record_about_the_file_that_speaks_of_something_else_does_not(one: Edit, kind: str, title: str) -> None:
    about = record(kind, "The colour of the sign is green", paths=[one.path], rests=[one.path], informed=[title])
    assert question([one], "Change", recorded=[about]) == asked([one])


def test_words_of_all_its_fields_are_heard_but_those_that_say_where() -> None:
    pattern: Any = [{"pattern": "round[(]price"}]
    assert (
        question(
            [UNFINISHED], "Change", recorded=[record("need", "A record", paths=["shop"], **{"done-when": pattern})]
        )
        is None
    )
    for field in ("feature", "links", "owner"):
        more = record("need", "A record", paths=["shop"], **{field: ["round"]})
        assert question([UNFINISHED], "Change", recorded=[more]) is not None


@pytest.mark.parametrize("one", [INTERFACE, UNFINISHED, ABOUT[2][0]])
def test_a_record_about_the_file_that_comes_in_with_the_very_change_silences_the_question(one: Edit) -> None:
    found = asked([one])
    path = ".unrepeat/needs/2026-01-01-a-record-abcd.md"
    kind = {"interface": "decision", "unfinished": "need", "dependency": "assumption"}[found.sort]
    about = replace(record(kind, "Say it", paths=[one.path]), path=path)
    for side in (edit(path, None, "# Say it\n"), edit(path, "# Say\n", "# Say it\n")):
        assert question([one, side], "Change", recorded=[about]) is None
        assert question([one, side], "Change", recorded=[replace(about, state="dropped")]) == found
        assert question([one, side], "Change", recorded=[replace(about, path=f"{path}x")]) == found
    assert question([one, edit(path, "# Say it\n", None)], "Change", recorded=[about]) == found
    elsewhere = replace(about, path="docs/adr/1.md")
    assert question([one, edit("docs/adr/1.md", None, "# x\n")], "Change", recorded=[elsewhere]) is None


def test_a_manifest_is_everybodys_so_a_record_of_one_dependency_does_not_cover_the_next() -> None:
    both = [edit("requirements.txt", "", "first-one\nsecond\n"), edit(".unrepeat/x.md", None, "# x\n")]
    first = record("assumption", "first-one does what we need", rests=["requirements.txt"])
    found = question(both, "Change", recorded=[first])
    assert found is not None
    assert found.message.startswith("`second` came in")
    second = record("assumption", "What SECOND gives is sorted", rests=["requirements.txt"])
    assert question(both, "Change", recorded=[first, second]) is None


@pytest.mark.parametrize(
    ("one", "trailers"),
    [(DEPENDENCY, ["Assumes", "decision"]), (INTERFACE, ["Decision"]), (UNFINISHED, ["Needs"])],
)
def test_a_trailer_that_speaks_to_it_silences_the_question(one: Edit, trailers: list[str]) -> None:
    for trailer in trailers:
        assert question([one], f"Change\n\nWords.\n\n{trailer}: it is so\n") is None
    for other in ("Decision:", "Decided: it is so", " Needs: indented", "Learned: more", "We need: Needs: x"):
        assert question([one], f"Change\n\n{other}\n") is not None


def test_a_trailer_covers_one_thing_in_a_small_change_and_what_shares_its_words_in_any() -> None:
    refund = edit("shop/b.py", "", "# TODO: refund the customer\n")
    needs = "Change\n\nNeeds: a changelog entry\n"
    assert question([UNFINISHED], needs) is None
    found = question([UNFINISHED, refund], needs)
    assert found is not None, "two things are open, and one trailer speaks of neither"
    assert question([UNFINISHED, refund], f"{needs}\nNeeds: another day\n") is None
    found = question([UNFINISHED, refund], "Change\n\nNeeds: prices that are\n  rounded\n")
    assert found is not None
    assert found.path == "shop/b.py"
    both = "Change\n\nNeeds: prices that are rounded\n\nNeeds: a changelog entry\n"
    assert question([UNFINISHED, refund], both) is None
    many = [edit(f"src/{number}.py", "x\n", "y\n") for number in range(9)]
    assert question([UNFINISHED, *many], needs) is not None, "in so wide a change it may be about anything"
    assert question([UNFINISHED, *many], "Change\n\nNeeds: rounding\n") is None
    assert question([UNFINISHED, *many], "Change\n\nNeeds: work in the shop\n") is None, "which its path names"
    notes = [edit(f"docs/{number}.md", "x\n", "y\n") for number in range(9)]
    assert question([UNFINISHED, *notes], needs) is None


def test_one_decision_speaks_for_all_of_a_file_that_changes() -> None:
    table = edit("shop/__init__.py", "def f(a): 0\ndef g(a): 0\n", "def f(): 0\ndef g(): 0\n")
    assert question([table], "Change\n\nDecision: nothing is passed any more\n") is None
    several = [edit("requirements.txt", "", "a\nb\nc\n")]
    assert question(several, "Change\n\nAssumes: they are well kept\n") is None


def test_what_is_recorded_makes_room_for_what_is_not() -> None:
    assert asked(ALL, "Change\n\nAssumes: newcomer is fast\n").sort == "interface"
    assert asked(ALL, "Change\n\nDecision: all of it\n").sort == "unfinished"
    first = edit("schemas/a.schema.json", '{"height": 1}\n', "{}\n")
    second = edit("api/a.proto", "a b = 1;\n", "a b = 2;\n")
    found = question([first, second], "Change", recorded=[record(title="Without a height", paths=["schemas"])])
    assert found is not None
    assert found.path == "api/a.proto"


def test_an_id_stays_when_lines_move_and_differs_between_questions() -> None:
    moved = edit("requirements.txt", "\n\nother\nflask\n", "\n\nother\nflask\nnewcomer>=2\n")
    assert asked([moved]).id == asked([DEPENDENCY]).id
    todo = edit("shop/a.py", "y\ny\n", "y\ny\n    #   TODO:  round\n")
    assert asked([todo]).id == asked([UNFINISHED]).id
    ids = [asked([one]).id for one in ALL]
    assert len(set(ids)) == 3
    assert all(one.startswith("question-") and len(one) == 21 for one in ids)
    assert asked([edit("shop/a.py", "", "# TODO: other\n")]).id not in ids
    assert asked([edit("shop/b.py", "", "# TODO: round\n")]).id not in ids


def test_a_path_that_a_shell_or_a_glob_would_misread_comes_back_as_itself() -> None:
    for path in ("sch emas/a*b,c.proto", "a'; rm -rf ~;'.proto", "sch\udce9mas/a.proto", "a\\b.proto"):
        one = edit(path, "told b = 1;\n", "told b = 2;\n")
        words = shlex.split(asked([one]).suggestion)
        glob = next(word.removeprefix("paths=") for word in words if word.startswith("paths="))
        assert "," not in glob
        about = record(title="a b = 1 is told", paths=[glob])
        assert question([one], "Change", recorded=[about]) is None
        other = edit("other" + path, "told b = 1;\n", "told b = 2;\n")
        assert question([other], "Change", recorded=[about]) is not None


def test_files_without_a_text_are_passed_over() -> None:
    edits = [Edit(path, "modified", unread="binary") for path in ("requirements.txt", "a.proto", "include/a.h", "a.py")]
    assert question(edits, "Change") is None
    assert question([Edit("a.proto", "deleted", unread="missing")], "Change") is None


# What texts are made of: all that some expression looks for, and what could lead it astray.
WORDS = r"""
    # // /* */ * " ' ` \ ( ) [ ] { } < > , ; : = . - _ @ $ | ! ? TODO FIXME XXX stub todo! raise
    NotImplementedError panic( adapted from https://example.org the Linux recommended by team
    stackoverflow.com/a/ def class f async __all__ pub fn use export function public import include #define
    struct extern message type description title version @app.route( add_argument( --x .long( path(
    install_requires [dependencies] a.b.c name <dependency> </dependency> "dependencies" require gem group :test
    end FEATURE_X is_feature_enabled( CHANGEME ALTER TABLE RemoveField( 1.2.3 v1
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\r", "\t", "\0", "\udce9", "\u2028", " ", "    ", "' '"])
TEXTS = st.lists(st.tuples(PIECES, st.integers(1, 40)), max_size=30).map(
    lambda made: "".join((piece + " " * (times % 2)) * times for piece, times in made)
)
PATHS = st.sampled_from(
    "requirements.txt pyproject.toml setup.cfg setup.py package.json Cargo.toml go.mod pom.xml build.gradle Gemfile"
    " CMakeLists.txt meson.build configure.ac .gitmodules a.csproj x/__init__.py a.py lib.rs a.go index.ts api/A.java"
    " include/a.h a.proto a.yang a.schema.json a.sql openapi.yaml migrations/1.py config/a.conf a.tf a.rb a.unknown"
    " vendor/a/b.c third_party/c.c a.md".split()
)


@settings(max_examples=150, deadline=None)
@given(files=st.dictionaries(PATHS, st.tuples(TEXTS, TEXTS), max_size=4), message=TEXTS)
def test_whatever_a_text_holds_it_is_one_question_at_most(files: dict[str, tuple[str, str]], message: str) -> None:
    edits = [edit(path, before, after) for path, (before, after) in files.items()]
    begun = time.process_time()
    found = question(edits, message)
    assert time.process_time() - begun < 1
    assert found == question(edits, message)
    if found is not None:
        assert found.path in files
        assert 1 <= found.line <= found.end_line
        assert shlex.split(found.suggestion)[:2] == ["unrepeat", "new"]
        assert "\n" not in found.message


REPEATED = [
    "required: [", "enum:\n- a", "const (\n", "type A struct {\n", "func F(", "flags.Int(", "@cli.command(", '--a"',
    "taken over from the a ", "the a team", "still has to be ", "in a later ", "def f():\n    pass\n", "until ",
    "alter table a ", "description: |\n", "console_scripts=", "from a import ", "[{", "# for now\n", "per the ",
    "description ", "description\n\t", '"', "'", "/*", "\\", '\\"', "(", "def f(", "pub fn f(", "[", "a.", "a.b.c = ",
    '"a b".', "__all__ = [", "install_requires = [", "extras_require={", "<dependency>", "require a.b v", "route('",
    "path( ", "f (", "copied a a from ", "recommended by the a a ", "TODO", "# TODO\n", "int f(int a);\n", "#define A(",
    "    raise NotImplementedError\n", "{", "}", "class A:\n ", "FEATURE_", "panic('", "a-", "1.", "test-", "openapi",
    '"""', "export {a,", "public a<", "[a.b.", '{"a":', "-", "a = {", "pkg_check_modules (a ", "# copied from https://a\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_no_text_however_often_repeated_makes_it_slow(piece: str) -> None:
    """Quadratic time on 50 KB, as many expressions take on a text they do not find, would be seconds a file."""
    whole, lines = piece * (50_000 // len(piece)), (piece.rstrip("\n") + "\n") * 1000
    paths = (
        "pyproject.toml setup.py setup.cfg pom.xml package.json CMakeLists.txt go.mod a/__init__.py a/b.py lib.rs"
        " api/A.java index.ts cmd/a.go migrations/1.sql a.schema.json openapi.yaml tests/test_a.py"
    )
    edits = [
        edit(path, None, text) for path in f"{paths} include/a.h a.yang a.conf a.py".split() for text in (whole, lines)
    ]
    edits += [Edit(one.path, "modified", (), one.added, None, one.after, "") for one in edits]
    begun = time.process_time()
    question(edits, whole)
    assert time.process_time() - begun < 4


def test_a_manifest_with_a_key_of_very_many_parts_is_passed_over() -> None:
    begun = time.process_time()
    assert question([edit("pyproject.toml", "", '"a b".' * 30_000 + "c = 1\n")], "Change") is None
    assert time.process_time() - begun < 1  # else some fifteen


def test_a_change_of_thousands_of_files_with_as_many_records_is_asked_about_quickly() -> None:
    edits = [edit(f"src/{number}.py", "x\n", f"x\n# TODO: round {number}\n") for number in range(2000)]
    edits += [
        edit(f"a{number}/package.json", "{}", f'{{"dependencies": {{"n{number}": "1"}}}}') for number in range(2000)
    ]
    edits += [edit(f"a{number}/__init__.py", "def f(a): ...\n", "def f(): ...\n") for number in range(2000)]
    named = "f round " + " ".join(f"n{number}" for number in range(2000))
    records = [record(paths=[f"docs/{number}/*.md"]) for number in range(2000)]
    records += [record(kind, named, paths=["**"]) for kind in ("assumption", "decision", "need")]
    begun = time.process_time()
    assert question(edits, "Change") is not None
    assert question(edits, "Change", recorded=records) is None
    assert time.process_time() - begun < 10


def test_records_of_the_last_months_speak_of_a_change_and_older_ones_where_they_answer_a_question() -> None:
    day = date(2026, 6, 1)
    fresh = [record(date=said) for said in ("2026-05-31", "2026-03-04", "2026-07-01")]  # type: ignore[arg-type]
    old = record(date="2026-03-02")  # type: ignore[arg-type]
    answering = record(date="2020-01-01", answers=["question-000000000000"])  # type: ignore[arg-type]
    assert recent([*fresh, old, answering, record()], day) == [*fresh, answering, record()]
