internal import Numerics
internal import Region
internal import Wording

/// What draws goods and people between places, as their flows say (METHODS 3.6). The object of a
/// result is the kind of flow.
struct GravityMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    private static let powers = ["origin", "destination", "distance"]

    let method = Method(
        id: "gravity-estimate",
        name: LocalizedText(
            en: "Gravity model estimated from flows", ru: "Гравитационная модель по потокам"),
        section: "3.6",
        components: zip(
            powers,
            [
                LocalizedText(en: "power of the origin's mass", ru: "степень массы отправителя"),
                LocalizedText(
                    en: "power of the destination's mass", ru: "степень массы получателя"),
                LocalizedText(en: "power of distance", ru: "степень расстояния"),
            ]
        ).flatMap { id, name in
            [
                Method.Component(id, name: name, formula: Expression("beta")),
                Method.Component(
                    "\(id)Error",
                    name: LocalizedText(
                        en: "\(name.english): standard error",
                        ru: "\(name.russian): стандартная ошибка"), formula: Expression("se")),
            ]
        } + [
            Method.Component(
                "fit",
                name: LocalizedText(
                    en: "squared correlation of flows and model",
                    ru: "квадрат корреляции потоков и модели"), formula: Expression("r^2")),
            Method.Component(
                "flows", name: LocalizedText(en: "flows", ru: "потоков"), formula: Expression("n")),
        ],
        symbols: [
            Method.Symbol(
                "beta",
                LocalizedText(
                    en: "of T = exp(a) P_i^α P_j^β d^γ, by Poisson pseudo-maximum likelihood",
                    ru: "в T = exp(a) P_i^α P_j^β d^γ, псевдомаксимальное правдоподобие Пуассона")),
            Method.Symbol(
                "se",
                LocalizedText(
                    en: "robust to errors that grow with the flow, divisor n − k",
                    ru: "устойчивая к ошибкам, растущим с потоком, делитель n − k")),
            Method.Symbol(
                "r", LocalizedText(en: "correlation", ru: "корреляция")),
            Method.Symbol(
                "n",
                LocalizedText(
                    en:
                        "pairs of places with masses and coordinates, those without a flow included",
                    ru: "пар мест с массами и координатами, включая пары без потока")),
        ],
        reading: LocalizedText(
            en:
                "A power of distance of −1 halves the flow at twice the distance; the nearer to 0, the less distance hinders. Powers of mass near 1: flows grow in step with size. It describes flows of one year and is no forecast of what a new road would do. Distances are great circles.",
            ru:
                "Степень расстояния −1: вдвое дальше — вдвое меньше; чем ближе к 0, тем меньше мешает расстояние. Степени масс около 1: потоки растут вместе с размером. Это описание потоков одного года, а не прогноз действия новой дороги. Расстояния — по дуге большого круга."
        ),
        literature: [
            "Santos Silva and Tenreyro (2006), The log of gravity",
            "Wilson (1971), A family of spatial interaction models",
        ],
        paperTag: "P-aggl")

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("distance", "great circle, at least half a kilometre")
        ]
        let kinds: [(object: ObjectCode, flows: [PlaceFlow], masses: PlaceSeries?)] = [
            (.trade, context.trade, context.product ?? context.population),
            (.commuting, context.commuting, context.population),
        ]
        for (object, flows, masses) in kinds where !flows.isEmpty {
            if Task.isCancelled { throw CancellationError() }
            findings.list += list(object, flows, masses, context, &findings.notices)
        }
        if context.trade.isEmpty && context.commuting.isEmpty {
            findings.notices = [
                LocalizedText(
                    en: "Needs flows between places: table trade.csv or commuting.csv.",
                    ru: "Нужны потоки между местами: таблица trade.csv или commuting.csv.")
            ]
        }
        return findings
    }

    private func list(
        _ object: ObjectCode, _ flows: [PlaceFlow], _ masses: PlaceSeries?,
        _ context: SettlementContext, _ notices: inout [LocalizedText]
    ) -> [Finding] {
        let system = FlowSystem(flows, masses, context.places)
        if !system.leftOut.isEmpty {
            notices.append(
                LocalizedText(
                    en:
                        "Left out of the flows, without coordinates or mass in \(system.year): \(system.leftOut.joined(separator: ", ")).",
                    ru:
                        "Не учтены в потоках (нет координат или массы за \(system.year) год): \(system.leftOut.joined(separator: ", "))."
                ))
        }
        let key = { (component: String) in
            ResultKey(object: object, year: system.year, component: component)
        }
        let count = system.codes.count
        let pairs = count * (count - 1)
        let source = InputReference.note(
            LocalizedText(
                en: "\(object.rawValue).csv, \(system.year); masses: \(system.massName.english)",
                ru: "\(object.rawValue).csv, \(system.year); массы: \(system.massName.russian)"))
        let found = Result { () throws(Undefined) in
            try GravityEstimate(
                flows: system.flows, origins: system.masses, destinations: system.masses,
                distances: system.distances)
        }
        let number = Finding(
            method, key("flows"), bindings: [Derivation.Binding("n", Double(pairs), from: source)])
        switch found {
        case .failure(let reason):
            return Self.powers.map {
                Finding(method, key($0), bindings: [], undefined: reason)
            } + [number]
        case .success(let model):
            var list = [number]
            for (position, power) in Self.powers.enumerated() {
                list += [
                    Finding(
                        method, key(power),
                        bindings: [
                            Derivation.Binding(
                                "beta", model.coefficients[position + 1], from: source)
                        ], quality: system.quality),
                    Finding(
                        method, key("\(power)Error"),
                        bindings: [
                            Derivation.Binding(
                                "se", model.standardErrors[position + 1], from: source)
                        ], quality: system.quality),
                ]
            }
            list.append(
                Finding(
                    method, key("fit"),
                    bindings: [
                        Derivation.Binding("r", model.fit.squareRoot(), from: source)
                    ], quality: system.quality))
            return list
        }
    }
}

