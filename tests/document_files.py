"""Small real files for the tests of readers: PDFs with text, Word documents, feeds."""

import io
from collections.abc import Sequence

import docx


def pdf(pages: Sequence[Sequence[str]], *, title: str | None = None, extra: str = "") -> bytes:
    """Return a PDF whose pages show these lines from the top."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj T*\n" for line in (li.replace("(", r"\(").replace(")", r"\)") for li in lines))
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td\n{shown}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< /Title ({title or ''}) >>")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    info = f"/Info {len(objects)} 0 R" if title else ""
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {info} {extra} >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def word(paragraphs: Sequence[str], *, heading: str | None = None) -> bytes:
    """Return a Word document of these paragraphs under a title."""
    document = docx.Document()
    if heading:
        document.add_heading(heading, level=0)
    for text in paragraphs:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Wire</title>
<item><title>Raids on Idlib &amp; Hama</title><link>https://wire.example/1</link>
<pubDate>Wed, 05 Sep 2018 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Air raids killed <b>13</b> civilians on Tuesday.</p><script>x()</script>
<p>Rebels shelled Aleppo.</p>]]></content:encoded></item>
<item><title>Second</title><link>javascript:alert(1)</link><description>Gunmen killed two in Kano.</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>
<entry><title>One</title><link href="https://post.example/1"/><updated>2020-01-02T03:04:05Z</updated>
<content type="html">&lt;p&gt;Shelling hit Donetsk.&lt;/p&gt;</content></entry></feed>"""
