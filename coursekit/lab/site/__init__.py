"""The whole course as static files: JupyterLab and Python in the browser, with no server behind them.

`build.build_site` writes them, `distribution.assemble` fetches Python for a place without network, `serve` shows them.
"""
