"""`dateline explain`: why these rows and no others."""

from __future__ import annotations

import click

from geo.cli.talking import put_line, refused, say


@click.command(epilog="Example: dateline explain data/articles/000.txt")
@click.argument("file")
def explain(file: str) -> int:
    """Tell sentence by sentence what was found in an article, what was rejected, and by which rule.

    FILE is an article, a folder of them, or - for JSON lines on standard input.
    """
    from geo.reading.articles import read

    reading = read(file)
    status = refused(reading.refused)
    if not reading.articles:
        say("no article could be read")
        return 1
    import gazetteer
    from geo.explain import explain as lines

    gaz = gazetteer.load()
    for number, article in enumerate(reading.articles):
        if number:
            put_line("")
        for line in lines(article, gaz):
            put_line(line)
    return status
