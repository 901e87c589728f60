import Assessment
import Figures
import Region
import Wording
import Workspace

extension ForecastWords {
    /// A series as a fan: its known years, the forecast and both bands.
    ///
    /// - Throws: Where the options leave several series, or one without bands.
    func picture(
        _ series: Series, _ known: [(year: Year, value: Double)], _ unit: Unit?
    ) throws -> String {
        let ahead = series.years.compactMap { year -> FanChart.Ahead? in
            guard let point = series.value("point", year),
                let low = series.value("low80", year), let high = series.value("high80", year),
                let least = series.value("low95", year), let most = series.value("high95", year),
                low <= high, least <= most
            else { return nil }
            return FanChart.Ahead(year: year, value: point, bands: [low...high, least...most])
        }
        guard !known.isEmpty, let last = ahead.last else {
            throw Failure.usage(
                LocalizedText(
                    en: "The series has no bands to draw.", ru: "У ряда нет полос для рисунка."),
                expected: LocalizedText(
                    en: "figures of three years at least, not all on one line.",
                    ru: "данные хотя бы за три года, не на одной прямой."),
                remedy: LocalizedText(
                    en: "Leave out --output to see what there is.",
                    ru: "Уберите --output, чтобы увидеть, что есть."))
        }
        let band = last.bands[0]
        func shown(_ value: Double) -> String {
            NumberWording.text(value, significant: 4, in: language)
        }
        let isRussian = language == .russian
        // Products are no measures of the workspace, so that their unit comes with the figures.
        let name = title(series, unit)
        let heading =
            isRussian
            ? "\(name): в \(last.year) году от \(shown(band.lowerBound)) до \(shown(band.upperBound)) в восьми случаях из десяти"
            : "\(name): \(shown(band.lowerBound)) to \(shown(band.upperBound)) in \(last.year), in eight cases of ten"
        let chart = FanChart(
            title: heading,
            summary: isRussian
                ? "Известные годы и прогноз. Полосы знают лишь прошлые ошибки."
                : "Known years, then the forecast. The bands know of past errors and of nothing else.",
            axis: name, known: known.map { FanChart.Point(year: $0.year, value: $0.value) },
            ahead: ahead, knownName: isRussian ? "известно" : "known",
            aheadName: isRussian ? "прогноз" : "forecast", bandNames: ["80 %", "95 %"])
        return chart.drawing(width: 628, language: language).svg(.standalone(.light))
    }
}
