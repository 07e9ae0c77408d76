"""A reviewer's tools for one row: accept, reject, edit, place, merge, split, add; all by keyboard too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app import editing, placing, reviews
from geo.app.words import _
from geo.errors import ReviewError
from geo.reviewing.decision import Anchor, Decision, Kind, decide, on, split_off
from geo.table.schema import EVENT_TYPES, MODALITIES

if TYPE_CHECKING:
    from geo.pipeline import Result

Row = dict[str, Any]
SUBTYPES = tuple(sub for subs in EVENT_TYPES.values() for sub in subs)


def buttons(row: Row, order: Sequence[str]) -> None:
    """Draw the row of one-key steps."""
    after = following(str(row["incident_id"]), order)
    with st.container(horizontal=True):
        st.button(_("Accept"), key="accept", shortcut="A", type="primary", on_click=_judge, args=("accept", row, after))
        st.button(_("Reject"), key="reject", shortcut="X", on_click=_judge, args=("reject", row, after))
        st.button(_("Next doubtful"), key="next", shortcut="N", disabled=after is None, on_click=_go, args=(after,))
        st.button(_("Undo"), key="undo", shortcut="U", on_click=reviews.back, args=("undo",))
        st.button(_("Redo"), key="redo", shortcut="Y", on_click=reviews.back, args=("redo",))
        st.button(
            _("Reset the row"),
            key="reset",
            disabled=row["review"] == "auto",
            on_click=_judge,
            args=("reset", row, None),
        )


def following(current: str, order: Sequence[str]) -> str | None:
    """Return the row after this one, the most doubtful first; the first after the last; None where no other is left.

    >>> following("b", ["a", "b", "c"]), following("c", ["a", "c"]), following("c", ["c"]), following("x", ["a"])
    ('c', 'a', None, 'a')
    """
    others = [key for key in order if key != current]
    if not others:
        return None
    if current not in order:
        return others[0]
    rest = order[list(order).index(current) + 1 :]
    return rest[0] if rest else others[0]


def forms(row: Row, rows: dict[str, Row], result: Result) -> None:
    """Draw the tools behind the one-key steps."""
    with st.expander(_("Edit"), expanded=True):
        _edit(row)
    with st.expander(_("Place"), expanded=bool(st.session_state.get("picking")), key="place_open", on_change="rerun"):
        placing.draw(row, result)
    with st.expander(_("Merge or split")):
        _merge(row, rows)
        _split(row)
    with st.expander(_("Add an incident by hand")):
        _add(row, result)


def _go(key: str | None) -> None:
    if key is not None:
        st.session_state.incident = key


def _judge(kind: Kind, row: Row, after: str | None) -> None:
    reason = str(st.session_state.get("why") or "")
    if reviews.record(on(kind, row, reviewer=reviews.who(), reason=reason)):
        _go(after)


def _edit(row: Row) -> None:
    key = str(row["incident_id"])
    before = editing.start(row)
    after: dict[str, Any] = {}
    # Keys carry the values shown, so that a row changed elsewhere shows its new values.
    stamp = f"{key}-{hash(tuple(before.values()))}"
    with st.form(f"edit-{stamp}", border=False):
        kinds = list(SUBTYPES) if before["sub_event_type"] in SUBTYPES else [before["sub_event_type"], *SUBTYPES]
        after["sub_event_type"] = st.selectbox(_("What"), kinds, index=kinds.index(before["sub_event_type"]))
        left, right = st.columns(2)
        after["modality"] = left.selectbox(_("How real"), MODALITIES, index=MODALITIES.index(before["modality"]))
        after["background"] = right.checkbox(_("Earlier event"), value=before["background"])
        for fields, width in ((editing.DAYS, 2), (editing.TEXTS, 3), (editing.FIGURES, 3)):
            columns = st.columns(width)
            for number, (name, label) in enumerate(fields.items()):
                after[name] = columns[number % width].text_input(_(label), value=before[name], key=f"{name}-{stamp}")
        reason = st.text_input(_("Why (for the log)"), key=f"why-{stamp}")
        if st.form_submit_button(_("Save the edit"), type="primary"):
            made = editing.changes(before, after)
            if made and _recorded(lambda: on("edit", row, made, reviewer=reviews.who(), reason=reason)):
                st.rerun()
            elif not made:
                st.info(_("Nothing was changed."))
            else:
                st.rerun()


def _recorded(make: Callable[[], Decision], *, seen: int | None = None) -> bool:
    """Make a decision and record it, both faults said the same way; `seen` is what the reviewer saw, by default the
    state in which the page was drawn before this run.
    """
    try:
        decision = make()
    except ReviewError as fault:
        st.session_state.said = str(fault)
        return False
    return reviews.record(decision, seen=st.session_state.revision_shown if seen is None else seen)


def _merge(row: Row, rows: dict[str, Row]) -> None:
    others = [key for key, other in rows.items() if key != row["incident_id"] and other["review"] != "rejected"]
    with st.form("merging", border=False):
        st.multiselect(_("Same event as"), others, format_func=lambda key: name_of(rows[key]), key="merge_with")
        st.form_submit_button(_("Merge"), key="merge", on_click=_merge_now, args=(row, rows))


def _merge_now(row: Row, rows: dict[str, Row]) -> None:
    others = [rows[key] for key in st.session_state.merge_with]
    _recorded(lambda: on("merge", [row, *others], reviewer=reviews.who()), seen=st.session_state.revision)


def _split(row: Row) -> None:
    reports = row["reports"]
    if len(reports) < 2:  # noqa: PLR2004 -- one report cannot be split
        st.caption(_("The row has one report: there is nothing to split."))
        return
    key = f"split_{row['incident_id']}"
    with st.form("splitting", border=False):
        st.multiselect(
            _("Reports of another event"),
            range(len(reports)),
            # Short: a chip that fills the line moves the button away from under the pointer.
            format_func=lambda number: f"{number + 1}. {reports[number]['quote'][:40]}",
            key=key,
        )
        st.form_submit_button(_("Split off"), key="split", on_click=_split_now, args=(row, key))


def _split_now(row: Row, key: str) -> None:
    chosen = tuple(st.session_state[key])
    _recorded(lambda: split_off(row, chosen, reviewer=reviews.who()), seen=st.session_state.revision)


def _add(row: Row, result: Result) -> None:
    from geo.extracting import sentences

    held = {article.id: article for article in result.articles}
    told = row["reports"][0]["article_id"] if row["reports"] else next(iter(held), None)
    keys = list(held)
    key: str | None = st.selectbox(
        _("Article"),
        keys,
        index=keys.index(told) if told in held else 0,
        format_func=lambda name: held[name].title or name,
        key="add_article",
    )
    if key is None:
        return
    article = held[key]
    spans = [(s.start, s.end) for s in sentences.read(article).sentences]
    span = st.selectbox(
        _("Sentence"), spans, format_func=lambda s: article.text[s[0] : s[1]][:160], key=f"add_sentence-{key}"
    )
    sub = st.selectbox(_("What"), SUBTYPES, key="add_what")
    if st.button(_("Add the incident"), key="add_incident"):
        anchor = Anchor(article.id, article.sha256, span[0], span[1], article.text[span[0] : span[1]])
        decision = decide("add", [anchor], {"sub_event_type": sub, "modality": "occurred"}, reviewer=reviews.who())
        if reviews.record(decision, seen=st.session_state.revision_shown):
            from geo.reviewing.steps import added_id

            st.session_state.incident = added_id(decision)
        st.rerun()


def name_of(row: Row) -> str:
    """Return a row in a few words.

    >>> name_of({"date_start": "2018-09-04", "sub_event_type": "Attack", "place_name": None})
    '2018-09-04 · Attack'
    """
    parts = (row.get("date_start"), row.get("sub_event_type"), row.get("place_name"))
    return " · ".join(str(part) for part in parts if isinstance(part, str) and part)
