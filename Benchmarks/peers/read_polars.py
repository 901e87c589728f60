"""Reads a CSV file with polars, all columns, its defaults.    usage: read_polars.py FILE"""
import json
import sys
import time

import polars

start = time.perf_counter()
frame = polars.read_csv(sys.argv[1])
print(json.dumps({"wall_s": time.perf_counter() - start, "sums": {"rows": len(frame)}}))
