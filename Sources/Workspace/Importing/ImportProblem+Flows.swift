import Tabular
import Wording

extension ImportProblem {
    /// What keeps a flow table of many countries from being taken.
    var flowWords: (LocalizedText, LocalizedText, LocalizedText)? {
        switch kind {
        case .noCountryChosen(let found):
            Self.said(
                (
                    "The table has many countries, and none is chosen.",
                    "В таблице много стран, и ни одна не выбрана."
                ),
                Self.oneOf(found),
                (
                    "Say which one: `--country RUS`, or `country: RUS` in the mapping.",
                    "Укажите страну: `--country RUS` или `country: RUS` в описании импорта."
                ))
        case .noSuchCountry(let country, let found, let suggestion):
            Self.said(
                (
                    "The table has no country \"\(Excerpt.of(country))\".",
                    "Страны «\(Excerpt.of(country))» в таблице нет."
                ),
                suggestion.map { ("perhaps \($0)", "возможно, \($0)") } ?? Self.oneOf(found),
                ("Correct the country's code.", "Исправьте код страны."))
        case .noFlowLabel:
            Self.said(
                (
                    "A row or column of the table is called neither by country and industry nor by what it sums.",
                    "Строка или столбец таблицы не названы ни страной и отраслью, ни видом итога."
                ),
                (
                    "such as `RUS_B05_06`, `RUS_HFCE`, `TLS`, `VA` or `OUT`",
                    "вид `RUS_B05_06`, `RUS_HFCE`, `TLS`, `VA` или `OUT`"
                ),
                (
                    "Take the CSV file as the OECD publishes it.",
                    "Возьмите файл CSV в том виде, в каком его публикует ОЭСР."
                ))
        case .noFlowFile(let name):
            Self.said(
                (
                    "\(Excerpt.of(name)) is no table of EXIOBASE.",
                    "\(Excerpt.of(name)) — не таблица EXIOBASE."
                ),
                (
                    "a table separated by tabs, its first two rows `region` and `sector` (in Y.txt `category`)",
                    "таблица с табуляцией, первые две строки которой — `region` и `sector` (в Y.txt `category`)"
                ),
                (
                    "Unpack the whole folder and name its Z.txt: Y.txt, x.txt and F.txt are read beside it.",
                    "Распакуйте папку целиком и укажите её Z.txt: рядом читаются Y.txt, x.txt и F.txt."
                ))
        case .flowPartMissing(let label, let isRow):
            Self.said(
                (
                    "The table has no \(isRow ? "row" : "column") \(Excerpt.of(label)).",
                    "В таблице нет \(isRow ? "строки" : "столбца") \(Excerpt.of(label))."
                ),
                (
                    "a row and a column for each industry of the country, its value added and its output",
                    "строка и столбец для каждой отрасли страны, её добавленная стоимость и выпуск"
                ),
                (
                    "Fetch the file anew: a part of it is not there.",
                    "Получите файл заново: часть его отсутствует."
                ))
        case .flowsDoNotAdd(let label, let isRow, let sum, let output):
            Self.said(
                (
                    "\(isRow ? "Row" : "Column") \(Excerpt.of(label)) adds up to \(Self.shown(sum)), its output is \(Self.shown(output)): \(Self.shown(sum - output)) off.",
                    "Сумма \(isRow ? "строки" : "столбца") \(Excerpt.of(label)) — \(Self.shown(sum, .comma)), выпуск — \(Self.shown(output, .comma)): разница \(Self.shown(sum - output, .comma))."
                ),
                (
                    "the same but for rounding: what an industry sells, and what it buys with value added and taxes, is its output",
                    "равенство с точностью до округления: продажи отрасли и её затраты с добавленной стоимостью и налогами равны выпуску"
                ),
                (
                    "Fetch the file anew, or correct the cell that was changed.",
                    "Получите файл заново или исправьте изменённую клетку."
                ))
        default: nil
        }
    }

    private static func oneOf(_ list: [String]) -> (String, String) {
        let shown = list.prefix(20).map { Excerpt.of($0) }.joined(separator: ", ")
        let more = list.count > 20 ? ", …" : ""
        return ("one of: \(shown)\(more)", "одно из: \(shown)\(more)")
    }

    /// Four decimals are enough to see what is wrong.
    private static func shown(_ value: Double, _ mark: DecimalMark = .point) -> String {
        guard value.isFinite else { return "∞" }
        let places = abs(value) < 1e11 ? (value * 1e4).rounded() / 1e4 : value
        return NumberText.shortest(places, mark: mark)
    }
}
