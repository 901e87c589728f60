"""Compares the field numbers of our client with the descriptors that PySpark ships.

Needs pyspark, protobuf and googleapis-common-protos; ends with 0 where all agree.
"""

import importlib
import importlib.util
import re
import sys
import types
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "Sources/SparkConnect/FieldNumbers.swift"


def descriptors():
    """All messages of Spark Connect by their name, with those inside of them. Some share a name."""
    # Only the descriptors are wanted: the package itself would ask for pandas and pyarrow.
    root = Path(importlib.util.find_spec("pyspark").origin).parent
    for name in ["pyspark", "pyspark.sql", "pyspark.sql.connect"]:
        module = types.ModuleType(name)
        module.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = module
    files = [importlib.import_module(f"pyspark.sql.connect.proto.{name}_pb2")
             for name in ["base", "relations", "commands"]]
    files += [importlib.import_module(f"google.rpc.{name}_pb2")
              for name in ["status", "error_details"]]
    files.append(importlib.import_module("google.protobuf.any_pb2"))
    found = {}

    def add(message):
        found.setdefault(message.name, []).append(message)
        for inner in message.nested_types:
            add(inner)

    for file in files:
        for message in file.DESCRIPTOR.message_types_by_name.values():
            add(message)
    return found


def ours():
    """(message, field, number) of every case, the field in the words of the .proto files."""
    message = None
    for line in SOURCE.read_text().splitlines():
        if begin := re.match(r"enum (\w+)Field: Int", line):
            message = begin[1]
        elif (case := re.match(r"    case (\w+) = (\d+)", line)) and message:
            yield message, re.sub(r"[A-Z]", lambda c: "_" + c[0].lower(), case[1]), int(case[2])
        elif line == "}":
            message = None


def main():
    messages = descriptors()
    wrong = count = 0
    for message, name, number in ours():
        fields = [each.fields_by_name.get(name) for each in messages.get(message, [])]
        theirs = [field.number for field in fields if field]
        count += 1
        if theirs != [number]:
            wrong += 1
            print(f"{message}.{name}: ours {number}, Spark's {theirs}")
    kinds = messages["InterruptRequest"][0].enum_types_by_name["InterruptType"].values_by_name
    if kinds["INTERRUPT_TYPE_OPERATION_ID"].number != 3:
        wrong += 1
        print("InterruptType is not 3")
    print(f"{count} field numbers, {wrong} wrong")
    sys.exit(1 if wrong or not count else 0)


main()
