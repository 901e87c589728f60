"""Follows tutorials as a reader would.

Every ```sh block is typed into one shell, in order, in an empty folder, with `uklad` on the PATH; a
command that fails ends the tutorial. A ```text block right after it is what the reader is told to see:
it has to stand in the output, line by line, where a line `…` stands for any number of lines.

With UKLAD_WRITE_SNAPSHOTS=1 the ```text blocks are written anew from what was printed.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.M | re.S)


def blocks(text):
    """(kind, body, span) of each block."""
    return [(m.group(1), m.group(2), m.span(2)) for m in BLOCK.finditer(text)]


def matches(expected, printed):
    """Whether the lines expected are the lines printed, `…` standing for any of them."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()) + r"[ ]*\n"
        for line in expected.splitlines())
    return re.fullmatch(pattern, printed if printed.endswith("\n") else printed + "\n") is not None


def follow(path, folder, environment):
    text = path.read_text()
    found = blocks(text)
    failures, replaced = [], []
    for position, (kind, body, span) in enumerate(found):
        if kind != "sh":
            continue
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", body], cwd=folder, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
        if done.returncode != 0:
            failures.append(f"{path}: this fails ({done.returncode}):\n{body}{done.stdout}{done.stderr}")
            break
        if position + 1 < len(found) and found[position + 1][0] == "text":
            expected, span = found[position + 1][1:]
            if not matches(expected, done.stdout):
                failures.append(f"{path}: after\n{body}was expected\n{expected}and printed\n{done.stdout}")
                replaced.append((span, done.stdout))
    if os.environ.get("UKLAD_WRITE_SNAPSHOTS") == "1" and replaced:
        for (start, end), new in reversed(replaced):
            text = text[:start] + "\n".join(l.rstrip() for l in new.splitlines()) + "\n" + text[end:]
        path.write_text(text)
    return failures


def main():
    program = pathlib.Path(os.environ["UKLAD"]).resolve()
    failed = passed = 0
    for name in sys.argv[1:]:
        path = pathlib.Path(name).resolve()
        with tempfile.TemporaryDirectory() as folder:
            russian = path.name.endswith(".ru.md")
            environment = dict(
                os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", COLUMNS="100",
                LC_ALL="ru_RU.UTF-8" if russian else "C.UTF-8")
            failures = follow(path, folder, environment)
        for failure in failures:
            print(f"FAILED: {failure}", file=sys.stderr)
        failed += bool(failures)
        passed += not failures
    print(f"Tutorials: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