/// Flows between the places that have a mass and coordinates, as tables.
struct FlowSystem: Sendable {
    let year: Year
    let codes: [PlaceCode]
    let flows: [[Double]]
    let masses: [Double]
    let distances: [[Double]]
    let quality: Quality
    let massName: LocalizedText
    /// Codes of places in the flows that have no mass or no coordinates.
    let leftOut: [String]

    init(_ list: [PlaceFlow], _ series: PlaceSeries?, _ places: [Place]) {
        let year = list.first?.year ?? 0
        let known = Dictionary(places.map { ($0.code, $0) }) { first, _ in first }
        let all = Set(list.flatMap { [$0.from, $0.to] }).sorted()
        var codes: [PlaceCode] = []
        var points: [Coordinates] = []
        var masses: [Double] = []
        var leftOut: [String] = []
        for code in all {
            let cell = series.map { $0[code, year] }
            guard let point = known[code]?.coordinates, let cell, cell.state.isKnown,
                cell.value > 0
            else {
                leftOut.append(code.rawValue)
                continue
            }
            codes.append(code)
            points.append(point)
            masses.append(cell.value)
        }
        let positions = Dictionary(
            uniqueKeysWithValues: codes.enumerated().map { ($0.element, $0.offset) })
        var flows = Array(
            repeating: [Double](repeating: 0, count: codes.count), count: codes.count)
        for flow in list {
            guard let from = positions[flow.from], let to = positions[flow.to] else { continue }
            flows[from][to] += flow.value
        }
        self.year = year
        self.codes = codes
        self.masses = masses
        self.flows = flows
        self.leftOut = leftOut
        distances = points.indices.map { from in
            points.indices.map {
                $0 == from ? 0 : max(0.5, points[from].kilometres(to: points[$0]))
            }
        }
        quality = list.map(\.quality).max() ?? .computed
        massName = series?.measure.name ?? LocalizedText(en: "none", ru: "нет")
    }
}
