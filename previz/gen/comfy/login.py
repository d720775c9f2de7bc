"""What opens a server, in the keyring of the system and nowhere else: a token, user:password, or headers."""

from __future__ import annotations

import base64
import re

from previz.errors import NotSupported

SERVICE = "previz ComfyUI"
HEADER = re.compile(r"^([A-Za-z0-9-]+):[ \t]+(\S.*)$")


def headers(secret: str) -> dict[str, str]:
    """HTTP headers of a secret: lines "Name: value" (a blank after the colon; several lines or parted by
    "; "), user:password (RFC 7617), or a bearer token. {} for an empty one.
    """
    lines = [line.strip() for line in re.split(r"[\r\n]+|; (?=[A-Za-z0-9-]+:[ \t])", secret) if line.strip()]
    found = [HEADER.match(line) for line in lines]
    if lines and all(found):
        return {match[1]: match[2] for match in found if match}
    plain = " ".join(lines)
    if ":" in plain:
        return {"Authorization": f"Basic {base64.b64encode(plain.encode()).decode()}"}
    return {"Authorization": f"Bearer {plain}"} if plain else {}


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
    """ "" forgets it. NotSupported where the system has no keyring."""
    try:
        import keyring
        import keyring.errors
    except ModuleNotFoundError as error:
        raise NotSupported(
            'Keeping a token needs the package keyring: pip install "previz-studio[comfyui]"; '
            "or put it into PREVIZ_COMFYUI_TOKEN."
        ) from error
    try:
        if token:
            keyring.set_password(SERVICE, url, token)
        elif kept_token(url):
            keyring.delete_password(SERVICE, url)
    except keyring.errors.KeyringError as error:
        raise NotSupported(
            "This system has no keyring that takes a token; put it into PREVIZ_COMFYUI_TOKEN."
        ) from error
