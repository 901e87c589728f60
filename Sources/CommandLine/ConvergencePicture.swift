import Assessment
import Figures
import Region
import Wording

/// How the distribution of a deposit's value settles, drawn.
struct ConvergencePicture {
    private let names: ReferenceNames
    private let language: Language

    init(_ run: Run, _ language: Language) {
        names = ReferenceNames(run)
        self.language = language
    }

    /// - Parameters:
    ///   - rows: Of `deposit-convergence`.
    ///   - isAsked: Whether a row is of the deposit to draw.
    /// - Throws: Where several are, or none.
    func picture(_ rows: [ResultRow], of isAsked: (ResultKey) -> Bool) throws -> String {
        var known: Set<String> = []
        var steps: [ObjectCode: [Int: [String: Double]]] = [:]
        for row in rows {
            guard let code = row.key.object?.rawValue, let slash = code.lastIndex(of: "/"),
                let draws = Int(code[code.index(after: slash)...]), let value = row.outcome.value
            else { continue }
            known.insert(String(code[..<slash]))
            guard isAsked(row.key) else { continue }
            steps[ObjectCode(rawValue: String(code[..<slash])), default: [:]][draws, default: [:]][
                row.key.component] = value
        }
        guard steps.count == 1, let (deposit, course) = steps.first, let most = course.keys.max()
        else {
            let list = known.sorted().joined(separator: ", ")
            throw Failure.usage(
                LocalizedText(
                    en: "A picture shows one deposit; these options leave \(steps.count).",
                    ru: "На рисунке один отвал; эти условия оставляют \(steps.count)."),
                expected: LocalizedText(
                    en: "--deposit with one of: \(list).", ru: "--deposit с одним из: \(list)."),
                remedy: LocalizedText(
                    en: "Name the deposit and its process.", ru: "Назовите отвал и технологию."))
        }
        let isRussian = language == .russian
        func shown(_ component: String) -> String {
            NumberWording.text(course[most]?[component] ?? 0, significant: 3, in: language)
        }
        let name = names.name(deposit, language)
        return ConvergenceChart(
            title: isRussian
                ? "\(name): половина случаев ниже \(shown("p50")) (\(shown("p50Low")) … \(shown("p50High"))) млн, случаев — \(most)"
                : "\(name): half of the draws are under \(shown("p50")) (\(shown("p50Low")) to \(shown("p50High"))) million, of \(most)",
            summary: isRussian
                ? "Квантили стоимости по первым случаям. В пределах отрезков квантиль лежит в 95 случаях из 100."
                : "Quantiles of the value by the first draws. Whiskers hold the quantile in 95 cases of 100.",
            horizontalAxis: isRussian ? "случаев учтено" : "draws counted",
            verticalAxis: isRussian ? "ЧДД, млн" : "net present value, million",
            courses: [("p10", 0), ("p50", 1), ("p90", 2)].map { id, number in
                ConvergenceChart.Course(
                    name: Self.quantiles[number][language], paint: .series(number),
                    steps: course.compactMap { draws, values in
                        guard let value = values[id], let low = values[id + "Low"],
                            let high = values[id + "High"], low <= high
                        else { return nil }
                        return ConvergenceChart.Step(draws: draws, value: value, band: low...high)
                    })
            }
        ).drawing(width: 628, language: language).svg(.standalone(.light))
    }

    private static let quantiles = [
        LocalizedText(en: "10 of 100 are under", ru: "ниже — 10 из 100"),
        LocalizedText(en: "half are under", ru: "ниже — половина"),
        LocalizedText(en: "90 of 100 are under", ru: "ниже — 90 из 100"),
    ]
}
