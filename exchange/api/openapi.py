"""The OpenAPI document of the JSON interface (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from exchange.domain.event import EventKind, EventStatus
from exchange.domain.headcount import HeadcountUnit
from exchange.domain.note import NoteKind
from exchange.seating.state import RegistrationState

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
NUMBER_OR_NULL: Schema = {"type": ["integer", "null"]}
YES_OR_NO: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "format": "date"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
TIME_OR_NULL: Schema = {"type": ["string", "null"], "pattern": "^[0-9]{2}:[0-9]{2}$"}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(words: Any) -> Schema:
    return {"type": "string", "enum": [word.value for word in words]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _page(name: str, items: str) -> Schema:
    return _object(total=NUMBER, page=NUMBER, pages=NUMBER, **{name: _list(_ref(items))})


SCHEMAS: Schema = {
    "Place": _object(groups=_list(TEXT), venue=TEXT_OR_NULL, online=YES_OR_NO),
    "Day": _object(
        date=DATE,
        start=TIME_OR_NULL,
        end=TIME_OR_NULL,
        label=TEXT_OR_NULL,
        places=_list(_ref("Place")),
    ),
    "Registration": _object(
        state=_one_of(RegistrationState),
        capacity=NUMBER_OR_NULL,
        confirmed=NUMBER,
        waiting=NUMBER,
        free=NUMBER_OR_NULL,
    ),
    "Headcount": _object(total=NUMBER_OR_NULL, unit=_one_of(HeadcountUnit), approximate=YES_OR_NO),
    "Event": _object(
        key=TEXT,
        kind=_one_of(EventKind),
        title=TEXT,
        fiscal_year=NUMBER,
        series=TEXT_OR_NULL,
        round=NUMBER_OR_NULL,
        theme=TEXT_OR_NULL,
        days=_list(_ref("Day")),
        status=_one_of(EventStatus),
        organizations=_list(TEXT),
        registration=_ref("Registration"),
        headcount={"oneOf": [_ref("Headcount"), {"type": "null"}]},
        url=ADDRESS,
        ics=ADDRESS,
    ),
    "Events": _page("events", "Event"),
    "Record": _object(
        id=NUMBER,
        event=TEXT,
        event_title=TEXT,
        heading=TEXT,
        kind={"enum": [*(kind.value for kind in NoteKind), None]},
        speaker=TEXT_OR_NULL,
        date={"type": ["string", "null"], "format": "date"},
        snippet=TEXT,
        url=ADDRESS,
    ),
    "Records": _page("records", "Record"),
    "Problem": _object(
        error=_object(
            status=NUMBER,
            message=TEXT,
            fields={"type": "object", "additionalProperties": _list(TEXT)},
        )
    ),
}

PARAMETERS: Schema = {
    "kind": ("The kind of the events; for records, also the kind of the notes.", TEXT),
    "fiscal_year": ("April to March, by its first calendar year: 2022, R4 or 令和4年度.", TEXT),
    "organization": ("What concerns this body: its code, slug or name.", TEXT),
    "q": (
        'Words that must all occur, as parts of what is said; `a OR b`, `-word` and "a phrase".',
        TEXT,
    ),
    "speaker": ("A part of a speaker's name.", TEXT),
    "page": ("Counted from 1.", {"type": "integer", "minimum": 1, "default": 1}),
}


def _get(summary: str, schema: str, *parameters: str) -> Schema:
    return {
        "get": {
            "summary": summary,
            "parameters": [_parameter(name) for name in parameters],
            "responses": {
                "200": _answer("A page of them, newest first.", schema),
                "422": _answer("A parameter could not be understood.", "Problem"),
            },
        }
    }


def _parameter(name: str) -> Schema:
    description, schema = PARAMETERS[name]
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _answer(description: str, schema: str) -> Schema:
    return {
        "description": description,
        "content": {"application/json": {"schema": _ref(schema)}},
    }


def document(base_url: str) -> Schema:
    """Describe the interface of the site at `base_url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kaikō",
            "version": "1",
            "description": "Public events and session notes of a partnership. Read only.",
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "paths": {
            "/events.json": _get("Events", "Events", "kind", "fiscal_year", "organization", "page"),
            "/records.json": _get(
                "Session notes",
                "Records",
                "q",
                "fiscal_year",
                "kind",
                "organization",
                "speaker",
                "page",
            ),
        },
        "components": {"schemas": SCHEMAS},
    }
