"""Walks through every number of a report and works it out again from what the report itself shows.

RELIABILITY A8: each number opens to an entry; the entry's formula, worked out from the entry's
inputs, gives the number within the digits displayed. The evaluator below is written from the
printed formulas alone and shares no code with the program.
"""

import math
import re
import sys
from html.parser import HTMLParser

VOID = {"meta", "br", "input", "link", "hr", "img"}
SELF_ENDING = {"td": {"td", "th", "tr"}, "th": {"td", "th", "tr"}, "tr": {"tr"}, "dt": {"dt", "dd"},
               "dd": {"dt", "dd"}, "li": {"li"}}


class Node:
    def __init__(self, name, attributes, parent):
        self.name, self.attributes, self.parent, self.children = name, attributes, parent, []

    def all(self, name=None, **attributes):
        for child in self.children:
            if isinstance(child, Node):
                wanted = name is None or child.name == name
                if wanted and all(child.attributes.get(k.replace("_", "-")) == v or (v is True and k.replace("_", "-") in child.attributes)
                                  for k, v in attributes.items()):
                    yield child
                yield from child.all(name, **attributes)

    def text(self):
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def has(self, style):
        return style in self.attributes.get("class", "").split()


class Tree(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("root", {}, None)

    def handle_starttag(self, name, attributes):
        for open_name, enders in SELF_ENDING.items():
            if name in enders:
                self.end_nearest(open_name, stop={"table", "ul", "ol", "dl"})
        node = Node(name, {k: v or "" for k, v in attributes}, self.here)
        self.here.children.append(node)
        if name not in VOID:
            self.here = node

    def end_nearest(self, name, stop):
        node = self.here
        while node.parent and node.name not in stop:
            if node.name == name:
                self.here = node.parent
                return
            node = node.parent

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)
        if name not in VOID:
            self.handle_endtag(name)

    def handle_endtag(self, name):
        node = self.here
        while node.parent:
            if node.name == name:
                self.here = node.parent
                return
            node = node.parent

    def handle_data(self, data):
        self.here.children.append(data)


# Numbers as they are printed in English.

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
NUMBER = re.compile(r"([+\u2212]?)₽?([0-9][0-9,]*(?:\.[0-9]+)?)")


class Printed:
    def __init__(self, text):
        match = NUMBER.search(text)
        if not match:
            raise ValueError(text)
        self.digits = match.group(2).replace(",", "")
        power = re.match(r"×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text[match.end():])
        factor = 10.0 ** int(power.group(1).translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))) if power else 1.0
        self.value = float(self.digits) * factor * (-1 if match.group(1) == "\u2212" else 1)
        rest = text[match.end():]
        self.scale = next((SCALES[w] for w in SCALES if w in rest), 1.0)
        decimals = len(self.digits.split(".")[1]) if "." in self.digits else 0
        self.half = 0.5 * 10.0 ** -decimals * factor

    @property
    def whole(self):
        return self.value * self.scale


def numbers_of_list(article, column=None):
    """The numbers a link leads to: of a list, of a table read downwards, or of one column of it."""
    values = []
    for table in article.all("table"):
        if table.attributes.get("data-read") == "down":
            rows = [[cell.text().strip() for cell in row.all("td")] for row in table.all("tr")]
            rows = [row for row in rows if row]
            if column:
                heads = [cell.text().strip() for cell in next(table.all("tr")).all("th")]
                return [Printed(row[heads.index(column) - 1]).value for row in rows if row[heads.index(column) - 1]]
            return [Printed(cell).value for column in zip(*rows) for cell in column if cell]
    for item in article.all("li"):
        links = list(item.all("a"))
        text = links[-1].text() if links else item.text()
        token = text.replace("\u00a0≈", "").split()[-1] if text.split() else ""
        if NUMBER.fullmatch(token):
            values.append(Printed(token).value)
    if not values:
        for paragraph in article.all("p"):
            parts = paragraph.text().split(";")
            if len(parts) > 1 and all(NUMBER.search(p) for p in parts):
                return [Printed(p).value for p in parts]
    return values


# Formulas as they are printed.

TOKEN = re.compile(r"\s*(?:([0-9][0-9.]*(?:e-?[0-9]+)?)|([^\W\d][\w.']*)|(.))")


