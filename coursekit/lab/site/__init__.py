"""The whole course as static files: JupyterLab and Python in the browser, no server behind them."""

from coursekit.lab.site.build import build_site

__all__ = ["build_site"]
