"""Opens reports from disk in a real browser, as a person with a mouse, a keyboard, a phone, a
printer or a screen reader does.

Usage: browser.py ENGLISH.html RUSSIAN.html FOLDER-FOR-PICTURES
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("UKLAD_CHROMIUM", "/usr/bin/chromium")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
passed = failed = 0


def expect(sentence, holds, detail=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {sentence} {detail}", file=sys.stderr)


class Visit:
    """A page with what went wrong on it: requests outside, messages of the console."""

    def __init__(self, browser, file, width, scheme="light", **options):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        self.page = self.context.new_page()
        self.requests, self.messages = [], []
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("console", lambda m: self.messages.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.messages.append(str(e)))
        self.page.goto(Path(file).as_uri())
        self.page.wait_for_load_state()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        outside = [u for u in self.requests[1:] if not u.startswith(("data:", "blob:"))]
        expect("nothing is requested", outside == [], outside)
        expect("the console is silent", self.messages == [], self.messages)
        self.context.close()


def axe(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(v["id"], v["impact"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found]


def looks(browser, file, language, pictures):
    """Two widths and themes in either language: no violation, no sideways scroll."""
    variants = ((1440, "light"), (390, "dark")) if language == "ru" else ((1440, "dark"), (390, "light"))
    for width, scheme in variants:
        with Visit(browser, file, width, scheme) as visit:
            page = visit.page
            name = f"{language}-{width}-{scheme}"
            expect(f"{name}: axe finds nothing", not (found := axe(page)), found)
            sideways = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth")
            expect(f"{name}: no sideways scroll", sideways <= 0, sideways)
            small = page.evaluate(
                """[...document.querySelectorAll('main *')].filter(e => e.checkVisibility() &&
                [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) &&
                parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.outerHTML.slice(0, 80)).slice(0, 3)""")
            expect(f"{name}: no text under 12 px", small == [], small)
            if pictures:
                page.screenshot(path=f"{pictures}/{name}.png", full_page=True)


def explanations(browser, file, language):
    """A number opens to its explanation, the explanation to its figures; closing gives focus back."""
    with Visit(browser, file, 1440) as visit:
        page = visit.page
        dialog = page.locator("dialog.pop")
        number = page.locator(".keys a.n").first
        number.click()
        expect("a click opens the explanation", dialog.is_visible())
        expect("it has a formula and its result", dialog.locator("output").count() == 1)
        shown = number.inner_text()
        figure = dialog.locator("dd a").first
        name = figure.get_attribute("href")
        figure.click()
        expect("an input opens in the same place", dialog.locator("output").count() == 1 and name)
        dialog.locator("[data-back]").click()
        expect("back leads to the number", dialog.locator("dd a").first.get_attribute("href") == name)
        page.keyboard.press("Escape")
        expect("Escape closes", not dialog.is_visible())
        focused = page.evaluate("document.activeElement.textContent")
        expect("and gives focus back to the number", focused == shown, focused)

        page.locator("[data-open]").first.click()
        expect("\"How computed\" opens too", dialog.is_visible())
        dialog.locator("[data-close]").click()
        expect("the button closes", not dialog.is_visible())
        expect("and gives focus back", page.evaluate("document.activeElement.matches('[data-open]')"))


def without_script(browser, file):
    """Without script each number is a link, and its entry appears where the link leads."""
    with Visit(browser, file, 1440, java_script_enabled=False) as visit:
        page = visit.page
        link = page.locator("a[data-explain]").first
        name = link.get_attribute("href")[1:]
        expect("entries wait hidden", not page.locator(f"[id='{name}']").is_visible())
        link.click()
        expect("a number leads to its entry", page.locator(f"[id='{name}']").is_visible())


def keyboard(browser, file):
    """The Tab key walks through the page; in a table it stops once, arrows do the rest."""
    with Visit(browser, file, 1440) as visit:
        page = visit.page
        page.keyboard.press("Tab")
        expect("the first stop skips to the report",
               page.evaluate("document.activeElement.className") == "skip")
        stops, tables = [], set()
        for _ in range(400):
            page.keyboard.press("Tab")
            here = page.evaluate(
                """(() => { const e = document.activeElement; if (!e || e === document.body) return null;
                const box = e.getBoundingClientRect(), table = e.closest('table.data');
                return [e.tagName, box.width > 0, getComputedStyle(e).outlineStyle !== 'none', table ? e.tagName + table.getAttribute('aria-labelledby') : '']; })()""")
            if here is None:
                break
            stops.append(here)
            if here[3]:
                expect(f"a table is one stop ({here[3]})", here[3] not in tables)
                tables.add(here[3])
        expect("the walk has an end", len(stops) < 400, len(stops))
        expect("every stop can be seen", all(s[1] for s in stops))
        expect("every stop shows that it has focus", all(s[2] for s in stops),
               [s for s in stops if not s[2]][:3])
        cell = page.locator("table.data a.n[tabindex='0']").first
        cell.focus()
        before = page.evaluate("document.activeElement.getAttribute('href')")
        page.keyboard.press("ArrowDown")
        after = page.evaluate("document.activeElement.getAttribute('href')")
        expect("an arrow goes to the next number", before != after)
        page.keyboard.press("Enter")
        expect("Enter opens it", page.locator("dialog.pop").is_visible())
        page.keyboard.press("Escape")
        expect("and Escape gives it back",
               page.evaluate("document.activeElement.getAttribute('href')") == after)


def theme(browser, file):
    with Visit(browser, file, 1440, "light") as visit:
        page = visit.page
        colour = lambda: page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        light = colour()
        page.locator("[data-theme-switch]").click()
        expect("the button makes it dark", colour() != light, light)
        page.locator("[data-theme-switch]").click()
        expect("and light again", colour() == light)


def years(browser, file):
    """The bubbles play over the years."""
    with Visit(browser, file, 1440) as visit:
        page = visit.page
        slider = page.locator("[data-years] input[type=range]").first
        if slider.count() == 0:
            expect("there is no year to play without a picture of years",
                   page.locator("[data-years]").count() == 0)
            return
        state = lambda: page.locator("[data-years]").first.inner_html()
        last = state()
        slider.focus()
        page.keyboard.press("ArrowLeft")
        expect("a year back changes the picture", state() != last)


def prints(file, pictures):
    """The report as PDF: made in one go, with text that can be searched."""
    target = f"{pictures}/{Path(file).stem}.pdf"
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={target}", Path(file).as_uri()],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    data = Path(target).read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b", data))
    expect("it prints to a PDF of a readable number of pages", 3 <= pages <= 80, pages)
    expect("tagged for a screen reader", b"/MarkInfo" in data or b"/StructTreeRoot" in data)
    return pages


def main():
    english, russian, pictures = sys.argv[1:4]
    started = time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        looks(browser, russian, "ru", pictures)
        looks(browser, english, "en", pictures)
        for file, language in ((russian, "ru"), (english, "en")):
            explanations(browser, file, language)
        without_script(browser, russian)
        keyboard(browser, russian)
        theme(browser, russian)
        years(browser, russian)
        browser.close()
    pages = prints(russian, pictures)
    print(f"Browser: {passed} passed, {failed} failed, {pages} printed pages, "
          f"{time.monotonic() - started:.0f} s")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
