internal import Numerics
internal import Region
internal import Wording

/// Modes as generations of one technology, each taking over what the one before had won
/// (METHODS 8.3).
struct ModeGenerationMethod: FindingMethod {
    typealias Context = ModeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "mode-generations",
        name: LocalizedText(en: "Modes as generations", ru: "Уклады как поколения техники"),
        section: "8.3",
        components: [
            Method.Component(
                "innovation",
                name: LocalizedText(en: "who begin by themselves", ru: "начинают сами"),
                formula: Expression("p")),
            Method.Component(
                "imitation",
                name: LocalizedText(en: "who follow others", ru: "следуют за другими"),
                formula: Expression("q")),
            Method.Component(
                "potential",
                name: LocalizedText(
                    en: "what the mode adds to the whole", ru: "что уклад добавляет к целому"),
                formula: Expression("m")),
            Method.Component(
                "share", name: LocalizedText(en: "share", ru: "доля"),
                formula: Expression("s / sum(t)")),
            Method.Component(
                "miss",
                name: LocalizedText(
                    en: "error of the fit, share of the values", ru: "ошибка подгонки, доля"),
                formula: Expression("sqrt(e) / u")),
        ],
        symbols: [
            Method.Symbol("p", LocalizedText(en: "innovation, a year", ru: "инновация, за год")),
            Method.Symbol("q", LocalizedText(en: "imitation, a year", ru: "имитация, за год")),
            Method.Symbol(
                "m", LocalizedText(en: "potential of the mode", ru: "потенциал уклада")),
            Method.Symbol(
                "s",
                LocalizedText(en: "size of the mode by the curve", ru: "размер уклада по кривой")),
            Method.Symbol(
                "t", LocalizedText(en: "sizes of all modes", ru: "размеры всех укладов")),
            Method.Symbol(
                "e", LocalizedText(en: "mean squared error", ru: "средний квадрат ошибки")),
            Method.Symbol("u", LocalizedText(en: "the mean share", ru: "средняя доля")),
        ],
        reading: LocalizedText(
            en:
                "Norton and Bass: each mode wins users of its own and takes those of the mode before; the years that modes begin are those of their waves (facts.csv) and not fitted. One innovation and one imitation hold for all. The fit is of shares, since sizes in current prices grow with prices. With the few years that a region has, this says which way a mode goes and not when: read it beside mode-transition, which supposes less.",
            ru:
                "Нортон и Басс: каждый уклад завоёвывает своих и забирает завоёванное прежним; годы начала укладов взяты по волнам (facts.csv) и не подгоняются. Инновация и имитация общие для всех. Подгоняются доли, поскольку размеры в текущих ценах растут вместе с ценами. При немногих годах, которые есть у региона, это говорит, куда идёт уклад, но не когда; читайте рядом с mode-transition, где предположений меньше."
        ),
        literature: [
            "Norton and Bass (1987), A diffusion theory model of adoption and substitution for successive generations of high-technology products"
        ],
        paperTag: "P-mode")

    func findings(in context: ModeContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [.init("years", "\(context.parameters.modeYears)")]
        let modes = TechnologicalMode.named.filter { context.waves[$0] != nil }
        guard modes.count > 1 else {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs the years that the waves of modes begin (technological_mode_3_wave_start … of facts.csv, without a place).",
                    ru:
                        "Нужны годы начала волн укладов (technological_mode_3_wave_start … в facts.csv, без места)."
                )
            ]
            return findings
        }
        for map in context.maps {
            if Task.isCancelled { throw CancellationError() }
            add(modes, map, context, &findings)
        }
        if findings.list.isEmpty {
            findings.notices = [
                ModeContext.lacking,
                LocalizedText(
                    en: "Needs two years of one classification at least (observations.csv).",
                    ru: "Нужны хотя бы два года по одной классификации (observations.csv)."),
            ]
        }
        return findings
    }

    private func add(
        _ modes: [TechnologicalMode], _ map: ModeMap, _ context: ModeContext,
        _ findings: inout Findings
    ) {
        let accounts = context.accounts(map)
        guard let last = accounts.last else { return }
        let own = accounts.filter { $0.classification == last.classification }
        let points = own.map { account in
            let shares = account.shares
            let whole = modes.reduce(0) { $0 + shares[$1] }
            return (
                year: Double(account.year),
                sizes: modes.map { whole > 0 ? shares[$0] / whole : 0 }
            )
        }
        let entries = modes.map { Double(context.waves[$0] ?? 0) }
        guard let curve = NortonBass(fitting: points, entries: entries) else { return }
        let quality = max(.estimate, last.quality)
        let note = InputReference.note(
            LocalizedText(
                en: "fitted to \(points.count) years", ru: "по годам: \(points.count)"))
        func finding(
            _ component: String, _ mode: TechnologicalMode?, _ year: Year,
            _ bindings: [Derivation.Binding]
        ) {
            findings.list.append(
                Finding(
                    method, context.key(component, map, mode?.code, year: year),
                    bindings: bindings, quality: quality))
        }
        finding(
            "innovation", nil, last.year, [Derivation.Binding("p", curve.innovation, from: note)])
        finding(
            "imitation", nil, last.year, [Derivation.Binding("q", curve.imitation, from: note)])
        let misses = points.flatMap { point in
            zip(point.sizes, curve.sizes(point.year)).map { ($0 - $1) * ($0 - $1) }
        }
        finding(
            "miss", nil, last.year,
            [
                Derivation.Binding("e", misses.mean ?? 0, from: note),
                Derivation.Binding(
                    "u", 1 / Double(modes.count),
                    from: .note(
                        LocalizedText(
                            en: "of \(modes.count) modes", ru: "по укладам: \(modes.count)"))),
            ])
        for (place, mode) in modes.enumerated() {
            finding(
                "potential", mode, last.year,
                [Derivation.Binding("m", curve.potentials[place], from: note)])
        }
        for ahead in [0, context.parameters.modeYears] {
            let sizes = curve.sizes(Double(last.year + ahead))
            guard sizes.reduce(0, +) > 0 else { continue }
            for (place, mode) in modes.enumerated() {
                finding(
                    "share", mode, last.year + ahead,
                    [
                        Derivation.Binding("s", sizes[place], from: note),
                        Derivation.Binding(
                            "t", .list(sizes), from: sizes.map { _ in note }),
                    ])
            }
        }
    }
}
