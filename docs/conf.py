"""How Sphinx makes the documentation; ``tools/build_docs.py`` calls it."""

import cptedu

project = "cptedu"
author = "cptedu contributors"
copyright = "cptedu contributors, MIT license"  # noqa: A001  (Sphinx's own name)
version = release = cptedu.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["parts/**"]
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "alphabetical"

html_theme = "furo"
html_title = f"cptedu {release}"
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_domain_indices = False
html_use_index = False
