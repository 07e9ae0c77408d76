"""Streamlit's server with the first screen made ready while the browser opens: `python -m geo.app.serve run FILE …`."""

from __future__ import annotations

from geo.app import warm


def main() -> None:
    """Get ready in the background and hand over to Streamlit's own command line."""
    warm.start()
    from streamlit.web.cli import main as streamlit

    streamlit()


if __name__ == "__main__":
    main()
