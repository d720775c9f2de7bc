"""What opens a server, in the keyring of the system and nowhere else: a token, user:password, or headers."""

from __future__ import annotations

import base64
import re

from previz.errors import BadProject, GenerationError, NotSupported

SERVICE = "previz ComfyUI"
HEADER = re.compile(r"^([A-Za-z0-9-]+):[ \t]+(\S.*)$")
OPENS = re.compile(r"(?i)(x-|(proxy-)?authorization:|cookie:|api-key:|cf-|ocp-|private-token:)")
"""Start of the names of headers that open servers."""
SCHEME = re.compile(r"(?i)(bearer|basic)\s+\S")
HEADERS = "headers"
"""A line above header lines whose names `OPENS` need not know."""


def headers(secret: str) -> dict[str, str]:
    """HTTP headers of a secret: lines "Name: value" (a blank after the colon; several lines or parted by
    "; "), user:password (RFC 7617), or a bearer token, with or without its scheme. {} for an empty one.

    One line alone is a header when its name is one that opens servers, begins with X-, or `HEADERS` stands
    above it; else a user with a password. Raises GenerationError for letters that no header carries.
    """
    found = _found(secret)
    for name, value in found.items():
        try:
            value.encode("latin-1")
        except UnicodeEncodeError as error:
            raise GenerationError(
                f"The login of the ComfyUI server cannot be sent: {name} holds the letter "
                f"“{value[error.start]}”, which no header carries; type the login again."
            ) from error
    return found


def _found(secret: str) -> dict[str, str]:
    lines = [line.strip() for line in re.split(r"[\r\n]+|; (?=[A-Za-z0-9-]+:[ \t])", secret) if line.strip()]
    said = lines[:1] == [HEADERS]
    found = [HEADER.match(line) for line in lines[said:]]
    if found and all(found) and (said or len(found) > 1 or OPENS.match(lines[0])):
        return {match[1]: match[2] for match in found if match}
    plain = " ".join(lines)
    if SCHEME.match(plain):
        return {"Authorization": plain}
    if ":" in plain:
        user, _, password = plain.partition(":")
        plain = f"{user}:{password.lstrip()}"
        return {"Authorization": f"Basic {base64.b64encode(plain.encode()).decode()}"}
    return {"Authorization": f"Bearer {plain}"} if plain else {}


def of_token(token: str) -> str:
    """The secret of a bearer token. BadProject for none."""
    said = _said(token, "Type the token.")
    return f"Authorization: {said if SCHEME.match(said) else f'Bearer {said}'}"


def of_user(user: str, password: str) -> str:
    """The secret of a user with a password. BadProject for no user, and a colon in the name (RFC 7617)."""
    user = _said(user, "Type the user's name.")
    if ":" in user:
        raise BadProject("A user's name has no colon in it; correct it.")
    plain = f"{user}:{password}".encode()
    return f"Authorization: Basic {base64.b64encode(plain).decode()}"


def of_headers(lines: str) -> str:
    """The secret of header lines. BadProject for a line that is none."""
    found = [line.strip() for line in _said(lines, "Type a header, e.g. X-Api-Key: …").splitlines()]
    for line in filter(None, found):
        if HEADER.match(line) is None:
            raise BadProject(f"“{line.partition(':')[0]}” is no header; write it as Name: value.")
    return "\n".join([HEADERS, *filter(None, found)])


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise BadProject(otherwise)
    return text.strip()


def kept_token(url: str) -> str:
    """ "" where there is none, or no keyring."""
    try:
        import keyring
        import keyring.errors
    except ModuleNotFoundError:
        return ""
    try:
        return keyring.get_password(SERVICE, url) or ""
    except keyring.errors.KeyringError:
        return ""


def keep_token(url: str, token: str) -> None:
    """ "" forgets it. NotSupported where the system has no keyring, else as `headers`."""
    try:
        import keyring
        import keyring.errors
    except ModuleNotFoundError as error:
        raise NotSupported(
            'Keeping a token needs the package keyring: pip install "previz-studio[comfyui]"; '
            "or put it into PREVIZ_COMFYUI_TOKEN."
        ) from error
    try:
        if headers(token):
            keyring.set_password(SERVICE, url, token)
        elif kept_token(url):
            keyring.delete_password(SERVICE, url)
    except keyring.errors.KeyringError as error:
        raise NotSupported(
            "This system has no keyring that takes a token; put it into PREVIZ_COMFYUI_TOKEN."
        ) from error
