"""The program as a person, an unlucky person and a hostile machine meet it.

UKLAD is the program, UKLAD_KILLS how often it is killed (100), UKLAD_ROUNDS how often a run is
repeated for its bytes (20).
"""
import csv
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ["UKLAD"]
SEED = int(os.environ.get("UKLAD_SEED", random.SystemRandom().randrange(2**32)))
RANDOM = random.Random(SEED)
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


def uklad(*arguments, language="C.UTF-8", before=(), **options):
    environment = dict(os.environ, LC_ALL=language, **options.pop("environment", {}))
    return subprocess.run(
        [*before, PROGRAM, *map(str, arguments)], text=True, capture_output=True, env=environment,
        timeout=600, **options)


def tree(folder):
    """The hash of every file below a folder, by name."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def write_rows(path, table):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def keep(path, wanted):
    """Keeps the heading and the rows for which `wanted` holds, given as dictionaries."""
    table = rows(path)
    write_rows(path, [table[0]] + [r for r in table[1:] if wanted(dict(zip(table[0], r)))])


def small_workspace(folder):
    """Fourteen regions of the sample, two years of one classification, and quick simulations."""
    uklad("new", folder, "--sample", "kuzbass")
    table = rows(folder / "places.csv")
    code, level, panel = (table[0].index(name) for name in ("code", "level", "in_panel"))
    chosen = {row[code] for row in table if row[level] == "region" and row[panel] == "1"}
    chosen = set(sorted(chosen)[::7]) | {"RU-KEM", "RU-TOM"}
    for row in table[1:]:
        if row[level] == "region":
            row[panel] = str(int(row[code] in chosen))
    write_rows(folder / "places.csv", table)
    keep(folder / "observations.csv",
         lambda r: r["place"] in chosen and r["year"] in ("2021", "2022") and r["measure"] in (
             "value_added_share", "grp", "population"))
    for name in ("production", "shipments", "input_output", "trade", "establishments"):
        if (folder / f"{name}.csv").exists():
            keep(folder / f"{name}.csv", lambda r: False)
    settings = folder / "uklad.yaml"
    settings.write_text(settings.read_text() + QUICK)
    return folder


QUICK = "\nspecialisation:\n  bootstrapReplicates: 99\n  simulationReplicates: 99\n"


def first_use(work):
    folder = work / "my region"
    made = uklad("new", folder, "--sample", "kuzbass")
    expect("a workspace is made from the sample", made.returncode == 0, made.stderr)
    expect("an existing workspace is not overwritten",
           uklad("new", folder, "--sample", "kuzbass").returncode == 73)
    checked = uklad("check", "-C", folder)
    expect("the sample has no problem", checked.returncode == 0, checked.stderr)
    before = tree(folder)
    first = uklad("run", "-C", folder)
    expect("it runs", first.returncode == 0, first.stderr)
    name = first.stdout.strip()
    expect("a run has a name of twelve digits", re.fullmatch("[0-9a-f]{12}", name) is not None, name)
    after = tree(folder)
    expect("a run changes nothing outside runs/", before == {
        key: value for key, value in after.items() if not key.startswith("runs/")})
    again = uklad("run", "-C", folder)
    expect("a second run finds the first", again.stdout == first.stdout, again.stdout + again.stderr)

    projects = folder / "projects.csv"
    if projects.exists():
        table = rows(projects)
        write_rows(projects, [row for row in table if row[0] != "azot2"])
        spared = uklad("run", "-C", folder)
        expect("a change in a table that four stages read makes a new run",
               spared.returncode == 0 and spared.stdout != first.stdout, spared.stderr)
        expect("and only those stages are computed", "Computed 27 tables, took over" in spared.stderr, spared.stderr)
        write_rows(projects, table)
    changed = uklad("run", "-C", folder, "--set", "specialisation.reference=rest")
    counts = re.search(r"Computed (\d+) tables, took over (\d+)", changed.stderr)
    expect("a changed setting is computed, but for stages that do not have it",
           counts and int(counts[1]) > 100 and int(counts[2]) == 102, changed.stderr)
    compared = uklad("compare", name, "latest", "-C", folder)
    expect("two runs are compared", compared.returncode == 0, compared.stderr)
    expect("and the setting is named as the cause",
           "specialisation.reference: all → rest" in compared.stdout, compared.stdout)
    listed = uklad("show", "runs", "-C", folder, "--format", "csv")
    expect("runs are listed, the latest first",
           listed.stdout.splitlines()[1].startswith(changed.stdout.strip()), listed.stdout)
    uklad("run", "-C", folder)
    return folder, name


def showing(folder):
    shown = uklad("show", "location-quotient", "-C", folder, "--year", 2022, "--format", "json")
    found = {row["activity"]: row["value"] for row in json.loads(shown.stdout)}
    # 2.88 with the published shares of Russia, 2.887 with the sum of its regions.
    expect("the location quotient of mining in 2022 is 2.88", abs(found["okved2:B"] - 2.88) < 0.01,
           str(found))
    explained = uklad(
        "explain", "location-quotient", "--activity", "B", "--year", 2022, "-C", folder,
        "--format", "json")
    expect("it is explained", explained.returncode == 0, explained.stderr)
    answer = json.loads(explained.stdout)
    expect("the explanation gives the number again",
           abs(answer["recomputed"] / answer["value"] - 1) < 1e-12, explained.stdout[:2000])
    expect("it names published sources", len(answer["sources"]) > 0)

    def leaves(origin):
        if origin is None:
            return
        if "table" in origin:
            yield origin
        for part in origin.get("inputs", []):
            yield from leaves(part["origin"])

    found = [leaf for part in answer["inputs"] for p in part["parts"] for leaf in leaves(p["origin"])]
    expect("it goes down to rows of the workspace", len(found) > 2, explained.stdout[:2000])
    for leaf in found[:200]:
        table = rows(folder / f"{leaf['table']}.csv")
        row = dict(zip(table[0], table[leaf["row"] - 1]))
        if leaf.get("value") is not None and abs(float(row["value"]) - leaf["value"]) > 0:
            expect("the row named holds the number", False, str(leaf))
            break
    else:
        expect("the row named holds the number", True)
    for language in ("C.UTF-8", "ru_RU.UTF-8"):
        for format in ("table", "csv", "json", "markdown"):
            done = uklad("show", "location-quotient", "-C", folder, "--format", format,
                         language=language)
            expect(f"show speaks {format} in {language}", done.returncode == 0 and done.stdout,
                   done.stderr)
    methods = uklad("show", "methods", "--format", "csv").stdout.splitlines()[1:]
    expect("there are methods", len(methods) > 20, str(len(methods)))


def no_bad_numbers(folder):
    pattern = re.compile(rb"(?<![A-Za-z])(nan|inf|infinity|1e308|1\.79769\d*e\+?308)(?![A-Za-z])", re.I)
    for path in sorted((folder / "runs").rglob("*.csv")) + sorted((folder / "reports").glob("*.html")):
        if "inputs" in path.parts:
            continue
        found = pattern.search(path.read_bytes())
        if found:
            expect("no output holds NaN or infinity", False, f"{path}: {found.group()}")
            return
    expect("no output holds NaN or infinity", True)


def clusters(work, folder):
    """What the sample's clusters and towns answer, and what more data would add to it."""
    def values(name, method, *options):
        shown = uklad("show", method, "--format", "csv", "-C", name, "--all-places", *options)
        expect(f"{method} is shown", shown.returncode == 0, shown.stderr)
        return list(csv.DictReader(shown.stdout.splitlines()))

    found = values(folder, "agglomerations")
    cores = {row["place"]: float(row["value"]) for row in found if row["component"] == "development"}
    expect("Kuzbass has two agglomerations, the southern more developed",
           set(cores) == {"RU-KEM-kemerovo", "RU-KEM-novokuznetsk"}
           and cores["RU-KEM-novokuznetsk"] > 5 > cores["RU-KEM-kemerovo"], str(cores))
    expect("a town of an agglomeration is its object", any(
        row["object"] == "RU-KEM-prokopyevsk" and row["place"] == "RU-KEM-novokuznetsk" for row in found))
    states = {row["object"]: row["value"]
              for row in values(folder, "region-clusters", "--place", "RU-KEM", "--classification", "okved2")
              if row["component"] == "state"}
    expect("the cluster around mining exists", states.get("okved2:B") == "2", str(states))
    explained = uklad("explain", "agglomerations", "--place", "RU-KEM-novokuznetsk", "--object",
                      "RU-KEM-prokopyevsk", "--component", "minutes", "-C", folder)
    expect("minutes that are assumed say so",
           explained.returncode == 0 and "assumed" in explained.stdout, explained.stdout)
    gravity = {row["component"]: float(row["value"]) for row in values(folder, "gravity-estimate")
               if row["object"] == "trade"}
    expect("trade between regions falls with distance and grows with their product",
           gravity["distance"] < -0.2 and gravity["origin"] > 0.5 and gravity["destination"] > 0.5
           and abs(gravity["distance"]) > 4 * gravity["distanceError"], str(gravity))
    members = [row for row in values(folder, "cluster-members", "--classification", "okved2")
               if row["component"] == "placeShare" and row["object"] == "okved2:B"]
    expect("the mining cluster sits in six towns, Kemerovo first", len(members) == 6
           and max((row for row in members if row["value"]), key=lambda row: float(row["value"]))["place"]
           == "RU-KEM-kemerovo", str(members))
    joins = {row["activity"]: float(row["value"]) for row in values(folder, "join-counts")
             if row["component"] == "score" and row["value"]}
    expect("regions of mining stand side by side", joins["okved2:B"] > 2, str(joins))
    for method in ("cluster-stage", "diamond", "agglomeration-preconditions", "distance-density",
                   "plant-concentration", "plant-spacing", "plant-colocation", "spread-backwash"):
        lacking = uklad("show", method, "-C", folder)
        expect(f"{method} says what it needs", lacking.returncode == 64
               and "Needs" in lacking.stderr and ".csv" in lacking.stderr, lacking.stderr)

    # The same workspace with invented participants, scores and points: only to see that they are used.
    rich = work / "rich"
    uklad("new", rich, "--sample", "kuzbass")
    table = rows(rich / "establishments.csv")
    heading = table[0] + ["chain_stage"]
    table = [heading] + [row + [""] for row in table[1:]]
    for number in range(30):
        row = dict.fromkeys(heading, "")
        near = number < 15
        row.update(code=f"x{number:02}", name_en=f"Plant {number}", name_ru=f"Завод {number}",
                   place="RU-KEM-kemerovo", activity="okved2:24.10" if near else "okved2:05.10.12", year="2021",
                   headcount=str(20 + 7 * number), kind="enterprise",
                   ownership=("local", "outside", "state")[number % 3],
                   chain_stage="smelting" if near else ("mining", "preparation")[number % 2],
                   lon=str(86.05 + (number % 4) / 200 if near else 84.9 + (number * 7 % 30) / 10),
                   lat=str(55.35 + (number // 4) / 200 if near else 53.3 + (number * 11 % 30) / 12))
        table.append([row[name] for name in heading])
    write_rows(rich / "establishments.csv", table)
    write_rows(rich / "cluster_members.csv", [["cluster", "establishment", "year_from", "year_to"]] + [
        ["coal_waste", f"x{number:02}", 2010 + number // 2, ""] for number in range(20)])
    write_rows(rich / "links.csv", [["from", "to", "kind", "year", "weight"]] + [
        ["x00", f"x{number:02}", "supply", 2011 + number // 2, 10] for number in range(1, 20)])
    towns = ["RU-KEM-novokuznetsk", "RU-KEM-prokopyevsk", "RU-KEM-kiselyovsk", "RU-KEM-osinniki",
             "RU-KEM-kaltan"]
    write_rows(rich / "commuting.csv", [["from", "to", "year", "value", "unit"]] + [
        [town, town, 2020, 20000, "persons"] for town in towns] + [
        [town, towns[0], 2020, 4000 if number < 3 else 500, "persons"]
        for number, town in enumerate(towns) if number])
    write_rows(rich / "occupations.csv", [
        ["place", "activity", "occupation", "year", "creative", "value", "unit"]] + [
        [place, activity, occupation, 2021, int(occupation == "designer"), people, "thousand persons"]
        for place, scale in (("RU", 10), ("RU-KEM", 1))
        for activity, row in (("okved2:B", (60, 5, 1)), ("okved2:D", (20, 30, 1)), ("okved2:J", (0, 2, 30)))
        for occupation, people in zip(("miner", "fitter", "designer"), (scale * one for one in row))])
    write_rows(rich / "thresholds.csv", [["name", "none", "full"], ["hubConcentration", 0.05, 0.1]])
    write_rows(rich / "experts.csv", [["code", "name"], ["e1", "Expert"]])
    write_rows(rich / "judgements.csv", [["expert", "survey", "first", "second", "value"]] + [
        ["e1", "diamond", corner, "coal_waste", score]
        for corner, score in (("factors", 7), ("demand", 5), ("related", 8), ("rivalry", 4))])
    table = rows(rich / "facts.csv")
    for name, value in (("paved_road_density", 190), ("free_land_ratio", 0.2)):
        row = dict.fromkeys(table[0], "")
        row.update(indicator=name, place="RU-KEM", year="2021", value=str(value), unit="1")
        table.append([row[column] for column in table[0]])
    write_rows(rich / "facts.csv", table)
    done = uklad("run", "-C", rich)
    expect("it runs with participants, ties, scores and points", done.returncode == 0, done.stderr)
    types = {row["component"]: row for row in values(rich, "cluster-type", "--object", "coal_waste",
                                                     "--classification", "okved2")}
    expect("a registered cluster has a type", types["type"]["value"] in list("01234"), str(types["type"]))
    expect("three of nineteen supplies run to the three largest",
           abs(float(types["hubTrade"]["value"]) - 3 / 19) < 1e-12, str(types["hubTrade"]))
    expect("a third or so is owned from outside", 0.2 < float(types["outsideOwners"]["value"]) < 0.5)
    explained = uklad("explain", "cluster-type", "--object", "coal_waste", "--classification", "okved2",
                      "--component", "score.hubAndSpoke", "-C", rich)
    expect("a bound of the user's says so", "calibrated 0.05…0.1" in explained.stdout, explained.stdout)
    inside = {row["object"]: float(row["value"]) for row in values(rich, "agglomerations")
              if row["component"] == "commuters" and row["place"] == "RU-KEM-novokuznetsk"}
    expect("who commutes belongs, who does not does not", inside == {
        "RU-KEM-prokopyevsk": 4000 / 24000, "RU-KEM-kiselyovsk": 4000 / 24000}, str(inside))
    conditions = {row["component"]: row for row in values(
        rich, "marshall-conditions", "--object", "okved2:B", "--classification", "okved2")}
    expect("Marshall's first and third condition have numbers",
           conditions["keyOccupations"]["value"] and conditions["stages"]["value"] != "", str(conditions))
    linked = uklad("show", "industry-clusters", "-C", rich)
    expect("clusters are linked by occupations too", "occupations" in linked.stdout.split("Not known")[0],
           linked.stdout)
    for method in ("plant-concentration", "plant-spacing", "plant-colocation"):
        expect(f"{method} has results", any(row["value"] for row in values(rich, method)))
    people = uklad("run", "-C", rich, "--set", "space.spotPeople=200", "--set", "space.spotMinutes=30")
    expect("spots by people and minutes", people.returncode == 0 and any(
        row["component"] == "people" and float(row["value"]) > 200
        for row in values(rich, "plant-clusters")), people.stderr)
    stages = [row for row in values(rich, "cluster-stage", "--object", "coal_waste",
                                    "--classification", "okved2") if row["component"] == "stage"]
    expect("and a stage a year", [row["year"] for row in stages] == [str(y) for y in range(2010, 2020)],
           str(stages))
    expect("the weakest corner is rivalry", [row["value"] for row in values(rich, "diamond")
                                             if row["component"] == "least"] == ["4"])
    expect("two preconditions of six are known", [
        row["coverage"] for row in values(rich, "agglomeration-preconditions")
        if row["component"] == "total"] == ["0.3333333333333333"])
    verdicts = {row["object"]: row["value"] for row in values(rich, "distance-density")
                if row["component"] == "verdict"}
    expect("plants in one spot are localised", verdicts.get("okved2:C") == "1", str(verdicts))
    for language in ("en", "ru"):
        made = uklad("report", "--format", "html", "--lang", language, "-C", rich)
        expect(f"a report of all that in {language}", made.returncode == 0, made.stderr)
        page = max((rich / "reports").glob(f"*-{language}.html")).read_text()
        for figure in ("fig-space", "fig-moran", "fig-cluster-places", "fig-towns", "fig-density", "fig-stages", "fig-diamond"):
            expect(f"{figure} is in the {language} report", f'id="{figure}"' in page)
    if os.environ.get("UKLAD_KEEP"):
        shutil.copytree(rich / "reports", os.environ["UKLAD_KEEP"], dirs_exist_ok=True)


def effects(work, folder):
    """Input-output, heaps of waste, projects and shocks, through the real program."""
    def values(method, *options):
        done = uklad("show", method, "-C", folder, "--format", "csv", "--all-places", *options)
        expect(f"show {method}", done.returncode == 0, done.stderr)
        return list(csv.DictReader(done.stdout.splitlines()))

    def number(found, component, **key):
        fitting = [row for row in found if row["component"] == component
                   and all(row[name] == value for name, value in key.items())]
        expect(f"{component} of {key} is one number", len(fitting) == 1 and fitting[0]["value"] != "",
               str(fitting))
        return float(fitting[0]["value"])

    delta = values("regional-delta")
    expect("δ makes implied imports the known ones",
           abs(number(delta, "implied") - number(delta, "known")) < 1e-4)
    found = values("io-multipliers")
    for code in ("wiod35:c2", "wiod35:c9", "wiod35:c12"):
        low, own, high = (number(found, component, activity=code)
                          for component in ("outputLow", "output", "outputHigh"))
        expect(f"the band of {code} holds its multiplier", 1 < low < own < high, f"{low} {own} {high}")
        expect(f"households add to {code}", number(found, "outputInduced", activity=code) > own)
    cards = values("key-sectors")
    expect("shares of industries sum to one", abs(sum(
        float(row["value"]) for row in cards if row["component"] == "share") - 1) < 1e-12)
    expect("coal and the rest of mining is the largest", max(
        (float(row["value"]), row["activity"]) for row in cards
        if row["component"] == "share")[1] == "wiod35:c2")
    explained = uklad("explain", "regional-coefficients", "--activity", "wiod35:c2", "--component", "localShare",
                      "-C", folder)
    expect("a share in purchases goes back to rows of the table", "input_output.csv, row" in explained.stdout,
           explained.stdout)

    worth = values("deposit-value")
    heap = "ash-kemerovo/ash-building"
    expect("a heap has a value", number(worth, "netPresentValue", object=heap) < 0)
    expect("numbers that rest on assumptions say so", all(
        row["quality"] == "assumption" for row in worth), str(worth[:3]))
    risk = values("deposit-risk")
    ten, fifty, ninety = (number(risk, component, object=heap) for component in ("p10", "p50", "p90"))
    expect("percentiles rise", ten < fifty < ninety)
    expect("a chance is a chance", 0 <= number(risk, "chance", object=heap) <= 1)
    shown = uklad("show", "deposits", "-C", folder)
    expect("deposits are shown together", shown.returncode == 0 and "Break-even grades" in shown.stdout
           and "What a deposit's value hangs on" in shown.stdout, shown.stdout)
    flows = [row for row in values("deposit-flows", "--object", heap) if row["component"] == "flow"]
    rate = 0.1
    total = sum(float(row["value"]) / (1 + rate) ** int(row["year"]) for row in flows)
    expect("the yearly money makes the value", abs(
        total - number(worth, "netPresentValue", object=heap)) < 1e-6 * abs(total), str(total))

    flows = values("resource-cycles")
    for variant in ("base", "clusters"):
        came = sum(float(row["value"]) for row in flows if row["component"] == variant
                   and row["object"].startswith("outside/"))
        ends = ("metals", "building", "scrap-metal", "other-regions", "coke", "rock-dump", "ash-dump", "slag-dump",
                "air", "mine-gas")
        left = sum(float(row["value"]) for row in flows if row["component"] == variant
                   and row["object"].split("/")[1] in ends)
        expect(f"mass in is mass out, {variant}", abs(came - left) < 1e-9 * came, f"{came} {left}")
    use = values("circularity")
    expect("the clusters use more of the waste", number(use, "wasteUse") < number(use, "wasteUseClusters"))
    expect("and less goes to heaps", number(use, "heaps") > number(use, "heapsClusters"))
    joined = uklad("show", "cycles", "-C", folder, "--format", "csv")
    expect("a group of methods is one table to a program", joined.stdout.count("method,measure") == 1
           and "circularity" in joined.stdout, joined.stdout[:300])

    projects = values("project-effects")
    expect("a project's parts are there", number(projects, "direct", object="azot2") > 0
           and number(projects, "indirect", object="azot2") > 0 and number(projects, "induced", object="azot2") > 0)
    one = uklad("show", "impact", "--shock", "wiod35:c2 exports -10%", "-C", folder, "--format", "csv")
    two = uklad("show", "impact", "--shock", "wiod35:c2 exports -20%", "-C", folder, "--format", "csv")
    expect("shocks have answers", one.returncode == 0 and two.returncode == 0, one.stderr + two.stderr)
    paths = [[float(row["value"]) for row in csv.DictReader(done.stdout.splitlines())
              if row["component"] == "valueAdded"] for done in (one, two)]
    expect("fifteen years, a loss in each, twice for twice", len(paths[0]) == 15 and all(
        a < 0 and abs(b / a - 2) < 1e-9 for a, b in zip(*paths)), str(paths))
    expect("the latest run still has everything", uklad(
        "show", "location-quotient", "-C", folder, "--top", "3").returncode == 0)
    for shock in ("wiod35:c2 exports -10", "steel"):
        refused = uklad("show", "impact", "--shock", shock, "-C", folder)
        expect(f"a shock \"{shock}\" is refused", refused.returncode == 65 and "wiod35:c2 exports -10%" in refused.stderr,
               refused.stderr)
    nothing = uklad("show", "impact", "--shock", "unobtainium exports -10%", "-C", folder)
    expect("a shock of no industry is said", "unobtainium" in nothing.stdout + nothing.stderr,
           nothing.stdout + nothing.stderr)
    one = uklad("show", "impact", "--project", "azot2", "-C", folder)
    expect("one project", one.returncode == 0 and "Azot-2" in one.stdout and "Vaganovo" not in one.stdout.split(
        "Projects without")[0], one.stdout)

    four = values("four-effects")
    expect("economic and indirect are the project's parts",
           number(four, "economic", object="azot2") == number(projects, "direct", object="azot2")
           and abs(number(four, "indirect", object="azot2") - number(projects, "indirect", object="azot2")) < 1e-6)
    expect("the cleaning of a town helps, a plant does harm",
           number(four, "ecological", object="sanit-nk") > 0 > number(four, "ecological", object="azot2"))
    ranges = values("effect-ranges")
    middle = number(projects, "direct", object="azot2") + number(projects, "indirect", object="azot2")
    expect("the effect lies in its range", number(ranges, "valueAddedP10", object="azot2") < middle
           < number(ranges, "valueAddedP90", object="azot2"))
    behind = values("environmental-extension")
    sums = [sum(float(row["value"]) for row in behind if row["component"] == part) for part in ("direct", "footprint")]
    expect("footprints add up to what is given off", abs(sums[0] - sums[1]) < 1e-9 * sums[0], str(sums))
    # What section E has answers to no industry and is not lost without a word.
    expect("that is what the regions' sections have", abs(sums[0] - (830 + 285 + 215 + 25)) < 1e-6, str(sums))
    metals = values("cycle-substances")
    for substance in ("Ga", "Ge"):
        for variant in ("base", "clusters"):
            own = [row for row in metals if row["object"].startswith(substance + "/") and row["component"] == variant]
            came = sum(float(row["value"]) for row in own if row["object"].split("/")[1] == "outside")
            left = sum(float(row["value"]) for row in own if row["object"].split("/")[2] in ends)
            expect(f"{substance} in is {substance} out, {variant}", came > 0 and abs(came - left) < 1e-9 * came)
    heaps = values("heap-stocks")
    expect("ash grows from what lies there", number(heaps, "base", object="ash-dump", year="0") == 100
           and number(heaps, "base", object="ash-dump", year="15") > number(heaps, "clusters", object="ash-dump", year="15"))
    balanced = values("flow-reconciliation")
    expect("what nobody measured follows", abs(number(balanced, "reconciled", object="preparation/rejects") - 24.5) < 1e-6)
    expect("a push dies out", number(values("multiplier-accelerator"), "root") < 1)
    option = values("deposit-option")
    expect("waiting is worth no less than nothing", all(float(row["value"]) >= 0 for row in option), str(option))

    # Without a table or an assumption every method says what it needs.
    poor = work / "poor"
    uklad("new", poor, "--sample", "kuzbass")
    for name in ("assumptions", "prices", "input_output", "cycles"):
        write_rows(poor / f"{name}.csv", rows(poor / f"{name}.csv")[:1])
    done = uklad("run", "-C", poor, "--stage", "input-output", "--stage", "resource-cycles", "--stage", "effects")
    expect("it runs without them", done.returncode == 0, done.stderr)
    for method in ("regional-coefficients", "regional-delta", "io-multipliers", "industry-linkages", "key-sectors",
                   "hypothetical-extraction", "deposit-value", "deposit-risk", "break-even-grade",
                   "deposit-tornado", "deposit-flows", "project-effects", "impact-path", "resource-cycles",
                   "circularity", "four-effects", "effect-ranges", "environmental-extension",
                   "multiplier-accelerator", "cycle-substances", "heap-stocks", "flow-reconciliation",
                   "deposit-option"):
        lacking = uklad("show", method, "-C", poor)
        expect(f"{method} says what it needs", lacking.returncode == 64 and ".csv" in lacking.stderr, lacking.stderr)


def programme(folder):
    """Which projects start when, why, and what would change it, through the real program."""
    def values(*what):
        done = uklad("show", *what, "-C", folder, "--format", "csv")
        expect(f"show {what[0]}", done.returncode == 0, done.stderr)
        return list(csv.DictReader(done.stdout.splitlines()))

    plan = values("programme-plan")
    starts = {row["object"]: int(float(row["value"])) for row in plan if row["component"] == "start"}
    expect("projects are chosen, and not all", 10 < len(starts) < 34, str(starts))
    expect("one variant of an object at most", not {"ash-sorting", "ash-sorting-2"} <= starts.keys()
           and not {"carbon", "carbon-small"} <= starts.keys() and not {"ash-metals", "ash-bricks"} <= starts.keys())
    for row in csv.DictReader((folder / "precedence.csv").open()):
        if row["after"] in starts and not row["alternative"]:
            expect(f"{row['after']} waits for {row['before']}",
                   starts.get(row["before"], 9999) + int(row["lag_years"]) <= starts[row["after"]])
    left = [row for row in values("programme-use") if row["component"] == "left"]
    expect("nothing is spent twice", all(float(row["value"]) > -1e-6 for row in left
                                         if not row["object"].startswith("target/")), str(left[:3]))
    # Money of a source that was spent up to a year is no more than it was given up to it with its tax.
    funding = {}
    for row in csv.DictReader((folder / "project_flows.csv").open()):
        if row["kind"] == "funding" and row["code"] == "business" and row["project"] in starts:
            year = starts[row["project"]] + int(row["year"]) - 1
            funding[year] = funding.get(year, 0) + float(row["value"])
    spent = 0
    for year in range(2027, 2035):
        spent += funding.get(year, 0)
        expect(f"business money lasts to {year}", spent <= 7000 * (year - 2026) + 1e-6, str(spent))
    shown = uklad("show", "programme", "-C", folder, "--lang", "ru")
    expect("the schedule is drawn", shown.returncode == 0 and "░░██" in shown.stdout
           and "доказано" in shown.stdout, shown.stdout + shown.stderr)
    variants = values("variants")
    count = {row["component"]: float(row["value"]) for row in variants if not row["object"]}
    kept = [row for row in variants if row["component"] == "projects"]
    rejected = [row for row in variants if row["component"].startswith("rejected.")]
    expect("variants are all combined, and each is kept or rejected",
           count["raw"] == len(kept) + len(rejected) and count["after.scale"] == len(kept) > 10, str(count))
    told = uklad("show", "variants", "-C", folder, "--lang", "en")
    expect("a rejected variant has its reason", told.returncode == 0 and "metals of slag are bound in glass" in told.stdout,
           told.stdout + told.stderr)
    first = min(starts, key=lambda code: (starts[code], code))
    for language, word in (("en", "Without it the best programme"), ("ru", "Без него лучшая программа")):
        why = uklad("explain", "project", first, "-C", folder, "--lang", language)
        expect(f"{first} is explained in {language}", why.returncode == 0 and word in why.stdout, why.stdout + why.stderr)
    number = uklad("explain", "programme-plan", "--object", first, "--component", "cost", "-C", folder)
    expect("its cost is explained down to the rows", number.returncode == 0
           and "project_flows.csv" in number.stdout, number.stdout + number.stderr)
    changed = uklad("what-if", "--ban", first, "--budget", "regional-2028=+10%", "-C", folder, "--lang", "en")
    expect("what if it is banned", changed.returncode == 0 and "starts then" in changed.stdout
           and "—" in changed.stdout, changed.stdout + changed.stderr)
    again = {row["object"]: int(float(row["value"])) for row in values("programme-plan") if row["component"] == "start"}
    expect("the question changes nothing", again == starts)
    for arguments in (("what-if",), ("explain", "project"), ("explain", "project", "nobody"),
                      ("what-if", "--must", first, "--ban", first)):
        wrong = uklad(*arguments, "-C", folder)
        expect(f"{' '.join(arguments)} is refused in words", wrong.returncode == 64 and wrong.stderr.count("\n") >= 3
               , wrong.stdout + wrong.stderr)


def foresight(folder):
    """What comes next and where the economy stands between modes, through the real program."""
    def values(*what):
        done = uklad("show", *what, "-C", folder, "--format", "csv")
        expect(f"show {' '.join(what)}", done.returncode == 0, done.stderr)
        return list(csv.DictReader(done.stdout.splitlines()))

    rows_ = [row for row in values("forecast") if row["method"] == "forecast"]
    bands = {}
    for row in rows_:
        bands.setdefault((row["measure"], row["activity"], row["year"]), {})[row["component"]] = float(row["value"])
    expect("wide bands hold narrow ones, and these the forecast", len(bands) > 300 and all(
        band["low95"] <= band["low80"] <= band["high80"] <= band["high95"] for band in bands.values()
        if "low95" in band))
    tests = [row for row in values("forecast-backtest")]
    used = {}
    for row in tests:
        if row["component"] == "used":
            key = (row["measure"], row["activity"])
            used[key] = used.get(key, 0) + float(row["value"])
    expect("each series has one model in use", used and set(used.values()) == {1}, str(used)[:200])
    one = uklad("show", "forecast", "--indicator", "coal-output", "-C", folder, "--lang", "ru")
    expect("one series in full, in Russian", one.returncode == 0 and "Уголь: производство" in one.stdout
           and "последнее значение" in one.stdout, one.stdout + one.stderr)
    fan = pathlib.Path(folder) / "fan.svg"
    drawn = uklad("show", "forecast", "--indicator", "coal-exports", "-o", fan, "-C", folder, "--lang", "ru")
    expect("and as a fan, in Russian", drawn.returncode == 0 and "в восьми случаях из десяти" in fan.read_text()
           and "<svg" in fan.read_text(), drawn.stderr)
    fan.unlink(missing_ok=True)
    expect("a picture of all series at once is refused in words",
           uklad("show", "forecast", "-o", fan, "-C", folder).returncode == 64 and not fan.exists())
    why = uklad("explain", "forecast", "--measure", "grp", "--year", "2025", "--component", "point", "-C", folder)
    expect("a forecast is explained down to its row", why.returncode == 0 and "observations.csv" in why.stdout,
           why.stdout + why.stderr)
    shares = {}
    for row in values("modes"):
        if row["component"] in ("share", "programme", "markov"):
            map_, mode = row["object"].split("/")
            key = (row["method"], row["component"], map_, row["year"])
            shares.setdefault(key, {})[mode] = float(row["value"])
    expect("shares of modes sum to one in every year, by every way", len(shares) > 60 and all(
        len(part) == 5 and abs(sum(part.values()) - 1) < 1e-9 and min(part.values()) >= 0 for part in shares.values()))
    expect("there are two maps", len({key[2] for key in shares}) == 2)
    markets = {(row["object"], row["year"], row["component"]): float(row["value"]) for row in values("market-scenarios")}
    expect("a low course is under the expected, a high one over it", len(markets) > 100 and all(
        markets[(*key[:2], "low")] <= value <= markets[(*key[:2], "high")]
        for key, value in markets.items() if key[2] == "expected"))
    expect("the sample's coal grows without its emissions in 2018", any(
        row["component"] == "state" and row["year"] == "2018" and float(row["value"]) == 1
        for row in values("decoupling")))
    lacking = uklad("show", "decoupling", "-C", folder, "--lang", "en")
    expect("output in current prices is left out by name", "current prices" in lacking.stdout + lacking.stderr)
    shared = {}
    for row in values("deposit-drivers"):
        if row["component"] in ("first", "shared"):
            deposit = tuple(row["object"].split("/")[:2])
            shared.setdefault(deposit, []).append(float(row["value"]))
    expect("what makes a deposit unsure is shared out", shared and all(
        0.7 < sum(own) < 1.05 for own in shared.values()), str(shared)[:300])
    expect("an unknown series is refused in words",
           uklad("show", "forecast", "--indicator", "nothing", "-C", folder).returncode == 64)


def agreement(work, folder):
    """Surveys of experts and the log of quality records."""
    place = work / "agreement"
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns("runs", "reports"))
    write_rows(place / "experts.csv", [["code", "name", "competence"], ["e1", "", "1"], ["e2", "", "2"], ["e3", "", ""]])
    pairs = [("economic", "social", "3"), ("economic", "ecological", "5"), ("economic", "indirect", "4"),
             ("social", "ecological", "2"), ("social", "indirect", "1"), ("ecological", "indirect", "9")]
    table = [["expert", "survey", "first", "second", "value", "round"]]
    table += [["e1", "weights", *pair, "1"] for pair in pairs]
    table += [["e2", "weights", *pair[:2], "1", "1"] for pair in pairs]
    table += [["e3", "weights", "economic", "social", "3", "1"], ["e3", "weights", "social", "economic", "3", "1"]]
    scores = {"e1": (8, 6, 3), "e2": (9, 5, 2), "e3": (7, 7, 4)}
    for expert, marks in scores.items():
        table += [[expert, "clusters", item, "", str(mark), "1"] for item, mark in zip(("ash", "resort", "coke"), marks)]
    write_rows(place / "judgements.csv", table)
    done = uklad("run", "-C", place, "-q")
    expect("a workspace with surveys runs", done.returncode == 0, done.stderr)
    ahp = uklad("consensus", "ahp", "--survey", "weights", "-C", place, "--lang", "en")
    expect("weights from comparisons, with the judgement to look at again", ahp.returncode == 0
           and "look again" in ahp.stdout, ahp.stdout + ahp.stderr)
    expect("an expert who contradicts himself is left out by name", "expert e3" in ahp.stdout
           and "no inverse" in ahp.stdout, ahp.stdout)
    for question in ("delphi", "factors"):
        asked = uklad("consensus", question, "-C", place)
        expect(f"consensus {question}", asked.returncode == 0, asked.stdout + asked.stderr)
    lacking = uklad("consensus", "outside", "-C", place)
    expect("what is lacking is said", lacking.returncode == 64 and "factors.csv" in lacking.stderr, lacking.stderr)
    moved = uklad("run", "-C", place, "-q", "--set", "programme.weightSurvey=weights")
    expect("a survey moves the weights of the programme", moved.returncode == 0 and moved.stdout != done.stdout)

    write_rows(place / "plan.csv", [["indicator", "year", "value", "unit", "better", "base"],
                                    ["dust", "2026", "10", "kt", "less", "12"], ["dust", "2027", "9", "kt", "less", ""]])
    facts = rows(place / "facts.csv")
    write_rows(place / "facts.csv", facts + [["dust", "RU-KEM", "2026", "11.2", "kt", "", "", "ours", ""]])
    write_rows(place / "progress.csv", [["project", "year", "planned", "done", "spent", "spent_unit"],
                                        ["azot2", "2026", "0.5", "0.4", "40000", "mln RUB"]])
    tracked = uklad("run", "-C", place, "-q")
    expect("a workspace with a plan runs", tracked.returncode == 0, tracked.stderr)
    status = uklad("track", "-C", place, "--format", "csv")
    found = {row["component"]: float(row["value"]) for row in csv.DictReader(status.stdout.splitlines())
             if row["method"] == "plan-fact" and row["object"] == "dust"}
    expect("what is behind its plan is red", status.returncode == 0 and found.get("status") == 2
           and abs(found["progress"] - 0.8 / 3) < 1e-9, status.stdout[:500] + status.stderr)

    earned = uklad("show", "earned-value", "-C", place, "--format", "csv")
    worth = {row["component"]: float(row["value"]) for row in csv.DictReader(earned.stdout.splitlines())}
    expect("work and money of a project are beside its plan", earned.returncode == 0
           and abs(worth["scheduleIndex"] - 0.8) < 1e-9 and abs(worth["costIndex"] - 30.4 / 40) < 1e-9, earned.stdout)
    anew = uklad("show", "replanning", "-C", place, "--format", "csv")
    told = {(row["object"], row["component"]): float(row["value"]) for row in csv.DictReader(anew.stdout.splitlines())}
    expect("what is late and what is red is to be planned anew", abs(told["azot2", "late"] - 0.2) < 1e-9
           and ("dust", "red") in told, anew.stdout + anew.stderr)
    first = uklad("track", "record", "6.2", "indicator=jobs", "target=500", "--user", "planner", "-C", place)
    expect("a record is added, and what it lacks is said", first.returncode == 0 and "base" in first.stderr,
           first.stdout + first.stderr)
    for number in range(3):
        uklad("track", "record", "9.1", "what=добыча", f"value={number}", "--user", "planner", "-C", place)
    sound = uklad("track", "verify", "-C", place, "--quiet")
    expect("the log is sound", sound.returncode == 0 and "Records: 4" in sound.stdout, sound.stdout + sound.stderr)
    reviewed = uklad("track", "record", "9.3", "decisions=go on", "--user", "planner", "-C", place)
    told = uklad("track", "export", "--clause", "9.3", "--format", "csv", "-C", place)
    expect("a review's inputs are filled in from the run and the log", reviewed.returncode == 0
           and "red 1 (dust)" in told.stdout and "go on" in told.stdout, told.stdout + reviewed.stderr)
    listed = uklad("track", "export", "--clause", "9.1", "--format", "csv", "-C", place)
    expect("records are listed by clause", listed.returncode == 0 and listed.stdout.count("9.1") == 3, listed.stdout)
    log = place / "quality/records.jsonl"
    lines = log.read_text().splitlines(keepends=True)
    for what, changed in (("an edit", [lines[0], lines[1].replace("добыча", "добыта"), *lines[2:]]),
                          ("a removal", lines[:1] + lines[2:]), ("a removal at the end", lines[:-1]),
                          ("another order", [lines[0], lines[2], lines[1], *lines[3:]])):
        log.write_text("".join(changed))
        found = uklad("track", "verify", "-C", place)
        expect(f"{what} is found and named", found.returncode == 65 and "records.jsonl" in found.stderr, found.stderr)
        refused = uklad("track", "record", "9.1", "what=x", "-C", place)
        expect(f"after {what} nothing is added", refused.returncode == 65 and log.read_text() == "".join(changed))
    log.write_text("".join(lines))
    expect("the copy brought back is sound", uklad("track", "verify", "-C", place).returncode == 0)
    for arguments in (("record", "1.1", "a=b"), ("record", "6.2", "novalue")):
        wrong = uklad("track", *arguments, "-C", place)
        expect(f"track {' '.join(arguments)} is refused in words", wrong.returncode == 64, wrong.stderr)


def wrong_input(work, folder):
    cases = [
        (("frobnicate",), 64), (("new", work / "x", "--sample", "atlantis"), 64),
        (("new", work / "x"), 64), (("run", "-C", work / "nowhere"), 65),
        (("run", "-C", folder, "--set", "neighbours=0"), 65),
        (("run", "-C", folder, "--set", "nonsense=1"), 65),
        (("run", "-C", folder, "--stage", "nonsense"), 64),
        (("show", "nonsense", "-C", folder), 64),
        (("explain", "location-quotient", "-C", folder), 64),
        (("explain", "location-quotient", "--activity", "Q99", "-C", folder), 64),
        (("show", "location-quotient", "--run", "zz", "-C", folder), 64),
        (("report", "--format", "interpretive-dance", "-C", folder), 64),
    ]
    for arguments, code in cases:
        for language in ("C.UTF-8", "ru_RU.UTF-8"):
            done = uklad(*arguments, language=language)
            expect(f"{arguments[0]} {arguments[1:2]} ends with {code}", done.returncode == code,
                   f"{done.returncode}: {done.stdout}{done.stderr}")
            expect("with words and no result", done.stderr.strip() and not done.stdout, done.stdout)
    broken = work / "broken"
    shutil.copytree(folder, broken, ignore=shutil.ignore_patterns("runs", "reports"))
    table = rows(broken / "observations.csv")
    column = table[0].index("value")
    for row in table[3:8]:
        row[column] = "12,5 t"
    write_rows(broken / "observations.csv", table)
    done = uklad("check", "-C", broken)
    expect("five bad cells are found in one pass", done.stderr.count("12,5 t") == 5, done.stderr)
    expect("bad data is 65", done.returncode == 65)
    expect("and nothing is run", uklad("run", "-C", broken).returncode == 65
           and not list((broken / "runs").glob("????????????")))


def same_bytes(work):
    """RELIABILITY A7."""
    source = small_workspace(work / "bytes")
    reference = None
    rounds = int(os.environ.get("UKLAD_ROUNDS", 20))
    for number in range(rounds):
        folder = work / f"bytes-{number}"
        shutil.copytree(source, folder)
        if number % 4 == 3:
            table = rows(folder / "observations.csv")
            body = table[1:]
            RANDOM.shuffle(body)
            write_rows(folder / "observations.csv", [table[0]] + body)
        environment = {"TZ": ("UTC", "Asia/Novokuznetsk")[number % 2]}
        done = uklad(
            "run", "-C", folder, language=("C.UTF-8", "ru_RU.UTF-8")[number // 2 % 2],
            before=(("taskset", "-c", "0"), ())[number % 3 == 0], environment=environment)
        if done.returncode != 0:
            expect("a repeated run runs", False, done.stderr)
            return
        run = folder / "runs" / done.stdout.strip()
        found = {
            key: value for key, value in tree(run).items()
            if key != "times.json" and not key.startswith("inputs/")}
        found["name"] = done.stdout
        if reference is None:
            reference = found
        if found != reference:
            differing = [k for k in reference if found.get(k) != reference[k]]
            expect("the same question has the same bytes", False, f"round {number}: {differing}")
            return
        shutil.rmtree(folder)
    expect(f"{rounds} runs with 1 and 2 threads, two locales, two time zones and shuffled rows "
           "have the same bytes", True)


def whole(folder):
    """Whether every run that can be seen is whole; its name where one is not."""
    for path in sorted((folder / "runs").glob("????????????")):
        manifest = json.loads((path / "manifest.json").read_text())
        for result in manifest["results"]:
            if hashlib.sha256((path / result["file"]).read_bytes()).hexdigest() != result["sha256"]:
                return path.name
    return None


def killed(work):
    """RELIABILITY B2."""
    folder = small_workspace(work / "killed")
    start = time.monotonic()
    first = uklad("run", "-C", folder)
    duration = time.monotonic() - start
    expect("a run to begin with", first.returncode == 0, first.stderr)
    kills = int(os.environ.get("UKLAD_KILLS", 100))
    slowest = 0.0
    for number in range(kills):
        process = subprocess.Popen(
            [PROGRAM, "run", "-C", str(folder), "--set", f"specialisation.seed={number}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(RANDOM.uniform(0, duration * 1.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if damaged := whole(folder):
            expect("no half run is visible", False, f"kill {number}: {damaged}")
            return
        start = time.monotonic()
        listed = uklad("show", "runs", "-C", folder, "--format", "csv")
        slowest = max(slowest, time.monotonic() - start)
        names = [line.split(",")[0] for line in listed.stdout.splitlines()[1:]]
        there = sorted(p.name for p in (folder / "runs").glob("????????????"))
        if sorted(names) != there or first.stdout.strip() not in names:
            expect("every finished run is listed", False, f"kill {number}: {names} against {there}")
            return
    expect(f"{kills} kills lose no finished run and show no half one", True)
    expect("it opens within two seconds after a kill", slowest <= 2, f"{slowest:.2f} s")
    last = uklad("run", "-C", folder)
    expect("the next run runs", last.returncode == 0, last.stderr)
    left = [p.name for p in (folder / "runs").iterdir() if p.name.startswith(".")]
    expect("and sweeps what the killed ones left", left == [], str(left))
    integrity = subprocess.run(
        [sys.executable, "-c",
         "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('pragma integrity_check')"
         ".fetchone()[0])", str(folder / "runs/catalogue.sqlite")], text=True, capture_output=True)
    expect("the catalogue is sound", integrity.stdout.strip() == "ok", integrity.stderr)
    (folder / "runs/catalogue.sqlite").unlink()
    again = uklad("show", "runs", "-C", folder, "--format", "csv")
    expect("a lost catalogue is made again from the folders",
           len(again.stdout.splitlines()) == len(list((folder / "runs").glob("????????????"))) + 1)


def stopped(work):
    folder = small_workspace(work / "stopped")
    process = subprocess.Popen(
        [PROGRAM, "run", "-C", str(folder), "--set", "specialisation.bootstrapReplicates=1000000"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=dict(os.environ, LC_ALL="C.UTF-8"))
    time.sleep(1.5)
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    try:
        _, words = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        expect("Ctrl-C stops a run", False)
        return
    expect("Ctrl-C stops a run within two seconds", time.monotonic() - start < 2)
    expect("with words and code 130", process.returncode == 130 and "Stopped" in words,
           f"{process.returncode}: {words}")
    expect("and leaves nothing", not list((folder / "runs").glob("????????????"))
           and not list((folder / "runs").glob(".making*")))


def full_disk(work):
    """RELIABILITY B4."""
    if os.geteuid() != 0:
        return skip("a full disk", "mounting needs root")
    folder = small_workspace(work / "full")
    before = tree(folder)
    for size in ("64k", "256k", "1m"):
        runs = folder / "runs"
        runs.mkdir(exist_ok=True)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(runs)], capture_output=True)
        if mounted.returncode != 0:
            return skip("a full disk", "no mounting here")
        try:
            done = uklad("run", "-C", folder)
            if done.returncode == 0:
                continue
            expect(f"a disk of {size} that is full ends with 73 or 74",
                   done.returncode in (73, 74), f"{done.returncode}: {done.stderr}")
            expect("with words", "disk" in done.stderr.lower() or "space" in done.stderr.lower(),
                   done.stderr)
            expect("and no half run", not list(runs.glob("????????????")))
        finally:
            subprocess.run(["umount", str(runs)], check=True)
    expect("the figures are as they were", before == {
        k: v for k, v in tree(folder).items() if not k.startswith("runs/")})
    expect("with room it runs", uklad("run", "-C", folder).returncode == 0)


def valid_packages(folder, name):
    check = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", str(folder / "runs" / name / "datapackage.json")],
        text=True, capture_output=True)
    if "No module named" in check.stderr:
        return skip("a run is a valid Data Package", "frictionless is not installed")
    expect("a run is a valid Data Package", check.returncode == 0, check.stdout[-3000:])


def main():
    print(f"seed {SEED}")
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        folder, run = first_use(work)
        showing(folder)
        for language in ("en", "ru"):
            made = uklad("report", "--format", "html", "--lang", language, "-C", folder)
            expect(f"a report in {language}", made.returncode == 0, made.stderr)
        clusters(work, folder)
        effects(work, folder)
        programme(folder)
        foresight(folder)
        agreement(work, folder)
        no_bad_numbers(folder)
        valid_packages(folder, run)
        wrong_input(work, folder)
        same_bytes(work)
        stopped(work)
        killed(work)
        full_disk(work)
    print(f"EndToEnd: {passed} passed, {failed} failed, {skipped} skipped")
    return failed > 0


sys.exit(main())
