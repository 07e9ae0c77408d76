"""The Streamlit app. Start it with `dateline app`, or `streamlit run streamlit_app.py`."""

from geo.app.shell import show

show()
