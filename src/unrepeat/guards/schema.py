"""What a guard's file holds, as a pydantic schema that `docs/schemas/` publishes as JSON Schema."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from unrepeat.ledger.schemas import Day, Word, Words

_HASH = r"^[0-9a-f]{7,64}$"
# pydantic leaves the pattern out of its JSON Schema where a validator stands before it.
Hash = Annotated[Word, Field(pattern=_HASH), WithJsonSchema({"type": ["string", "integer"], "pattern": _HASH})]


class LessonSchema(BaseModel):
    """A change that went wrong, and the one that repaired it."""

    model_config = ConfigDict(extra="forbid")

    culprit: Hash = Field(description="Its hash.")
    fix: Hash = Field(description="Its hash.")


class GuardSchema(BaseModel):
    """`.unrepeat/guards/ID.yml`: a guard. Unknown fields are kept."""

    model_config = ConfigDict(extra="allow", alias_generator=lambda name: name.replace("_", "-"), defer_build=True)

    id: Word = Field(description="The file's name without `.yml`.")
    title: Word = Field(description="What it says where it fires: what to do, in a sentence.")
    because: Words = Field([], description="The lessons it comes from, such as `mistake:ID`.")
    kind: Word = Field(description="What it looks at: pattern, text, together, tests and the like.")
    paths: Words = Field([], description="The files it watches, as globs; none: every file.")
    stage: Literal["shadow", "advise", "block"] = Field("shadow", description="How firmly it speaks.")
    rule: dict[str, Any] = Field({}, description="What it looks for, in the words of its kind.")
    lessons: list[LessonSchema] = Field([], description="The changes on which it is proven.")
    review_by: Day | None = Field(None, description="When to ask whether it is still worth its noise.")
