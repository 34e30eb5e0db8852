"""What others build on is asked about when it changes, and not when it grows."""

import pytest

from tests.ledger.made_edits import edit
from tests.ledger.signs.asking import ask, sort_of
from unrepeat.ledger.unrecorded import question

# Path, before, after that breaks what others rely on, after that does not.
INTERFACES = [
    ("a.proto", "message A { int32 b = 1; }\n", "message A { int64 b = 1; }\n", "message A { int32 b = 1; } // x\n"),
    ("a.graphql", '"""Old"""\ntype A { b: Int }\n', "type A { b: ID }\n", '"""New"""\ntype A {  b: Int }\ntype C {}\n'),
    ("docs/openapi.yaml", "paths:\n  /a:\n", "paths:\n  /b:\n", "paths:\n  /a:\n  /b:\n"),
    ("a.schema.json", '{"type": "integer"}', '{"type": "number"}', '{"type": "integer", "description": "x"}'),
    ("a.schema.json", '{"required": [\n "a"\n]}', '{"required": [\n "a",\n "b"\n]}', '{"required": [ "a" ]}'),
    ("a.schema.json", '{"enum": [\n "a",\n "b"\n]}', '{"enum": [\n "a",\n "c"\n]}', '{"enum": [ "a", "b" ]}'),
    ("a.schema.json", '{"a": {},\n"b": {}}', '{"a": {}}', '{"b": {},\n"a": {},\n"c": {}}'),
    (
        "api/v1.yaml",
        "openapi: 3.0.0\nx: integer\n",
        "openapi: 3.0.0\nx: number\n",
        "openapi: 3.0.0\nx: integer\ny: z\n",
    ),
    (
        "api/v1.yaml",
        "openapi: 3.0.0\nrequired:\n- a\n",
        "openapi: 3.0.0\nrequired:\n- a\n- b\n",
        "openapi: 3.0.0\nrequired:\n- a # x\n",
    ),
    (
        "schemas/v1/a.yaml",
        "a:\n  description: in cm\n  type: x\nb:\n  description: |\n    in\n    cm\n  type: y\n",
        "a:\n  type: y\nb:\n  type: y\n",
        "a:\n  description: in mm\n  type: x\nb:\n  description: |\n    in\n\n    mm\n  type: y\n",
    ),
    (
        "data/a.json",
        '{"$schema": "https://json-schema.org/x", "a": 1}',
        '{"$schema": "https://json-schema.org/x"}',
        '{"$schema": "https://json-schema.org/x",\n"a": 1}',
    ),
    ("events/a.avsc", '{"name": "a"}', '{"name": "b"}', '{ "name": "a" }'),
    ("a.thrift", "1: i32 b\n", "1: i64 b\n", "1: i32 b\n2: i32 c\n"),
    ("a.xsd", "<a/>\n", "<b/>\n", "<a/>\n<c/>\n"),
    ("a.yang", 'x "1";\ndescription\n  "of\n  old";\n', 'x "2";\n', 'x "1";\ndescription\n "of new";\n'),
    ("db/schema.sql", "create table a (b int);\n", "create table a (c int);\n", "create table a (b int); -- x\n"),
    (
        "include/a.h",
        "#define A_H 1\nint f(int);\n",
        "int f(long);\n",
        "#define B_H 1\nint  f(int); /* x */\nint g();\n",
    ),
    ("include/a.h", "struct a { int b; };\n", "struct a { long b; };\n", "struct a { int b; int c; };\n"),
    ("include/a.h", "int f(int a)\n{ return a; }\n", "int f(void)\n{}\n", "int f(int a)\n{ return a + 1; }\n"),
    ("include/a.h", 'extern "C" {\nint f(int);\n}\n', 'extern "C" {\n}\n', "int f(int);\n"),
    ("include/a.h", "int f(/* old; */ int);\n", "int f(/* old; */ long);\n", "int f(/* new; { */ int);\n"),
    ("include/a.h", "typedef int (*f)(int);\n", "typedef int (*f)(long);\n", "typedef int (*f)( int );\n"),
    ("include/a.h", "#define LIMIT 2\n", "#define LIMIT 3\n", "#define LIMIT 2\n#define MORE 3\n"),
    ("include/a.h", "#define F(a) 2\n", "#define F(a, b) 2\n", "#define F(a) 3\n"),
    ("src/lib.rs", "pub fn f(a: u8) {}\n", "pub fn f(a: u16) {}\n", "pub fn f(\n    a: u8,\n) {}\npub fn g() {}\n"),
    ("src/lib.rs", "pub fn f(a: &'a u8) { 1 }\n", "pub fn f(a: &'a u8, b: u8) {}\n", "pub fn f(a: &'a u8) { 2 }\n"),
    (
        "include/a.h",
        "CHECK(sizeof(struct a) == 1);\nint f(int);\n",
        "int f();\n",
        "CHECK(sizeof(struct a) == 2);\nint f(int);\n",
    ),
    ("app.js", "app.get('/a', f)\n", "app.get('/b', f)\n", "app.get('/a', g)\n"),
    ("urls.py", "path('a/', f)\n", "path('b/', f)\n", "path('a/', g)\n"),
    ("src/lib.rs", "pub use core::a;\n", "use core::a;\n", "pub use core::b as a;\n"),
    ("index.ts", "export function f(a: A) {}\n", "export function f(a: B) {}\n", "export function f(a: A) { g() }\n"),
    ("index.ts", "export { a, b as c } from './d'\n", "export { a } from './d'\n", "export { a, e as c } from './d'\n"),
    ("api/Shop.java", "    public int f(int a) {\n", "    public int f(long a) {\n", "    public int f( int a) {\n"),
    ("views.py", '@app.route("/orders")\n', '@app.route("/order")\n', '@app.route("/orders", methods=["GET"])\n'),
    ("cli.py", 'p.add_argument("--dry-run")\n', 'p.add_argument("--dry")\n', 'p.add_argument("--dry-run", help="x")\n'),
    ("chart/values.yaml", "a: 1\nimage: a:1.2.3\n", "a: 2\nimage: a:1.2.3\n", "a: 1\nimage: a:1.3.0\n"),
    ("config/app.toml", "wait = 2\n", "wait = 3\n", "# of a door\nwait = 2\nmore = 1\n"),
    (".env.example", "A=1\n", "B=1\n", "A=1\nB=1\n"),
    ("infra/main.tf", "count = 1\n", "count = 2\n", "count = 1 # x\n"),
    ("a.service", "User=a\n", "User=b\n", "User=a\n\n"),
    ("docker-compose.yml", "ports: 1\n", "ports: 2\n", "ports: 1\n"),
]


