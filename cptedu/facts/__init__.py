"""What is held, and the only readers of ``data/``: tables, sources, codes, regions, schedule, releases."""
