internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Which industries stand in the same places more than all industry does (METHODS 1.9, 2.7). The
/// activity of a result is an industry, the object another.
struct CoagglomerationMethod: FindingMethod {
    typealias Context = ClusterContext

    /// Of each industry so many of the others are shown, the most common places first.
    static let partners = 5

    let method = Method(
        id: "coagglomeration",
        name: LocalizedText(
            en: "Co-agglomeration of industries", ru: "Совместная агломерация отраслей"),
        section: "1.9",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "index of co-agglomeration", ru: "индекс совместной агломерации"),
                formula: Expression("sum((s_i - x) * (s_j - x)) / (1 - sum(x^2))"))
        ],
        symbols: [
            Method.Symbol(
                "s_i",
                LocalizedText(
                    en: "shares of places in the one industry", ru: "доли мест в первой отрасли")),
            Method.Symbol(
                "s_j",
                LocalizedText(
                    en: "shares of places in the other", ru: "доли мест во второй отрасли")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "shares of places in all industries",
                    ru: "доли мест во всех отраслях")),
        ],
        reading: LocalizedText(
            en:
                "0: the two industries stand together no more than all industry; positive: where the one is over-represented so is the other; negative: they keep apart. Values are small: 0.01 is much. Of each industry the five strongest partners are shown.",
            ru:
                "0 — отрасли вместе не чаще, чем вся экономика; больше 0 — где сверх меры одна, там и другая; меньше 0 — держатся врозь. Значения малы: 0,01 — уже много. Для каждой отрасли показаны пять сильнейших соседок."
        ),
        literature: [
            "Ellison and Glaeser (1997), Geographic concentration in U.S. manufacturing industries",
            "Ellison, Glaeser and Kerr (2010), What causes industry agglomeration?",
        ],
        paperTag: "P-char")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        guard let last = panel.years.indices.last else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        let figures = YearFigures(context.specialisation, position: last)
        let mass = figures.table.mass
        // An industry with a cell that is not known has no shares.
        let industries = figures.activities.filter { activity in
            figures.exists(activity: activity)
                && figures.places.allSatisfy {
                    (try? figures.cell($0, activity))?.isPoint ?? false
                }
        }
        guard industries.count >= 2, figures.places.count >= 2 else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        let shares = industries.map { activity in
            let column = figures.places.map { mass[$0, activity] }
            let total = column.compensatedSum()
            return column.map { total > 0 ? $0 / total : 0 }
        }
        let sums = figures.places.map { place in
            industries.map { mass[place, $0] }.compensatedSum()
        }
        let all = sums.compensatedSum()
        let whole = sums.map { all > 0 ? $0 / all : 0 }
        let leftOut = figures.activities.count { figures.exists(activity: $0) } - industries.count
        if leftOut > 0 {
            findings.notices.append(
                LocalizedText(
                    en: "Left out: \(leftOut) activities with cells that are missing or hidden.",
                    ru: "Не учтены отрасли с пропусками и скрытыми клетками: \(leftOut)."))
        }
        for one in industries.indices {
            if Task.isCancelled { throw CancellationError() }
            let values = industries.indices.map { other in
                coagglomeration(shares[one], shares[other], whole: whole)
            }
            let others = industries.indices.filter { $0 != one }
                .sorted { (values[$1], $0) < (values[$0], $1) }
            for other in others.prefix(Self.partners).sorted() {
                findings.list.append(
                    finding(one, other, industries, shares, whole, figures))
            }
        }
        return findings
    }

    private func finding(
        _ one: Int, _ other: Int, _ industries: [Int], _ shares: [[Double]], _ whole: [Double],
        _ figures: YearFigures
    ) -> Finding {
        let panel = figures.panel
        func binding(_ symbol: String, _ industry: Int) -> Derivation.Binding {
            Derivation.Binding(
                symbol, .list(shares[industry]),
                from: figures.places.map {
                    .figure(
                        panel.measure.code, panel.places[$0].code,
                        panel.activities[industries[industry]].code, figures.year)
                })
        }
        let spread = 1 - whole.map { $0 * $0 }.compensatedSum()
        return Finding(
            method,
            ResultKey(
                activity: panel.activities[industries[one]].code,
                object: ObjectCode(
                    rawValue: panel.activities[industries[other]].code.rawValue),
                year: figures.year),
            bindings: [
                binding("s_i", one), binding("s_j", other),
                Derivation.Binding(
                    "x", .list(whole), from: figures.places.map { .note(panel.places[$0].name) }),
            ], undefined: spread > 0 ? nil : .monopoly)
    }
}
