"""The log of decisions and what changed since, on the screen and as files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from geo.app import desk, results, reviews
from geo.app.plain import say
from geo.app.words import _

if TYPE_CHECKING:
    from geo.pipeline import Result


def log() -> None:
    """Show who decided what, when and why, the latest first, and offer the whole log as a file."""
    import pandas as pd

    from geo.reviewing import logfile
    from geo.reviewing.history import state

    decisions = reviews.log()
    if not decisions:
        st.info(_("Nothing has been decided yet."))
        return
    holds = {decision.id for decision in state(decisions)}
    rows = [
        {
            _("When"): decision.at,
            _("Who"): decision.reviewer,
            _("What"): decision.kind,
            _("Values"): ", ".join(f"{name}: {value}" for name, value in decision.changes.items()),
            _("Why"): decision.reason,
            _("Quote"): decision.anchors[0].quote if decision.anchors else "",
            _("Holds"): decision.id in holds,
        }
        for decision in reversed(decisions)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=_("Log of decisions"))
    with st.container(horizontal=True):
        st.download_button("CSV", logfile.to_csv(decisions), "dateline-log.csv", "text/csv", on_click="ignore")
        st.download_button(
            "JSON lines", logfile.to_jsonl(decisions), "dateline-log.jsonl", "application/jsonl", on_click="ignore"
        )
    _problems()


def _problems() -> None:
    _result, outcome = reviews.outcome(desk.found())
    for decision in outcome.unattached:
        quote = decision.anchors[0].quote if decision.anchors else ""
        say(
            _("Finds no sentence now: {kind} by {who}: “{quote}”").format(
                kind=decision.kind, who=decision.reviewer, quote=quote
            )
        )
    for problem in outcome.contradicted:
        say(f"{problem.decision.kind}: {problem.sentence}", muted=True)


def changed(result: Result) -> None:
    """Show what is different since a day: what reviewers changed and which articles came."""
    from geo.reviewing.apply import apply_to
    from geo.reviewing.changes import changes

    since = st.date_input(_("Since"), value=date.today() - timedelta(days=7), key="changed_since")  # noqa: DTZ011 -- the reader's day
    found = desk.found()
    earlier = [d for d in reviews.log() if d.at < str(since)]
    before, _outcome = apply_to(found, earlier, results.gaz().outline)
    told = changes(before.incidents, result.incidents)
    if told.empty:
        st.info(_("Nothing changed since then."))
        return
    st.dataframe(told.astype(str), hide_index=True, alt=_("What changed"))
    st.download_button("CSV", told.to_csv(index=False), "dateline-changes.csv", "text/csv", on_click="ignore")
