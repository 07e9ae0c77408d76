"""Who may do what: a read-only switch, listed editors who sign in, a public view of reviewed rows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from geo.pipeline import Result

OFF: Final = frozenset({"", "0", "no", "false", "off"})


def setting(name: str) -> str:
    """Return a setting, from the environment (`DATELINE_NAME`) or the secrets (`[dateline] name`); empty if unset."""
    if (value := os.environ.get(f"DATELINE_{name.upper()}")) is not None:
        return value
    value = _secrets().get("dateline", {}).get(name, "")
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def switched_on(name: str) -> bool:
    """Return whether a setting is on."""
    return setting(name).strip().lower() not in OFF


def _secrets() -> Mapping[str, Any]:
    try:
        return dict(st.secrets)
    except FileNotFoundError:  # no secrets file is the ordinary case
        return {}


def read_only() -> bool:
    """Return whether nothing may be added or decided here."""
    return switched_on("read_only") or bool(st.session_state.get("embed"))


def sign_in_offered() -> bool:
    """Return whether an OpenID Connect provider is set up in the secrets (`[auth]`)."""
    return "auth" in _secrets()


def user() -> str:
    """Return the signed-in person's e-mail address, or the name given in this session, or empty."""
    if sign_in_offered():
        if not st.user.is_logged_in or st.user.get("email_verified") is False:
            return ""
        return str(st.user.get("email") or st.user.get("sub") or "")
    return str(st.session_state.get("reviewer") or "")


def may_review() -> bool:
    """Return whether this person may decide on rows: anyone on an open desk, else who is listed in `editors`."""
    if read_only():
        return False
    if not sign_in_offered():
        return True
    editors = {name.strip().lower() for name in setting("editors").split(",") if name.strip()}
    return user().lower() in editors


def visible(result: Result) -> Result:
    """Return what this person may see: with `public = reviewed`, who may not review sees reviewed rows alone."""
    if setting("public") != "reviewed" or may_review():
        return result
    from dataclasses import replace

    from geo.reviewing.apply import public

    incidents = public(result.incidents)
    flows = result.flows[result.flows["incident_id"].isin(incidents["incident_id"]).to_numpy(dtype=bool)]
    return replace(result, incidents=incidents, flows=flows.reset_index(drop=True))