@pytest.mark.parametrize(("path", "before", "breaking", "kind"), INTERFACES)
def test_an_interface_that_changes_is_asked_about_and_one_that_grows_is_not(
    path: str, before: str, breaking: str, kind: str
) -> None:
    found = question([edit(path, before, breaking)], "Change")
    assert found is not None
    assert (found.sort, found.path) == ("interface", path)
    assert "Who builds on this?" in found.message
    assert sort_of(path, before, kind) is None
    assert sort_of(path, before, None) == "interface"
    assert sort_of(path, None, before) is None, "nobody builds on what is new"


def test_what_is_written_anew_in_one_line_is_another_question_than_the_next() -> None:
    """Its id once was that of the file: who had answered it was never asked about that file again."""
    begin = '{"height": {"type": "integer"},\n"weight": {"type": "integer"}}\n'
    found = [
        ask("a.schema.json", begin, begin.replace(f'{name}": {{"type": "integer"', f'{name}": {{"type": "number"'))
        for name in ("height", "weight")
    ]
    assert [one.line for one in found if one] == [1, 2]
    assert len({one.id for one in found if one}) == 2


def test_a_schema_or_configuration_that_goes_is_told_as_what_it_is() -> None:
    for path, told in (("a.schema.json", "A schema went."), ("config/app.toml", "Configuration went.")):
        found = ask(path, '{"a": 1}\n', None)
        assert found is not None
        assert found.message.startswith(told)


def test_a_question_points_at_the_line_that_was_lost_or_where_it_stood() -> None:
    listed = '{"title": "x", "required": [\n"a"\n]}\n'
    found = ask("a.schema.json", listed, listed.replace('"x"', '"y"').replace('"a"\n', '"a",\n"b"\n'))
    assert found is not None
    assert found.line == 3
    header = "struct a *first(void);\n\nstruct a {\n    int b;\n};\n"
    found = ask("include/a.h", header, header.replace("int b", "long b"))
    assert found is not None
    assert found.line == 3
    schema = '{"a": {\n"description": "in cm",\n"x": 1,\n"type": "integer"}}\n'
    found = ask("a.schema.json", schema, schema.replace("cm", "mm").replace("integer", "number"))
    assert found is not None
    assert found.line == 4
    before = "# of a door\nwait = 2\n# of a box\nsize = 3\n"
    found = ask("config/app.toml", before, "# of doors\nwait = 2\n# of a box\n")
    assert found is not None
    assert found.line == 3


MIGRATIONS = [
    ("shop/migrations/0002_a.py", "migrations.RemoveField('a', 'b')\n"),
    ("db/migrate/20260101_a.rb", "remove_column :a, :b\n"),
    ("alembic/versions/1_a.py", "op.drop_column('a', 'b')\n"),
    ("migrations/2.sql", "ALTER TABLE a DROP COLUMN b;\n"),
    ("migrations/2.sql", "ALTER TABLE a\n  RENAME COLUMN b TO c;\n"),
    ("db/migrations/0002_a/up.sql", "drop table a;\n"),
    ("src/main/resources/db/V3__a.sql", "ALTER TABLE a ALTER COLUMN b TYPE text;\n"),
    ("migrations/2.sql", "ALTER TABLE a\n  DROP CONSTRAINT b;\n"),
    ("migrations/2.sql", "ALTER TABLE a MODIFY b text;\n"),
    ("migrations/2.sql", "RENAME TABLE a TO b;\n"),
]


