"""What every object of the file has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

ANY_WORD = Field(strict=False)  # JSON has no enums: their values are text


class Part(BaseModel):
    """The parent of every object in the file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    always: ClassVar[frozenset[str]] = frozenset()
    """The keys that are written although they say nothing special."""

    @model_validator(mode="before")
    @classmethod
    def leave_out_nulls(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        return {
            key.encode(errors="backslashreplace").decode(): value
            for key, value in raw.items()
            if value is not None or key not in cls.model_fields
        }