class Formula:
    def __init__(self, text):
        self.tokens = [m.groups() for m in TOKEN.finditer(text) if any(m.groups())]
        self.place = 0

    def peek(self):
        return self.tokens[self.place] if self.place < len(self.tokens) else (None, None, None)

    def take(self, sign):
        if self.peek()[2] == sign:
            self.place += 1
            return True
        return False

    def evaluate(self, values):
        self.values = values
        result = self.sum()
        assert self.place == len(self.tokens), f"left over: {self.tokens[self.place:]}"
        return result

    def sum(self):
        left = self.product()
        while True:
            if self.take("+"):
                left = each(lambda a, b: a + b, left, self.product())
            elif self.take("−"):
                left = each(lambda a, b: a - b, left, self.product())
            else:
                return left

    def product(self):
        left = self.signed()
        while True:
            if self.take("·"):
                left = each(lambda a, b: a * b, left, self.signed())
            elif self.take("/"):
                left = each(lambda a, b: a / b, left, self.signed())
            else:
                return left

    def signed(self):
        if self.take("−"):
            return each(lambda a: -a, self.signed())
        base = self.atom()
        return each(lambda a, b: a ** b, base, self.signed()) if self.take("^") else base

    def atom(self):
        number, name, sign = self.peek()
        self.place += 1
        if number is not None:
            return float(number)
        if sign == "(":
            inner = self.sum()
            assert self.take(")")
            return inner
        if sign == "|":
            inner = self.sum()
            assert self.take("|")
            return each(abs, inner)
        if name is None and sign in "Σ√":
            name = sign
        if name is not None and self.take("("):
            arguments = [self.sum()]
            while self.take(";"):
                arguments.append(self.sum())
            assert self.take(")")
            return call(name, arguments)
        return self.values[name]


def each(function, *arguments):
    lists = [a for a in arguments if isinstance(a, list)]
    if not lists:
        return function(*arguments)
    count = len(lists[0])
    assert all(len(a) == count for a in lists), "lists of different lengths"
    return [function(*[a[i] if isinstance(a, list) else a for a in arguments]) for i in range(count)]


def elements(value):
    return value if isinstance(value, list) else [value]


def mean(values):
    return math.fsum(values) / len(values)


def deviation(values, less):
    middle = mean(values)
    return math.sqrt(math.fsum((v - middle) ** 2 for v in values) / (len(values) - less))


def incomplete_beta(x, a, b):
    """The regularised incomplete beta function, by Lentz's continued fraction."""
    if x in (0, 1):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    c, d = 1.0, 1 / max(1 - (a + b) * x / (a + 1), 1e-300)
    result = d
    for m in range(1, 500):
        for numerator in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + numerator * d)
            c = 1 + numerator / c
            result *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * result / a


def upper_gamma(a, x):
    """The regularised upper incomplete gamma function: by its series for small x, else by Lentz."""
    if x <= 0:
        return 1.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        for n in range(1, 1000):
            term *= x / (a + n)
            total += term
        return 1 - front * total
    b = x + 1 - a
    c, d = math.inf, 1 / b
    result = d
    for n in range(1, 1000):
        b += 2
        d = 1 / (n * (a - n) * d + b)
        c = b + n * (a - n) / c
        result *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * result


def gini(shares, base):
    order = sorted(range(len(shares)), key=lambda i: shares[i] / base[i] if base[i] else math.inf)
    reached, doubled = 0.0, 0.0
    for i in order:
        doubled += (2 * reached + shares[i]) * base[i]
        reached += shares[i]
    return reached * math.fsum(base) - doubled


def call(name, arguments):
    first = arguments[0]
    if name == "Σ":
        return math.fsum(elements(first))
    if name == "√":
        return each(math.sqrt, first)
    if name in ("max", "min"):
        choose = max if name == "max" else min
        return choose(elements(first)) if len(arguments) == 1 else each(choose, *arguments)
    if name == "count":
        return float(len(elements(first)))
    if name == "mean":
        return mean(elements(first))
    if name == "sd":
        return deviation(elements(first), 1)
    if name == "sdn":
        return deviation(elements(first), 0)
    if name == "prev":
        return [0.0] + first[:-1]
    if name == "cum":
        total, result = 0.0, []
        for value in first:
            total += value
            result.append(total)
        return result
    if name == "xlogy":
        return each(lambda x, y: 0.0 if x == 0 else x * math.log(y), *arguments)
    if name == "atLeast":
        return each(lambda a, b: 1.0 if a >= b else 0.0, *arguments)
    if name == "gini":
        return gini(*arguments)
    if name == "studentTwoSided":
        t, degrees = arguments
        return incomplete_beta(degrees / (degrees + t * t), degrees / 2, 0.5)
    if name == "chiSquaredUpper":
        statistic, degrees = arguments
        return upper_gamma(degrees / 2, statistic / 2)
    plain = {"ln": math.log, "exp": math.exp, "log2": math.log2}
    return each(plain[name], first)


# The walk.

