"""How Sphinx makes the site: ``make site``."""

import sunkvm

project = "sunkvm"
copyright = "the authors of sunkvm"
release = version = sunkvm.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["man"]
html_theme = "furo"
html_title = f"sunkvm {version}"
nitpicky = False
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# Links to files of the repository; names that each façade has, such as Nlist.
suppress_warnings = ["myst.xref_missing", "myst.header", "ref.python"]
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_mock_imports = ["drgn"]
