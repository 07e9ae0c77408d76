"""Review: one row after the other, the most doubtful first; every step is kept, told in the log, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app import access, desk, evidence, judging, reviews
from geo.app.plain import plain, say
from geo.app.words import _, n_

if TYPE_CHECKING:
    from geo.pipeline import Result


def draw() -> None:
    """Draw the page."""
    st.html(f"<h1>{_('Review')}</h1>")
    _who()
    _told()
    result = access.visible(desk.result())
    step, log, changed, file = st.tabs(
        [_("Row by row"), _("Log"), _("What changed"), _("Desk file")], on_change="rerun", key="review_tabs"
    )
    with step:
        if step.open:
            _rows(result)
    with log:
        if log.open:
            from geo.app import reviewlog

            reviewlog.log()
    with changed:
        if changed.open:
            from geo.app import reviewlog

            reviewlog.changed(result)
    with file:
        if file.open:
            from geo.app import deskfile

            deskfile.draw()


def _who() -> None:
    if access.sign_in_offered():
        if access.user():
            say(_("Signed in as {name}").format(name=access.user()), muted=True)
            st.button(_("Sign out"), on_click=st.logout)
        else:
            st.button(_("Sign in"), on_click=st.login, type="primary")
    elif access.may_review():
        name = access.user() or reviews.ANONYMOUS
        with st.popover(_("Reviewer: {name}").format(name=plain(name))):
            st.text_input(_("Your name in the log"), key="reviewer", placeholder=reviews.ANONYMOUS)
    if not access.may_review():
        st.info(_("You may look at this desk, not decide on it."))


def _told() -> None:
    """Say what the last decision met: a fault, or another reviewer's decision on the same row."""
    state = st.session_state
    if not state.get("said"):
        return
    st.warning(plain(state.said))
    if state.get("conflict"):
        left, right = st.columns(2)
        left.button(_("Decide all the same"), on_click=reviews.insist, key="insist", width="stretch")
        right.button(_("Leave theirs"), on_click=reviews.drop, key="leave", width="stretch")


def _rows(result: Result) -> None:
    from geo.reviewing.doubt import most_doubtful

    doubtful = most_doubtful(result.incidents)
    rows: dict[str, dict[str, Any]] = {}
    for told in result.incidents.to_dict("records"):
        rows[str(told["incident_id"])] = {str(name): value for name, value in told.items()}
    if not rows:
        st.info(_("There is no row to review. Add an article first."))
        return
    order = [key for key, _why in doubtful]
    current = st.session_state.incident if st.session_state.incident in rows else next(iter(order), next(iter(rows)))
    st.session_state.incident = current
    judged = sum(row["review"] != "auto" for row in rows.values())
    say(
        n_("{n} row", "{n} rows", len(rows))
        + " · "
        + _("{judged} judged · {left} doubtful").format(judged=judged, left=len(order)),
        muted=True,
    )
    st.progress(judged / len(rows))
    row = rows[current]
    if access.may_review():
        judging.buttons(row, order)
    left, right = st.columns([6, 5])
    with left:
        _doubts(current, dict(doubtful))
        evidence.card(result.incidents[result.incidents["incident_id"] == current].iloc[0], result)
    with right:
        if access.may_review():
            judging.forms(row, rows, result)


def _doubts(current: str, doubtful: dict[str, Any]) -> None:
    doubt = doubtful.get(current)
    if doubt and doubt.reasons:
        say(_("Doubtful: {reasons}").format(reasons=" · ".join(doubt.reasons)), muted=True)
