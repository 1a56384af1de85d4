"""The course as a folder for any web host: JupyterLite with everything that it loads, built from the installed package."""
