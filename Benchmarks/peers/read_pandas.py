"""Reads a CSV file with pandas, all columns, its defaults.    usage: read_pandas.py FILE"""
import json
import sys
import time

import pandas

start = time.perf_counter()
frame = pandas.read_csv(sys.argv[1])
print(json.dumps({"wall_s": time.perf_counter() - start, "sums": {"rows": len(frame)}}))
