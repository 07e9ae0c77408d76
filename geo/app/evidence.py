"""Why this row is there: the quote in its article, the place as written and as resolved, the rules that fired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app.plain import bdi, definition, marked, plain, say
from geo.app.words import _, n_
from geo.pipeline import Result

if TYPE_CHECKING:
    import pandas as pd


CIRCLES_KM: Final = (5, 20, 50)


def card(row: pd.Series[Any], result: Result) -> None:
    """Show one incident: the quote that carries it, its facts, its other reports, places and reasons."""
    say(
        f"{row['sub_event_type']} · {row['modality']}" + (f" · {_('Earlier event')}" if row["background"] else ""),
        strong=True,
    )
    reports = row["reports"]
    _report(reports[0], 0, result)
    definition(facts(row))
    told = n_("{n} report", "{n} reports", len(reports))
    say(f"{told} · {row['grade']}: {row['grade_reason']}", muted=True)
    for number, report in enumerate(reports[1:], start=1):
        _report(report, number, result)
    _articles(reports, result)
    if _text(row["lon"]):
        _near(float(row["lon"]), float(row["lat"]))
    with st.expander(_("Why here?")):
        for reason in row["place_reasons"]:
            say(f"· {reason}")
        _candidates(row, result)
    with st.expander(_("Why this?")):
        for report in reports:
            say(f"rule {report['rule']} · {report['modality']} · {report['confidence']}")


def _near(lon: float, lat: float) -> None:
    """Offer to show only what lies around this place; the buttons set the filter panel's own state."""
    state = st.session_state
    say(_("Show only what lies within"), muted=True)
    for column, km in zip(st.columns(len(CIRCLES_KM)), CIRCLES_KM, strict=True):
        column.button(
            _("{km} km").format(km=km),
            key=f"near-{km}",
            on_click=state.__setitem__,
            args=("f_near", (round(lon, 4), round(lat, 4), float(km))),
        )


def facts(row: pd.Series[Any]) -> list[tuple[str, str]]:
    """Return the row's facts as label and value; empty values are left out by the caller."""
    return [
        (_("When"), when(row)),
        (_("Where"), where(row)),
        (_("As written"), _text(row["place_text"])),
        (_("Who"), " → ".join(filter(None, (_text(row["actor1"]), _text(row["actor2"])))) or ""),
        (_("Target"), _text(row["target_type"])),
        (_("Killed"), _toll(row)),
        (_("Injured"), _number(row["injured"])),
        (_("Displaced"), _number(row["displaced"])),
        (_("Control"), _text(row["zone_note"])),
        (_("Review"), _("unreviewed machine extraction") if row["review"] == "auto" else _text(row["review"])),
    ]


def when(row: pd.Series[Any]) -> str:
    """Return the date in words, with its precision."""
    start, end = _text(row["date_start"]), _text(row["date_end"])
    if not start:
        return _("not dated")
    span = start if start == end or not end else _("{first} to {last}").format(first=start, last=end)
    told = _text(row["date_text"])
    return f"{span} (“{told}”)" if told else span


def where(row: pd.Series[Any]) -> str:
    """Return the resolved place in words, with its uncertainty in km."""
    name = _text(row["place_name"])
    if not name:
        return _("not placed")
    parts = dict.fromkeys(filter(None, (name, _text(row["admin1"]), _text(row["country_name"]))))
    radius = row["uncertainty_km"]
    sure = f" ± {float(radius):.0f} km" if _text(radius) and float(radius) >= 1 else ""
    return ", ".join(parts) + sure


def _toll(row: pd.Series[Any]) -> str:
    killed = _number(row["fatalities"])
    if not killed:
        return ""
    low, high = _number(row["fatalities_low"]), _number(row["fatalities_high"])
    span = f" ({low}-{high})" if low and high and low != high else ""
    children = _number(row["children_killed"])
    return f"{killed}{span}" + (_(", {n} of them children").format(n=children) if children else "")


def _report(report: dict[str, Any], number: int, result: Result) -> None:
    """Show the quote highlighted among the words around it, who says so, and the whole article on demand."""
    article = next((a for a in result.articles if a.id == report["article_id"]), None)
    start, end = report["quote_start"], report["quote_end"]
    source = f"[{report['outlet'] or report['article_id']}, {report['published'] or 'undated'}]"
    said = f"— {report['attribution']} " if report["attribution"] else ""
    shown = excerpt(article.text, start, end) if article else bdi(report["quote"])
    st.html(
        '<blockquote dir="auto" style="margin:.3rem 0;padding-left:.6rem;border-left:3px solid #0072B2;'
        f'font-size:.92rem;white-space:pre-line">{shown}'
        f'<footer style="opacity:.75;font-size:.84rem;margin-top:.3rem">{bdi(said)}{bdi(source)}</footer></blockquote>'
    )
    url = str(report["url"] or "")
    if url.startswith(("https://", "http://")):
        st.link_button(_("Open the source"), url, key=f"source-{number}")


def _articles(reports: list[dict[str, Any]], result: Result) -> None:
    """Offer each article whole, with the first quote from it marked."""
    spans: dict[str, tuple[int, int]] = {}
    for report in reports:
        spans.setdefault(report["article_id"], (report["quote_start"], report["quote_end"]))
    for article in result.articles:
        if article.id not in spans:
            continue
        with st.expander(_("Whole article") + (f": {plain(article.title)}" if article.title else "")):
            st.html(
                '<div dir="auto" style="white-space:pre-wrap;max-height:26rem;overflow:auto;font-size:.9rem">'
                f"{marked(article.text, *spans[article.id])}</div>"
            )


def excerpt(text: str, start: int, end: int, *, around: int = 140) -> str:
    """Return HTML of a quote, marked, with the words of its paragraph before and after it.

    >>> excerpt("one two three four", 8, 13, around=5).replace("<mark", "|").replace("</mark>", "|").split("|")[::2]
    ['… two ', ' four']
    """
    paragraph = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    first, last = paragraph[0], paragraph[1] if paragraph[1] >= 0 else len(text)
    low, high = max(start - around, first), min(end + around, last)
    if low > first:
        low = next((at + 1 for at in range(low, start) if text[at].isspace()), start)
    if high < last:
        high = next((at for at in range(high, end, -1) if text[at].isspace()), end)
    body = marked(text[low:high], start - low, end - low)
    return ("… " if low > first else "") + body + (" …" if high < last else "")


def _candidates(row: pd.Series[Any], result: Result) -> None:
    """List the places that the name could also have meant, from the mention behind the row."""
    mentions = result.mentions
    spans = {report["article_id"]: (report["quote_start"], report["quote_end"]) for report in row["reports"]}
    for mention in mentions[mentions["place_id"] == row["place_id"]].itertuples():
        span = spans.get(mention.article_id)
        if span is None or not span[0] <= mention.start < span[1]:
            continue
        for reason in mention.reasons:
            say(f"· {reason}")
        rejected = [c for c in mention.candidates if c["place_id"] != row["place_id"]]
        if rejected:
            say(_("Also considered:"), muted=True)
        for other in rejected[:5]:
            say(f"{other['name']} ({other['place_id']}), score {other['score']:.2f}", muted=True)
        return


def _text(value: Any) -> str:  # noqa: ANN401 -- a table cell
    """Return a cell as text, empty where the table has none."""
    import pandas as pd

    return "" if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) else str(value)


def _number(value: Any) -> str:  # noqa: ANN401 -- a table cell
    text = _text(value)
    return f"{int(float(text)):,}" if text else ""
