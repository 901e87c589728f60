"""Makes regions.xlsx, a table in the style of a statistical yearbook: a title, a heading of two
levels with merged cells, signs for figures that are not there, and a second sheet.

    python make-workbook.py regions.xlsx      (openpyxl 3.1.5)
"""

import datetime
import sys

import openpyxl

book = openpyxl.Workbook()
book.properties.created = book.properties.modified = datetime.datetime(2026, 1, 1)
cover = book.active
cover.title = "Обложка"
cover["A1"] = "Регионы России"
sheet = book.create_sheet("Таблица 1")
for row in [
    ["Структура валовой добавленной стоимости, в процентах"],
    [],
    ["Регион", "Добыча полезных ископаемых", None, "Обрабатывающие производства", None],
    [None, "2018 г.", "2019 г.", "2018 г.", "2019 г."],
    ["Российская Федерация", 11.5, 12, 14, 14.1],
    ["Кемеровская область", 35.5, "…", 20, "к"],
    ["Омск", 0, "-", "х", 41.25],
    ["1) Предварительно."],
]:
    sheet.append(row)
sheet.merge_cells("A3:A4")
sheet.merge_cells("B3:C3")
sheet.merge_cells("D3:E3")
book.save(sys.argv[1])
