"""The OpenAPI document and its page, which works without a network.

The framework describes the bodies by their classes. A value of this library in them is described by the
schema of its plain data, which becomes a component of the document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from litestar import Request, Router
from litestar.datastructures import ResponseHeader
from litestar.dto import AbstractDTO
from litestar.dto.data_structures import DTOFieldDefinition
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, SwaggerRenderPlugin
from litestar.openapi.spec import Components, Reference, Schema, SecurityScheme
from litestar.plugins import OpenAPISchemaPlugin
from litestar.static_files import create_static_files_router
from litestar.typing import FieldDefinition
from swagger_ui_bundle import swagger_ui_path

from minsheng import __version__
from minsheng.embedding.service.bodies import Explain, Explanations, Judge, Judged, ProblemDocument, Rows
from minsheng.embedding.service.problems import MEDIA_TYPE
from minsheng.embedding.service.programme_bodies import (
    Allocate,
    Allocated,
    Check,
    Checked,
    Published,
    Score,
    Scored,
    Verified,
)
from minsheng.embedding.service.reading import Unread
from minsheng.plain.language import Language
from minsheng.plain.shape import Definitions

#: the page takes nothing from elsewhere, and sends nothing there
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_UI = "/docs/ui"
#: every body; their parts follow from them
BODIES = (
    Judge, Judged, Rows, Explain, Explanations, Check, Checked, Score, Scored, Allocate, Allocated,
    Published, Verified, ProblemDocument,
)  # fmt: skip


class Body(AbstractDTO[Any]):
    """Hands a body on as it came: it is read, strictly, where reading may take its time."""

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, backend_cls: Any = None
    ) -> None:
        """There is nothing to prepare."""

    def decode_bytes(self, value: bytes) -> Unread[Any]:
        """The body, unread."""
        hint = self.asgi_connection.route_handler.parsed_data_field
        return Unread(value, hint.inner_types[0].annotation)

    @classmethod
    def create_openapi_schema(
        cls, field_definition: FieldDefinition, handler_id: str, schema_creator: Any
    ) -> Reference | Schema:
        """The schema of what it should be."""
        made: Reference | Schema = schema_creator.for_field_definition(field_definition.inner_types[0])
        return made

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Iterator[DTOFieldDefinition]:  # type: ignore[override]  # any iterator will do
        """None: the framework makes nothing of the body."""
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:
        """None is nested."""
        return False


class Formats(OpenAPISchemaPlugin):
    """Describes bodies as their language does: by name, where the document has them all."""

    def is_plugin_supported_type(self, value: Any) -> bool:  # type: ignore[override]  # theirs is static
        """Whether it is one of them."""
        return value in BODIES

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:
        """A reference."""
        return Schema(one_of=[Reference(f"#/components/schemas/{field_definition.annotation.__name__}")])


#: what an operation may be refused with: for all, for those with a body, for one, with and without a token
_ALL = {405: "another method", 431: "too long an address or head", 500: "our own mistake"}
_WITH_BODY = {
    400: "not JSON, or none that may be sent",
    413: "too large, or too many records",
    415: "not application/json, or packed",
    422: "it does not fit: every problem with its place",
    503: "busy, or not done in time",
}
_OF_ONE = {"/schema/{name}": {404: "no such format"}}
_TOKEN, _NO_TOKEN = {401: "no token, or another one"}, {421: "sent to another name than this machine's"}


def _refusals(path: str, method: str, document: dict[str, Any]) -> dict[str, Any]:
    """The answers to what is refused, each a problem document."""
    admitted = {} if path == "/health" else _TOKEN
    found = _ALL | (admitted if "security" in document else _NO_TOKEN) | _OF_ONE.get(path, {})
    body = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}}
    found |= _WITH_BODY if method == "post" else {}
    return {str(status): {"description": found[status], **body} for status in sorted(found)}


def _single(plain: Any) -> Any:
    """Plain data where a choice of one is that one: the framework has no other way to refer to a part."""
    if isinstance(plain, list):
        return [*map(_single, plain)]
    if not isinstance(plain, dict):
        return plain
    made = {key: _single(value) for key, value in plain.items()}
    return made["oneOf"][0] if len(made.get("oneOf", ())) == 1 and len(made) == 1 else made


def _whole(document: dict[str, Any], language: Language) -> dict[str, Any]:
    """The document with everything that it refers to, and all answers."""
    within = Definitions()
    for kind in BODIES:
        language.shape(kind).schema(within)
    named = json.loads(json.dumps(within.named).replace('"#/$defs/', '"#/components/schemas/'))
    components = document.get("components", {})
    paths = _single(document["paths"])
    for path, operations in paths.items():
        for method, operation in operations.items():
            kept = {status: one for status, one in operation["responses"].items() if status == "200"}
            operation["responses"] = kept | _refusals(path, method, document)
    schemas = {"schemas": components.get("schemas", {}) | named}
    return document | {"paths": paths, "components": components | schemas}


class _Document(JsonRenderPlugin):
    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return super().render(request, _whole(openapi_schema, self._language))


class _Page(SwaggerRenderPlugin):
    def __init__(self, language: Language, **addresses: Any) -> None:
        super().__init__(**addresses)
        self._language = language

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        page = super().render(request, _whole(openapi_schema, self._language))
        # the operations; the schemas below them, of which there are a hundred, when somebody asks
        return page.replace(b"deepLinking: true,", b"deepLinking: true, defaultModelsExpandDepth: 0,")


def described(language: Language, *, token: bool) -> OpenAPIConfig:
    """What the framework is told of the API, and where its document and its page are."""
    page = _Page(
        language,
        path="/",
        js_url=f"{_UI}/swagger-ui-bundle.js",
        css_url=f"{_UI}/swagger-ui.css",
        standalone_preset_js_url=f"{_UI}/swagger-ui-standalone-preset.js",
        favicon=f'<link rel="icon" href="{_UI}/favicon-32x32.png">',
    )
    bearer: dict[str, SecurityScheme | Reference] = {"bearer": SecurityScheme(type="http", scheme="bearer")}
    return OpenAPIConfig(
        title="minsheng",
        version=__version__,
        description="Criteria, programmes and schemes of a city's livelihood projects, judged exactly.",
        use_handler_docstrings=True,
        operation_id_creator=lambda handler, _, __: handler.handler_name,
        render_plugins=[page, _Document(language)],
        components=Components(security_schemes=bearer if token else {}),
        security=[{"bearer": []}] if token else None,
        openapi_router=Router(
            "/docs",
            route_handlers=[],
            include_in_schema=False,
            response_headers=[ResponseHeader(name="content-security-policy", value=_POLICY)],
        ),
    )


def page_files() -> Router:
    """What the page loads."""
    return create_static_files_router(path=_UI, directories=[swagger_ui_path], include_in_schema=False)
