"""What keeps other pages and other machines out of the web chat: host, origin, token, size, headers."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 64 * 1024
BROWSER_COOKIE = "vigie_web"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def is_allowed_host(host_header: str, bound_host: str) -> bool:
    """Whether a Host header may name this server, which listens on ``bound_host``.

    A page of another site that rebinds its own name to 127.0.0.1 still sends that name, so: the bound
    name, ``localhost``, and addresses (which cannot be rebound) of the same reach as the bound one.
    """
    name = urlsplit(f"//{host_header}").hostname or ""
    if name in {"localhost", bound_host.strip("[]").lower()}:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or not is_loopback(bound_host)


def is_loopback(host: str) -> bool:
    """Whether a name or address to listen on stays on this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class Guard:
    """ASGI middleware: refuses foreign hosts, cross-site and oversized posts; sets the security headers."""

    def __init__(self, app: ASGIApp, bound_host: str) -> None:
        self.app = app
        self.bound_host = bound_host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refuse(scope["method"], Headers(scope=scope))
        await (refusal or self.app)(scope, receive, _with_headers(send, scope["path"]))

    def _refuse(self, method: str, headers: Headers) -> Response | None:
        try:
            is_host_allowed = is_allowed_host(headers.get("host", ""), self.bound_host)
        except ValueError:  # a malformed bracketed address
            is_host_allowed = False
        if not is_host_allowed:
            return PlainTextResponse(
                "This address does not name Vigie. Open the address that `vigie serve` prints.", 421
            )
        if method in {"GET", "HEAD", "OPTIONS"}:
            return None
        if not _is_same_origin(headers):
            return PlainTextResponse("Posts from another site are refused. Use Vigie's own page.", 403)
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > MAX_BODY:
            return PlainTextResponse(f"Send at most {MAX_BODY} bytes, with their length.", 413)
        return None


def _is_same_origin(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return site == "same-origin"
    return urlsplit(origin).netloc == headers.get("host")


def _with_headers(send: Send, path: str) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = "no-cache" if path.startswith("/static/") else "no-store"
        await send(message)

    return send_with_headers


class Tokens:
    """Form tokens bound to a browser: HMAC of the browser's random cookie under the installation's key."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"vigie web form token", "sha256")

    def browser_of(self, request: Request) -> str:
        """The browser's random id; a new one when it has none yet (``keep`` stores it)."""
        if not hasattr(request.state, "browser"):
            request.state.browser = request.cookies.get(BROWSER_COOKIE) or secrets.token_urlsafe(18)
        return str(request.state.browser)

    def token_for(self, request: Request) -> str:
        return hmac.new(self._key, self.browser_of(request).encode(), hashlib.sha256).hexdigest()

    def keep(self, request: Request, response: Response) -> None:
        response.set_cookie(BROWSER_COOKIE, self.browser_of(request), httponly=True, samesite="lax")

    async def read_form(self, request: Request) -> FormData:
        """The posted form. Raises HTTPException 403 when its token is not this browser's."""
        form = await request.form(max_files=0, max_fields=20)
        given = form.get("token")
        if not isinstance(given, str) or not hmac.compare_digest(
            given.encode(), self.token_for(request).encode()
        ):
            raise HTTPException(403, "Cette page a trop attendu. Rechargez-la, puis recommencez.")
        return form
