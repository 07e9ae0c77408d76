"""A model of the user's own: what it says is checked against the article. A real server on this machine speaks."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import pipeline
from geo.cli import main
from geo.modelling.endpoint import Caps, Endpoint, drafts_of
from geo.modelling.entities import Entities
from geo.modelling.seam import DraftIncident, ModelError, checked
from geo.reading.article import Article

STRIKE = "Air/drone strike"
TEXT = (
    "The monitor said on Wednesday that the year was hard.\n\n"
    "Iron birds visited the city of Aleppo on Tuesday, and three civilians were buried by evening.\n\n"
    "Rebels shelled the town of Salma on Monday, killing two civilians, officials said.\n"
)
ARTICLE = Article(id="a", text=TEXT, published="2018-09-05")
ROW: dict[str, Any] = {
    "quote": "Iron birds visited the city of Aleppo on Tuesday",
    "trigger": "Iron birds visited",
    "sub_event_type": STRIKE,
    "modality": "occurred",
    "background": False,
    "actor1": None,
    "actor2": None,
    "place": "Aleppo",
}
Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class Served:
    """An OpenAI-compatible server with the answers that a test gives it."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[tuple[dict[str, str], dict[str, Any]]] = []
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                served.asked.append((dict(self.headers), body))
                assert self.path == "/v1/chat/completions"
                served.answers[min(len(served.asked), len(served.answers)) - 1](self, body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
                """Say nothing."""

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hangs up is what is tested."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=lambda: self.server.serve_forever(poll_interval=0.02), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def model(self, **caps: Any) -> Endpoint:  # noqa: ANN401 -- any of the caps
        return Endpoint("tiny", self.url, "secret-key", replace(Caps(seconds=5.0), **caps))


@pytest.fixture
def served() -> Iterator[Served]:
    one = Served()
    yield one
    one.server.shutdown()
    one.server.server_close()


def raw(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, _asked: dict[str, Any]) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def says(content: object) -> Answer:
    text = content if isinstance(content, str) else json.dumps(content)
    return raw(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode())


def rows(*changes: dict[str, Any]) -> Answer:
    return says({"incidents": [{**ROW, **change} for change in changes]})


def test_a_model_adds_what_the_rules_miss_and_the_rules_date_place_and_count_it(served: Served) -> None:
    served.answers = [rows({})]
    plain = pipeline.run([ARTICLE])
    result = pipeline.run([ARTICLE], model=served.model())
    assert len(result.incidents) == len(plain.incidents) + 1
    (added,) = [row for row in result.incidents.to_dict("records") if row["reports"][0]["rule"] == "model:openai:tiny"]
    assert (added["sub_event_type"], added["place_name"], added["date_start"]) == (STRIKE, "Aleppo", "2018-09-04")
    report = added["reports"][0]
    assert report["quote"] == TEXT[report["quote_start"] : report["quote_end"]]
    assert TEXT[report["trigger_start"] : report["trigger_end"]] == ROW["trigger"]
    assert result.refused == ()
    headers, body = served.asked[0]
    assert headers["Authorization"] == "Bearer secret-key"
    assert body["response_format"]["json_schema"]["strict"] is True
    assert TEXT in body["messages"][1]["content"]


def test_the_rules_row_stands_where_a_model_says_the_same(served: Served) -> None:
    shelling = "Shelling/artillery/missile attack"
    told = {"quote": "Rebels shelled the town of Salma", "trigger": "shelled", "sub_event_type": shelling}
    served.answers = [rows(told, {**told, "sub_event_type": STRIKE})]
    plain, result = pipeline.run([ARTICLE]), pipeline.run([ARTICLE], model=served.model())
    assert result.incidents["incident_id"].tolist() == plain.incidents["incident_id"].tolist()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quote": "Jets bombed the city of Hama"}, "its quote 'Jets bombed the city of Hama' is not in the article"),
        ({"quote": ""}, "its quote '' is not in the article"),
        ({"quote": 7}, "its quote '' is not in the article"),
        ({"trigger": "bombed"}, "its trigger 'bombed' is not in its quote"),
        ({"sub_event_type": "Alien landing"}, "its type 'Alien landing' is none"),
        ({"sub_event_type": ["x"]}, "its type '' is none"),
        ({"modality": "maybe"}, "its modality 'maybe' is none"),
    ],
)
def test_what_the_article_does_not_say_is_dropped_and_told(served: Served, change: dict[str, Any], words: str) -> None:
    served.answers = [rows(change)]
    result = pipeline.run([ARTICLE], model=served.model())
    (fault,) = result.refused
    assert f"a: model openai:tiny: a row was dropped: {words}" in str(fault)
    assert len(result.incidents) == len(pipeline.run([ARTICLE]).incidents)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (says("I cannot help with that."), "no JSON of the schema"),
        (says('{"incidents": [{"quote": "Iron bi'), "no JSON of the schema"),
        (says('{"incidents": {}}'), "no JSON of the schema"),
        (says("[" * 100_000), "no JSON of the schema"),
        (raw(b"<html>"), "not of the OpenAI form"),
        (raw(b'{"choices": []}'), "not of the OpenAI form"),
        (raw(b'{"choices": [{"message": {"content": null}}]}'), "without words"),
        (raw(b"{}", 401), "the endpoint answers 401"),
        (raw(b"", 302, Location="http://127.0.0.1:9/"), "the endpoint answers 302"),
        (raw(b" " * 2_100_000), "has no end"),
        (says({"incidents": [1, None, "x"]}), "a row was dropped"),
    ],
)
def test_answers_that_make_no_sense_leave_the_rules_rows(served: Served, answer: Answer, words: str) -> None:
    served.answers = [answer]
    result = pipeline.run([ARTICLE], model=served.model())
    assert words in str(result.refused[0])
    assert "secret-key" not in str(result.refused)
    assert len(result.incidents) == len(pipeline.run([ARTICLE]).incidents)


