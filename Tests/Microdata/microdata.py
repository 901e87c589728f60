"""Microdata as a statistical office meets them: see `run`."""
import contextlib
import csv
import io
import math
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import servers

PROGRAM = os.environ["UKLAD"]
passed = failed = skipped = 0


def expect(sentence, holds, detail=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {sentence}\n{detail}", file=sys.stderr)


def skip(sentence, reason):
    global skipped
    skipped += 1
    print(f"skipped: {sentence} ({reason})")


def uklad(*arguments, **options):
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("UKLAD_ENGINE")},
        "LC_ALL": "C.UTF-8", **options.pop("environment", {})}
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], text=True, capture_output=True, env=environment,
        timeout=600, **options)


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def region(folder, data, **settings):
    """A workspace of which the microdata lie in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    uklad("new", folder, "--empty")
    settings = {"path": f"{data}/establishments/*.parquet", **settings}
    lines = "".join(f"  {name}: {value}\n" for name, value in settings.items() if value)
    pathlib.Path(folder, "uklad.yaml").write_text(f"region: R01\nmicrodata:\n{lines}")
    return folder


def answers(folder, *engine):
    """What the questions say, by question."""
    questions = {
        "panel": ["panel"], "quotients": ["quotients", "--year", "2016"],
        "plants": ["plants", "--year", "2016"], "colocation": ["colocation", "--year", "2016"],
        "distances": "distances --activity A02 --year 2016 --within 20 --bins 10".split(),
        "concentration": "concentration --activity A02 --year 2016 --within 5".split(),
    }
    return {
        name: uklad("engine", "show", *words, "--format", "csv", *engine, "-C", folder)
        for name, words in questions.items()}


def embedded(work, data):
    folder = region(work / "region", data)
    info = uklad("engine", "info")
    expect("the embedded engine says who it is", "DuckDB" in info.stdout, info.stderr)

    run = uklad("run", "-C", folder)
    expect("a run takes the sums first", run.returncode == 0 and "added" in run.stderr, run.stderr)
    again = uklad("run", "-C", folder)
    expect("the same sums are the same run", again.stdout == run.stdout, again.stderr)
    expect("and change nothing", "0 figures added, 0 replaced, 0 gone" in again.stderr, again.stderr)
    observations = table((folder / "observations.csv").read_text())
    hidden = [row for row in observations if row["status"] == "Q"]
    expect("cells of few establishments are hidden", len(hidden) > 10, len(hidden))
    expect("a hidden cell has no figure", all(row["value"] == "" for row in hidden))
    counts = {
        (row["place"], row["activity"], row["year"]): float(row["value"])
        for row in observations if row["measure"] == "enterprises"}
    people = [row for row in observations if row["measure"] == "employment"]
    few = [
        row for row in people
        if counts[row["place"], row["activity"], row["year"]] < 3 and row["status"] != "Q"]
    expect("no cell of few establishments is shown", few == [], few[:3])
    lines = {}
    for row in people:
        for key in (row["place"], row["year"]), (row["activity"], row["year"]):
            lines.setdefault(key, []).append(row["status"] == "Q")
    alone = [key for key, marks in lines.items() if sum(marks) == 1 and len(marks) > 1]
    expect("no hidden cell stands alone in its row or column", alone == [], alone[:3])
    shown = uklad("show", "location-quotient", "--year", "2016", "--format", "csv", "-C", folder)
    expect("the stages work on the sums", len(table(shown.stdout)) > 20, shown.stderr)

    own = answers(folder)
    for name, answer in own.items():
        expect(f"{name} is answered", answer.returncode == 0, answer.stderr)
    panel = table(own["panel"].stdout)
    total = sum(int(row["establishments"]) for row in panel)
    made = sum(counts.values())
    expect("the panel has every row", total == made, (total, made))
    quotients = table(own["quotients"].stdout)
    expect(
        "hidden people have no quotient",
        all((row["people"] == "") == (row["location_quotient"] == "") for row in quotients))
    known = {
        (row["place"], row["activity"]): float(row["people"])
        for row in table(uklad(
            "engine", "show", "quotients", "--year", "2016", "--format", "csv", "-C",
            region(work / "open", data, least=1, largest=1)).stdout)}
    grand = sum(known.values())
    for row in quotients[:200]:
        if not row["people"]:
            continue
        place = sum(v for (p, _), v in known.items() if p == row["place"])
        activity = sum(v for (_, a), v in known.items() if a == row["activity"])
        expected = float(row["people"]) / place / (activity / grand)
        if not math.isclose(float(row["location_quotient"]), expected, rel_tol=1e-12):
            expect("a quotient is that of its definition", False, (row, expected))
            break
    else:
        expect("quotients are those of their definition", True)
    distances = table(own["distances"].stdout)
    expect("near pairs are more than far ones", int(distances[0]["pairs"]) > 5 * int(distances[-1]["pairs"]))
    m = float(table(own["concentration"].stdout)[0]["m"])
    expect("a planted cluster shows in M", m > 2, m)
    return run.stdout.strip(), own


def renewal(work, data, other):
    """Other data take the place of earlier ones, and what is gone is gone."""
    folder = region(work / "renewed", data)
    uklad("engine", "gather", "-C", folder)
    before = (folder / "observations.csv").read_text()
    region_settings = folder / "uklad.yaml"
    region_settings.write_text(region_settings.read_text().replace(str(data), str(other)))
    renewed = uklad("engine", "gather", "-C", folder)
    expect("other data are taken", renewed.returncode == 0, renewed.stderr)
    fresh = region(work / "fresh", other)
    uklad("engine", "gather", "-C", fresh)
    expect(
        "and leave what they alone would have left",
        (folder / "observations.csv").read_text() == (fresh / "observations.csv").read_text())
    expect("which differs", before != (fresh / "observations.csv").read_text())


def refusals(work, data):
    def refused(sentence, code, word, *arguments, folder=None, **options):
        target = folder or region(work / "wrong", data, **options.pop("settings", {}))
        before = {p: p.read_bytes() for p in target.rglob("*.csv")}
        answer = uklad(*arguments, "-C", target, **options)
        expect(
            sentence, answer.returncode == code and word in answer.stderr,
            f"{answer.returncode}: {answer.stderr}")
        expect(
            f"{sentence}: nothing is changed",
            before == {p: p.read_bytes() for p in target.rglob("*.csv")})
        expect(f"{sentence}: no trace", "Fatal" not in answer.stderr, answer.stderr)

    gather = ("engine", "gather")
    refused("no files", 65, "refused", *gather, settings={"path": f"{work}/nowhere/*.parquet"})
    refused("a wrong column", 65, "staff", *gather, settings={"people": "staff"})
    refused("a column in quotes", 64, "can't stand", *gather, settings={"people": '"\\"a b\\""'})
    refused("a text for people", 65, "", *gather, settings={"people": "place"})
    refused("two places", 65, "microdata.path or", *gather, settings={"table": "main.t"})
    refused("a least that is none", 65, "microdata.least", *gather, settings={"least": "few"})
    empty = work / "nothing"
    shutil.rmtree(empty, ignore_errors=True)
    uklad("new", empty, "--empty")
    refused("no microdata", 65, "names no microdata", *gather, folder=empty)
    refused("an engine with no microdata", 65, "names no microdata", "run", "--engine", "embedded", folder=empty)
    refused("no engine", 64, "is no engine", *gather, "--engine", "mysql://x")
    refused("a question without its year", 64, "--year", "engine", "show", "colocation")
    refused("a distance of nothing", 64, "--within", "engine", "show", "distances", "--activity", "A02", "--year", "2016", "--within", "0")
    # The sums themselves as data: people of hidden cells are absent in them.
    holes = work / "holes" / "establishments"
    holes.mkdir(parents=True, exist_ok=True)
    uklad(
        "engine", "show", "panel", "--format", "parquet", "-o", holes / "panel.parquet", "-C",
        region(work / "region-of-holes", data))
    refused(
        "establishments without people", 65, "without people", *gather,
        settings={"path": f"{holes}/*.parquet", "establishment": "establishments"})
    port = servers.free_port()
    start = time.monotonic()
    refused("a server that is down", 69, f"127.0.0.1:{port}", *gather, "--engine", f"spark://127.0.0.1:{port}")
    expect("is told within five seconds", time.monotonic() - start < 5)
    refused(
        "a token in the open", 77, "sparks://", *gather, "--engine", "spark://192.0.2.1:15002",
        environment={"UKLAD_ENGINE_TOKEN": "secret-of-ours"})


def same_on_server(work, data, name, address, run, own):
    """The same numbers to the last digit, and the same run."""
    folder = region(work / f"on-{name}", data)
    info = uklad("engine", "info", "--engine", address)
    expect(f"{name} says who it is", info.returncode == 0 and address.split("//")[1] in info.stdout, info.stderr)
    for question, answer in answers(folder, "--engine", address).items():
        expect(
            f"{question} on {name} is what it is here", answer.stdout == own[question].stdout,
            f"{answer.stderr}\n{answer.stdout[:500]}\n{own[question].stdout[:500]}")
    made = uklad("run", "-C", folder, environment={"UKLAD_ENGINE": address})
    expect(f"a run on {name} is the same run", made.stdout.strip() == run, made.stdout + made.stderr)
    wrong = uklad("engine", "gather", "--engine", address, "-C", region(work / "wrong", data, people="staff"))
    expect(
        f"a wrong column on {name} is named", wrong.returncode == 65 and "staff" in wrong.stderr,
        f"{wrong.returncode}: {wrong.stderr}")
    expect(f"without a stack trace on {name}", "\tat " not in wrong.stderr and wrong.stderr.count("\n") < 8, wrong.stderr)


def interrupted(work, data, address):
    """Ctrl-C ends the command, and nothing is half written."""
    folder = region(work / "stopped", data)
    before = {p: p.read_bytes() for p in folder.rglob("*.csv")}
    process = subprocess.Popen(
        [PROGRAM, "engine", "gather", "--engine", address, "-C", str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=60)
    whole = process.returncode == 0
    # Before it has begun to listen for it, the signal ends it as it ends any program.
    expect(
        "Ctrl-C ends a gathering", process.returncode in (0, 130, -signal.SIGINT),
        f"{process.returncode}: {words}")
    expect(
        "and leaves the workspace as it was, or whole",
        whole or before == {p: p.read_bytes() for p in folder.rglob("*.csv")})


def shards(work, data):
    folder = region(work / "sharded", data)
    plan = work / "plan"

    def made(name, count):
        answer = uklad(
            "shard", "plan", work / name, "--kernel", "density", "--year", "2016", "--reach", "20",
            "--replicates", "100", "--shards", count, "-C", folder)
        expect(f"a plan of {count} shards is made", answer.returncode == 0, answer.stderr)
        return int(answer.stdout or 0)

    whole = made("whole", 1)
    answer = uklad("shard", "run", work / "whole")
    expect("all shards are done", answer.returncode == 0, answer.stderr)
    expected = uklad("shard", "collect", work / "whole", "--format", "csv").stdout
    expect("and collected", expected.count("\n") > 50, expected[:300])

    count = made("plan", 4 * whole)
    expect("more shards were asked for", count > whole, (count, whole))
    gap = uklad("shard", "collect", plan)
    expect("a plan with gaps is refused", gap.returncode == 65 and "not done" in gap.stderr, gap.stderr)
    # Two hands at a time; some are killed and begun again.
    numbers = list(range(count))
    running = []
    killed = 0
    while numbers or running:
        while numbers and len(running) < 2:
            index = numbers.pop()
            running.append((index, subprocess.Popen(
                [PROGRAM, "shard", "run", str(plan), "--index", str(index)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)))
        index, process = running.pop(0)
        if killed < 5:
            time.sleep(0.02 * (killed + 1))
            process.kill()
            killed += 1
        if process.wait() != 0:
            numbers.append(index)
    collected = uklad("shard", "collect", plan, "--format", "csv")
    expect("the answer does not depend on the shards", collected.stdout == expected, collected.stderr)
    once = uklad("shard", "run", plan, "--index", 0)
    expect("what is done is left alone", "was done" in once.stderr, once.stderr)
    beyond = uklad("shard", "run", plan, "--index", count)
    expect("a shard beyond the plan is refused", beyond.returncode == 65, beyond.stderr)
    result = next((plan / "results").glob("0-*.csv"))
    shutil.copy(result, result.with_name("0-" + "0" * 32 + ".csv"))
    twice = uklad("shard", "collect", plan)
    expect("a result twice is refused", twice.returncode == 65 and "twice" in twice.stderr, twice.stderr)


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="uklad-microdata-"))
    try:
        def generated(name, *options):
            made = uklad(
                "bench", "generate", work / name, "--years", 3, "--regions", 8, "--activities", 12,
                "--towns", 40, *options)
            expect(f"{name} is generated", made.returncode == 0, made.stderr)
            return work / name

        data = generated("data", "--establishments", 6_000)
        other = generated("other", "--establishments", 5_000, "--seed", 2)
        run, own = embedded(work, data)
        renewal(work, data, other)
        refusals(work, data)
        shards(work, data)
        with servers.sail() as address:
            same_on_server(work, data, "Sail", address, run, own)
            interrupted(work, data, address)
        if shutil.which("java"):
            with servers.spark() as address:
                same_on_server(work, data, "Spark", address, run, own)
        else:
            skip("the same on Spark", "there is no Java")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"Microdata: {passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(failed > 0)


main()
