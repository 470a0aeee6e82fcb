"""How Sphinx builds these pages; scripts/docs runs it, on a copy that has what is generated."""

project = "cvtool"
html_title = "cvtool"
extensions = ["myst_parser"]
myst_heading_anchors = 4
html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False


def setup(app):
    from pygments.lexers import HtmlLexer

    app.add_lexer("go-html-template", HtmlLexer)  # as the sites call it that colour it