@pytest.mark.parametrize(("path", "alters"), MIGRATIONS)
def test_a_migration_is_asked_about_when_it_alters_what_is_stored_though_it_is_new(path: str, alters: str) -> None:
    found = ask(path, None, f"-- x\n{alters}")
    assert found is not None
    assert found.sort == "interface"
    assert found.line == 1 + alters.count("\n")
    assert sort_of(path, None, "create_table :a\n") is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("migrations/2.sql", "ALTER TABLE a ADD COLUMN b int;\n"),
        ("migrations/2.sql", "-- +goose Up\nCREATE TABLE a (b int);\n-- +goose Down\nALTER TABLE x DROP COLUMN y;\n"),
        ("migrations/2.sql", "DROP TABLE IF EXISTS a;\nCREATE TABLE a (b int);\n"),
        ("migrations/2.down.sql", "DROP TABLE a;\n"),
        ("db/migrate/1_a.rb", "drop_table :a\ncreate_table :a\n"),
        ("db/migrate/1_a.rb", "def up\n  create_table :a\nend\n\ndef down\n  drop_table :a\nend\n"),
        (
            "alembic/versions/1.py",
            "def upgrade():\n    op.add_column(a)\n\n\ndef downgrade():\n    op.drop_column(a)\n",
        ),
        ("queries/2.sql", "ALTER TABLE a DROP COLUMN b;\n"),
    ],
)
def test_a_migration_that_adds_and_how_it_is_taken_back_are_not(path: str, text: str) -> None:
    assert sort_of(path, None, text) is None


@pytest.mark.parametrize(
    "message",
    [
        "feat!: count by day",
        "feat(evaluator)!: count by day",
        "Count by day\n\nBREAKING CHANGE: no more by hour",
        "fix: count\n\nBREAKING-CHANGE: no more by hour\n",
        "fix: one\n\nfeat!: two",
    ],
)
def test_a_message_that_says_that_it_breaks_something_is_asked_about(message: str) -> None:
    edits = [
        edit("tests/test_count.py", "a\n", "b\n"),
        edit("Makefile", "a:\n", "b:\n"),
        edit("count/count.c", "a\n", "b\n"),
        edit("count/other.c", "a\n", "b\n"),
    ]
    found = question(edits, message)
    assert found is not None
    assert (found.sort, found.path) == ("interface", "count/count.c")
    assert found.message.startswith("The message says that this breaks what others rely on. Who builds on this?")
    found = question(edits[:2], message)
    assert found is not None
    assert found.path == "Makefile"
    assert question(edits[:1], message) is None
    better = question([*edits, edit("a.proto", "a b = 1;\n", "a b = 2;\n")], message)
    assert better is not None
    assert better.path == "a.proto", "where it is known what breaks, it is asked about"


@pytest.mark.parametrize(
    "message", ["Wow! Count", "docs!: tell", "ci(x)!: run", "no breaking change: all", "feat: a!: b"]
)
def test_a_message_that_does_not_say_so_is_not(message: str) -> None:
    assert sort_of("count.c", "a\n", "b\n", message) is None


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("src/inner.rs", "pub fn f(a: u8) {}\n", "pub fn f() {}\n"),
        ("src/a.h", "int f(int);\n", "int f(long);\n"),
        ("include/linux/a.h", "int f(int);\n", "int f(long);\n"),
        ("tests/schemas/a.schema.json", '{"type": "integer"}', '{"type": "number"}'),
        (".github/workflows/config.yml", "a: 1\n", "a: 2\n"),
        ("vendor/x/config.yml", "a: 1\n", "a: 2\n"),
        ("tox.ini", "a = 1\n", "a = 2\n"),
        ("reports/a.sql", "select a from b;\n", "select c from b;\n"),
        ("a.json", '{"$schema": "https://example.org/x", "a": 1}', '{"$schema": "https://example.org/x"}'),
        ("shop/files.py", "folder.path('setup.py')\npath('a')\n", "x\n"),
    ],
)
def test_what_nobody_else_is_meant_to_use_is_not_asked_about(path: str, before: str, after: str) -> None:
    assert sort_of(path, before, after) is None


def test_a_schema_that_cannot_be_read_is_compared_by_its_lines() -> None:
    broken = '{"height": {"type": "integer"},\n"weight": }\n'
    assert sort_of("a.schema.json", broken, broken.replace("integer", "number")) == "interface"
    assert sort_of("a.schema.json", broken, broken.replace('"weight": }', '"weight": 1}')) == "interface"
    assert sort_of("a.schema.json", broken, broken + "\n") is None
    assert sort_of("a.schema.json", '{"a": 1,\n"b": 2}', '{"b": 2, "a": 1}') is None, "its layout says nothing"
    assert sort_of("a.schema.json", "[" * 5000, "[" * 5001) is None
