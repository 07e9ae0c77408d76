"""The parts of the Streamlit app: the only place beside `streamlit_app.py` that knows Streamlit."""