YEARS = re.compile(r"(?:19|20)[0-9]{2}")


def walk(path):
    tree = Tree()
    tree.feed(open(path, encoding="utf-8").read())
    articles = {n.attributes["id"]: n for n in tree.root.all() if "id" in n.attributes}
    how = next(tree.root.all("section", id="how"))
    main = next(tree.root.all("main", id="main"))
    faults = []
    checked = recomputed = 0

    ids = [n.attributes["id"] for n in tree.root.all() if "id" in n.attributes]
    for double in {i for i in ids if ids.count(i) > 1} if len(ids) != len(set(ids)) else ():
        faults.append(f"the id {double} stands twice")
    for link in tree.root.all("a"):
        target = link.attributes.get("href", "")
        if target.startswith("#") and target[1:] not in articles:
            faults.append(f"{link.text()!r} leads to {target}, which is not there")

    # Every numeric cell of a table of the report is a number that opens.
    for table in main.all("table"):
        if not table.has("data"):
            continue
        for cell in table.all("td"):
            opens = any(cell.all("a", data_explain=True))
            if re.search(r"[0-9]", cell.text()) and not opens:
                faults.append(f"cell {cell.text()!r} does not open")
    # Every number of a finding is one too; years are names.
    for place in list(main.all("h1")) + [li for s in main.all("section") if s.has("findings") or s.has("limits") for li in s.all("li")]:
        outside = "".join(c if isinstance(c, str) else "" for c in place.children)
        for digits in re.findall(r"[0-9]+", outside):
            if not YEARS.fullmatch(digits):
                faults.append(f"{digits} stands loose in {place.text()!r}")

    def value_of(entry):
        """The number an entry gives: worked out from its formula, or as it stands."""
        formula = next((c for p in entry.all("p") if p.has("f") for c in p.all("code")), None)
        output = next(entry.all("output"), None)
        if output is None:
            raise ValueError("no result")
        if formula is None:
            return Printed(output.text()).whole, False
        pairs = [d for d in entry.children if isinstance(d, Node) and d.name == "dl"]
        values = {}
        for symbols in pairs:
            nodes = [n for n in symbols.children if isinstance(n, Node)]
            for term, detail in zip(nodes[::2], nodes[1::2]):
                link = next(detail.all("a"), None)
                text = link.text() if link else detail.text()
                if re.search(r"\bnumbers?\b", text):
                    values[term.text()] = numbers_of_list(
                        articles[link.attributes["href"][1:]], link.attributes.get("data-column"))
                else:
                    values[term.text()] = Printed(text).value
        result = Formula(formula.text()).evaluate(values)
        assert not isinstance(result, list), "a list is no result"
        unit = re.sub(NUMBER, "", output.text(), count=1)
        scale = next((SCALES[w] for w in SCALES if w in unit), 1.0)
        return result * scale, True

    known = {}
    for link in main.all("a", data_explain=True):
        checked += 1
        name = link.attributes["data-explain"]
        text = link.text()
        entry = articles.get(name)
        if entry is None or not any(entry is n for n in how.children):
            faults.append(f"{text!r} has no entry {name}")
            continue
        if re.search(r"\b(nan|inf|infinity|null|nil|undefined)\b", text, re.I):
            faults.append(f"{text!r} is no number a person should meet")
        if link.has("state") or "–" in text:
            continue
        if name not in known:
            try:
                known[name] = value_of(entry)
            except Exception as problem:  # Any failure is a fault of the report, and is named.
                faults.append(f"{text!r} ({name}, {next(entry.all('h3')).text()}): {type(problem).__name__} {problem}")
                known[name] = None
        if known[name] is None:
            continue
        value, was_formula = known[name]
        recomputed += was_formula
        shown = Printed(text)
        # A table has its scale in the heading, so that the number alone may be in a larger unit.
        candidates = [value / shown.scale] + [value / s for s in SCALES.values()]
        # Half of the last digit shown, and what nine digits of an input allow.
        if not any(abs(c - shown.value) <= shown.half * 1.000001 + 1e-7 * abs(c) for c in candidates):
            faults.append(f"{text!r} is shown, {value!r} comes out ({name}, {next(entry.all('h3')).text()})")
    return checked, recomputed, len(known), faults


if __name__ == "__main__":
    failed = False
    for file in sys.argv[1:]:
        checked, recomputed, distinct, faults = walk(file)
        for fault in faults[:40]:
            print("FAILED:", fault)
        print(f"{checked} numbers ({distinct} different) open, {recomputed} worked out again, {len(faults)} faults")
        failed = failed or bool(faults) or checked < 100
    sys.exit(failed)