def test_a_busy_endpoint_is_asked_again_and_not_for_ever(served: Served) -> None:
    served.answers = [raw(b"", 429, Retry_After="0"), raw(b"", 503, Retry_After="0"), rows({})]
    assert len(served.model()(ARTICLE)) == 1
    assert len(served.asked) == 3
    served.answers = [raw(b"", 503, Retry_After="0")]
    with pytest.raises(ModelError, match="503 again and again"):
        served.model(retries=2)(ARTICLE)
    assert len(served.asked) == 6
    served.answers = [raw(b"", 503, Retry_After="3600")]
    with pytest.raises(ModelError, match="503 again and again"):
        served.model(seconds=1.0)(ARTICLE)


def test_a_slow_answer_ends_with_the_clock(served: Served) -> None:
    def drip(handler: BaseHTTPRequestHandler, _asked: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b" ")
            time.sleep(0.05)

    served.answers = [drip]
    began = time.monotonic()
    with pytest.raises(ModelError, match="no answer within"):
        served.model(seconds=0.4)(ARTICLE)
    assert time.monotonic() - began < 2.0


def test_caps_on_articles_and_size(served: Served) -> None:
    served.answers = [says({"incidents": []})]
    model = served.model(articles=1, characters=20)
    assert list(model(ARTICLE)) == []
    assert TEXT[:20] in served.asked[0][1]["messages"][1]["content"]
    assert TEXT[:21] not in served.asked[0][1]["messages"][1]["content"]
    with pytest.raises(ModelError, match="which is the cap"):
        model(ARTICLE)


def test_the_environment_names_the_endpoint() -> None:
    with pytest.raises(ModelError, match="set DATELINE_MODEL_URL"):
        Endpoint.from_environment("m", {})
    with pytest.raises(ModelError, match="not https"):
        Endpoint.from_environment("m", {"OPENAI_BASE_URL": "http://models.example/v1"})
    with pytest.raises(ModelError, match="no address"):
        Endpoint.from_environment("m", {"DATELINE_MODEL_URL": "file:///etc/passwd"})
    made = Endpoint.from_environment("m", {"OPENAI_BASE_URL": "https://models.example/v1", "OPENAI_API_KEY": "k"})
    assert (made.url, made.key, "k'" in repr(made)) == ("https://models.example/v1", "k", False)


def test_a_model_that_raises_stops_nothing() -> None:
    def broken(_article: Article) -> list[DraftIncident]:
        raise ZeroDivisionError

    result = pipeline.run([ARTICLE], model=broken)
    assert "model broken: failed (ZeroDivisionError" in str(result.refused[0])
    assert len(result.incidents) == len(pipeline.run([ARTICLE]).incidents)


def test_spacy_entities_that_name_an_event_type() -> None:
    import spacy
    from spacy.pipeline import EntityRuler

    pipe = spacy.blank("en")
    pipe.add_pipe("sentencizer")
    ruler = pipe.add_pipe("entity_ruler")
    assert isinstance(ruler, EntityRuler)
    ruler.add_patterns([{"label": STRIKE, "pattern": "Iron birds"}, {"label": "GPE", "pattern": "Aleppo"}])
    result = pipeline.run([ARTICLE], model=Entities("spacy:mine", pipe))
    (added,) = [row for row in result.incidents.to_dict("records") if row["reports"][0]["rule"] == "model:spacy:mine"]
    assert (added["sub_event_type"], added["place_name"]) == (STRIKE, "Aleppo")
    with pytest.raises(ModelError, match="no pipeline 'none_such'"):
        Entities.load("none_such")


def test_the_command_line_takes_a_model(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served.answers = [rows({})]
    monkeypatch.setenv("DATELINE_MODEL_URL", served.url)
    file, out = tmp_path / "a.txt", tmp_path / "rows.jsonl"
    file.write_text(f"---\nid: a\npublished: 2018-09-05\n---\n{TEXT}")
    assert main(["extract", str(file), "--out", str(out), "--model", "openai:tiny"]) == 0
    assert "model:openai:tiny" in out.read_text()
    assert main(["extract", str(file), "--out", str(out), "--model", "oracle:x"]) == 2
    assert "is unknown; use openai:NAME or spacy:NAME" in capsys.readouterr().err


@given(st.text(max_size=60), st.text(max_size=20), st.sampled_from([STRIKE, "", "x"]))
def test_any_answer_is_kept_only_if_its_words_stand_in_the_article(quote: str, trigger: str, kind: str) -> None:
    for row in (DraftIncident(quote=quote, trigger=trigger, sub_event_type=kind),):
        kept, dropped = checked(ARTICLE, [row])
        assert len(kept) + len(dropped) == 1
        for one in kept:
            assert TEXT[slice(*one.quote)] == quote
            assert TEXT[slice(*one.trigger)] == trigger


@given(
    st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_any_json_is_drafts_or_a_fault(value: object) -> None:
    for content in (json.dumps(value), json.dumps({"incidents": value})):
        try:
            drafts_of(content)
        except ModelError:
            continue
