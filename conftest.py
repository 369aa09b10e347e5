"""Modules that need an extra are collected for their examples only where the extra is installed."""

from importlib.util import find_spec

collect_ignore_glob: list[str] = []
if find_spec("pyarrow") is None or find_spec("duckdb") is None:
    collect_ignore_glob.append("topics/scale/*")
if find_spec("pyspark") is None:
    collect_ignore_glob += ["topics/spark.py", "topics/scale/spark/*.py"]
