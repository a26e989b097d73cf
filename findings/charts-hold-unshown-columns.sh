#!/usr/bin/env bash
# A chart of two columns holds the third, in a page that is sent around, with three of five libraries; a hidden column is in one of three tables.
#
# Versions: altair 6.3.0, bokeh 3.9.2, pydeck 0.9.3, plotly 7.1.0, lets-plot 4.11.0, itables 2.9.1, great-tables 1.1.0, pandas 3.1.1 (PyPI), each
#   writing a page by its defaults.
# Expected: a chart says which columns it draws, so a page with the chart has these. A table that hides a column does not have it.
# Seen (2026-12-01): Altair, Bokeh (given the frame as `source`) and pydeck write all columns of the frame into the page as text; Plotly Express and
#   lets-plot those that are drawn. Altair writes also the rows that `transform_filter` leaves out. A column that itables hides is in its
#   page, one that great-tables or the Styler of pandas hides is not.
# Why it matters: frames come out of a query that took `*`, or out of a log, and the page goes to people who may see the chart. On the screen
#   nothing tells of the other columns, and no code names them. To select columns before drawing is all it takes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work

python3 -m venv env
env/bin/pip install -qq altair==6.3.0 bokeh==3.9.2 pydeck==0.9.3 plotly==7.1.0 lets-plot==4.11.0 itables==2.9.1 great-tables==1.1.0 \
    pandas==3.1.1

cat > pages.py <<'END'
"""Writes a page of one frame with each library and says which of its values are there."""

import pandas

FRAME = pandas.DataFrame(
    {
        "day": ["monday", "tuesday"],
        "count": [10, 20],
        "east": [13.4, 2.3],
        "north": [52.5, 48.9],
        "token": ["token-one", "token-two"],
    }
)


def altair():
    import altair

    return altair.Chart(FRAME).mark_bar().encode(x="day", y="count").to_html()


def altair_filtered():
    import altair

    chart = altair.Chart(FRAME[["day", "count"]]).mark_bar().encode(x="day", y="count")
    return chart.transform_filter("datum.day == 'monday'").to_html()


def bokeh():
    from bokeh.embed import file_html
    from bokeh.plotting import figure
    from bokeh.resources import CDN

    plot = figure(x_range=list(FRAME.day))
    plot.vbar(x="day", top="count", source=FRAME)
    return file_html(plot, CDN)


def pydeck():
    import pydeck

    layer = pydeck.Layer("ScatterplotLayer", FRAME, get_position=["east", "north"])
    return pydeck.Deck(layers=[layer]).to_html(as_string=True)


def plotly():
    import plotly.express

    return plotly.express.bar(FRAME, x="day", y="count").to_html(include_plotlyjs=False)


def lets_plot():
    from lets_plot import aes, geom_bar, ggplot

    plot = ggplot(FRAME, aes("day", "count")) + geom_bar(stat="identity")
    plot.to_html("lets-plot.html")
    return open("lets-plot.html").read()


def itables():
    from itables import to_html_datatable

    hidden = [{"targets": [FRAME.columns.get_loc("token") + 1], "visible": False}]
    return to_html_datatable(FRAME, columnDefs=hidden, showIndex=True)


def great_tables():
    from great_tables import GT

    return GT(FRAME).cols_hide(["token"]).as_raw_html()


def styler():
    return FRAME.style.hide(axis="columns", subset=["token"]).to_html()


for write in (altair, altair_filtered, bokeh, pydeck, plotly, lets_plot, itables, great_tables, styler):
    page = write()
    assert "monday" in page or "52.5" in page
    print(f"{write.__name__}:", *(word for word in ("tuesday", "token-two") if word in page))
END
cat > expected <<'END'
altair: tuesday token-two
altair_filtered: tuesday
bokeh: tuesday token-two
pydeck: tuesday token-two
plotly: tuesday
lets_plot: tuesday
itables: tuesday token-two
great_tables: tuesday
styler: tuesday
END
env/bin/python pages.py 2> log | tee seen || { cat log >&2; exit 1; }
diff expected seen >&2 || { echo "Changed: charts and tables hold other columns now." >&2; exit 1; }
