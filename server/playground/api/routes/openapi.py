"""The HTTP interface, to be read: its OpenAPI document as a page without a script, and the schema."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.price import paid
from playground.wire.schema import wire_schema

STREAM = """<h2>WebSocket /api/sessions/{id}/stream</h2>
<p>Subprotocol <code>playground.v1</code>. The first message is <code>hello</code> with the session's
token. The server answers with the spec, the status, the curves and the points, then with what is
new. Text messages are JSON; binary ones are bundles of frames in MessagePack, to be answered with
<code>ack</code>: two at most are under way. The messages are in <a href="/api/schema">the
schema</a>.</p>
<h2>WebSocket /api/classes/{id}/stream</h2>
<p>As above, for the teacher of a class: the answer to <code>hello</code> is <code>class</code>, again
whenever it changes; frames have a pupil's id in their key, <code>pupil:ID</code>.</p>
<p>The server pings once a second and closes what does not answer within 3 s. A client asks with
<code>ping</code>, which is answered with <code>pong</code>.</p>
<h2>Without a WebSocket</h2>
<p><code>GET …/events</code> of a session or a class answers with <code>text/event-stream</code>:
<code>open</code> has the <code>stream</code>'s id, <code>message</code> a message as above,
<code>bundle</code> a bundle in Base64, <code>close</code> the code and reason of the end; comments are signs
of life. What a client says goes as <code>POST …/events/{stream}</code> with <code>messages</code>, at least
one (such as <code>ping</code>) every 3 s, or the stream ends.</p>
<h2>Once</h2>
<p>An edit or a command that is sent again with the same <code>Idempotency-Key</code>, revision and body by
the same link is done once, and answered as it was: edits as long as the history knows them, over a restart
too; commands for an hour, while the server runs.</p>"""

router = APIRouter(dependencies=[Depends(declared)])
pages = APIRouter(include_in_schema=False, dependencies=[Depends(paid)])


@router.get("/api/schema")
async def schema() -> dict[str, Any]:
    """Give a JSON schema of the spec and of every message of the stream."""
    return wire_schema()


@pages.get("/docs")
def docs(request: Request) -> HTMLResponse:
    return HTMLResponse(page(request.app.openapi()))


def page(document: dict[str, Any]) -> str:
    routes = [
        route(method, path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    return "".join(
        (
            '<!doctype html><html lang="en"><meta charset="utf-8">',
            f"<title>{escape(document['info']['title'])}: interface</title>",
            f"<h1>{escape(document['info']['title'])} {escape(document['info']['version'])}</h1>",
            "<p>Machines read <a href='/api/openapi.json'>the OpenAPI document</a>. Rights travel as",
            " <code>Authorization: Bearer TOKEN</code>; each refusal is a problem document",
            " (RFC 9457).</p>",
            *routes,
            STREAM,
            "</html>",
        )
    )


def route(method: str, path: str, operation: dict[str, Any]) -> str:
    answers = ", ".join(operation.get("responses", {}))
    return (
        f"<h2>{method.upper()} {escape(path)}</h2>"
        f"<p>{escape(operation.get('description', operation.get('summary', '')))}</p>"
        f"<p>{takes(operation)} Answers: {escape(answers)}.</p>"
    )


def takes(operation: dict[str, Any]) -> str:
    """Tell what stands in the body, by the names of the schema."""
    content = operation.get("requestBody", {}).get("content", {})
    schema: dict[str, Any] = dict(*(media["schema"] for media in list(content.values())[:1]))
    choices = [schema, *schema.get("oneOf", []), *schema.get("anyOf", [])]
    names = [each["$ref"].rpartition("/")[2] for each in choices if "$ref" in each]
    return f"Body: {escape(' or '.join(names))}." if names else ""
