"""The token of a server, in the keyring of the system and nowhere else."""

from __future__ import annotations

from previz.errors import NotSupported

SERVICE = "previz ComfyUI"


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
