internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Which neighbouring places have a like structure and could be planned as one (METHODS 3.0), in
/// the last year.
struct RegionalisationMethod: FindingMethod {
    typealias Context = SpecialisationContext

    /// Regions that the tree is cut into.
    static let wanted = 6
    /// What a region of the other division has at least, of all.
    static let leastShare = 0.1

    let method = Method(
        id: "like-neighbours",
        name: LocalizedText(
            en: "Neighbours with a like structure (SKATER, max-p)",
            ru: "Соседи со сходной структурой (SKATER, max-p)"),
        section: "3.0",
        components: [
            Method.Component(
                "group", name: LocalizedText(en: "number of its group", ru: "номер группы"),
                formula: Expression("c")),
            Method.Component(
                "largeGroup",
                name: LocalizedText(
                    en: "number of its group of at least a tenth of the whole",
                    ru: "номер группы не меньше десятой доли целого"),
                formula: Expression("c_p")),
            Method.Component(
                "within",
                name: LocalizedText(
                    en: "differences left within groups", ru: "различия внутри групп"),
                formula: Expression("W / T")),
            Method.Component(
                "withinLarge",
                name: LocalizedText(
                    en: "differences left within groups of at least a tenth",
                    ru: "различия внутри групп не меньше десятой доли"),
                formula: Expression("W / T")),
        ],
        symbols: [
            Method.Symbol(
                "c",
                LocalizedText(
                    en:
                        "the tree of the most alike neighbours, cut where it lowers the differences within most",
                    ru:
                        "дерево самых похожих соседей, разрезанное там, где это сильнее снижает различия внутри"
                )),
            Method.Symbol(
                "c_p",
                LocalizedText(
                    en:
                        "as many groups of neighbours as can be, each with at least a tenth of the whole",
                    ru: "наибольшее число групп соседей, в каждой не меньше десятой доли целого")),
            Method.Symbol(
                "W",
                LocalizedText(
                    en: "Σ of squared distances of shares to the mean of the group",
                    ru: "Σ квадратов расстояний долей до среднего группы")),
            Method.Symbol(
                "T",
                LocalizedText(en: "the same to the mean of all", ru: "то же до общего среднего")),
        ],
        reading: LocalizedText(
            en:
                "Places with one number are neighbours of each other and have a like structure of activities. The smaller the share of differences left within groups, the more the division says; near 1 it says nothing. Neighbours are the nearest places, not those with a common border. Both are heuristics: another start can find a slightly better division.",
            ru:
                "Места с одним номером соседствуют, и структура отраслей у них сходная. Чем меньше доля различий, оставшаяся внутри групп, тем больше говорит деление; около 1 — ничего. Соседи — ближайшие места, а не общие границы. Оба способа — эвристики: другое начало может дать деление чуть лучше."
        ),
        literature: [
            "Assunção, Neves, Câmara and Freitas (2006), Efficient regionalization techniques for socio-economic geographical units using minimum spanning trees",
            "Duque, Anselin and Rey (2012), The max-p-regions problem",
        ],
        paperTag: "P-aggl")

    func findings(in context: SpecialisationContext) throws(CancellationError) -> Findings {
        let panel = context.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        findings.parameters = [
            .init("neighbours", context.weights?.rule ?? "none"),
            .init("groups", "\(Self.wanted)"),
            .init("leastShare", Expression.plainNumber(Self.leastShare)),
            .init("seed", "\(context.parameters.seed)"),
        ]
        guard let weights = context.weights, let last = panel.years.indices.last else {
            findings.notices = [lackingNeighbours]
            return findings
        }
        let figures = YearFigures(context, position: last)
        let rows = Dictionary(
            weights.places.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        let places = figures.places.filter { place in
            figures.exists(place: place) && rows[panel.places[place].code] != nil
                && figures.activities.allSatisfy {
                    (try? figures.cell(place, $0))?.isPoint ?? false
                }
        }
        let leftOut = figures.places.count - places.count
        if leftOut > 0 {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Left out: \(leftOut) places without coordinates, or with cells that are missing or hidden.",
                    ru:
                        "Не учтены места без координат или с пропусками и скрытыми клетками: \(leftOut)."
                ))
        }
        let shares = places.map { place -> [Double] in
            let own = figures.activities.map { figures.table.mass[place, $0] }
            let total = own.compensatedSum()
            return own.map { total > 0 ? $0 / total : 0 }
        }
        let links = Neighbourhood(
            binary: places.map { place in
                let own = rows[panel.places[place].code] ?? 0
                return places.indices.filter { other in
                    let row = rows[panel.places[places[other]].code] ?? 0
                    return row != own && weights.weights[own, row] > 0
                }
            })
        if Task.isCancelled { throw CancellationError() }
        let masses = places.map { place in
            figures.activities.map { figures.table.mass[place, $0] }.compensatedSum()
        }
        list(
            places, shares, masses.map { max(0, $0) }, links, figures, &findings)
        return findings
    }

    private func list(
        _ places: [Int], _ shares: [[Double]], _ masses: [Double], _ links: Neighbourhood,
        _ figures: YearFigures, _ findings: inout Findings
    ) {
        let panel = figures.panel
        let tree = Result { () throws(Undefined) in
            try SpanningTreeRegions(shares, links, regions: Self.wanted, leastSize: 2)
        }
        let large = Result { () throws(Undefined) in
            try MaxPRegions(
                shares, amounts: masses, threshold: Self.leastShare * masses.compensatedSum(),
                links, seed: figures.parameters.seed)
        }
        let all = (try? tree.get())?.totalSquares ?? 0
        func whole(
            _ component: String, _ squares: Result<Double, Undefined>
        ) -> Finding {
            var reason: Undefined?
            var within = 0.0
            switch squares {
            case .success(let value): within = value
            case .failure(let failure): reason = failure
            }
            if reason == nil, all <= 0 { reason = .constantInput }
            let note = InputReference.note(
                LocalizedText(
                    en: "shares of activities in \(places.count) places",
                    ru: "доли отраслей, мест: \(places.count)"))
            return Finding(
                method, ResultKey(year: figures.year, component: component),
                bindings: reason == nil
                    ? [
                        Derivation.Binding("W", within, from: note),
                        Derivation.Binding("T", all, from: note),
                    ] : [], undefined: reason)
        }
        findings.list.append(whole("within", tree.map(\.withinSquares)))
        findings.list.append(whole("withinLarge", large.map(\.withinSquares)))
        for (index, place) in places.enumerated() {
            let key = { (component: String) in
                ResultKey(
                    place: panel.places[place].code, year: figures.year, component: component)
            }
            if case .success(let tree) = tree {
                findings.list.append(
                    Finding(
                        method, key("group"),
                        bindings: [
                            Derivation.Binding(
                                "c", Double(tree.regions[index] + 1),
                                from: .note(
                                    LocalizedText(
                                        en: "groups: \(tree.count)", ru: "групп: \(tree.count)")))
                        ]))
            }
            if case .success(let large) = large {
                let own = large.regions[index]
                findings.list.append(
                    Finding(
                        method, key("largeGroup"),
                        bindings: [
                            Derivation.Binding(
                                "c_p", Double((own ?? -1) + 1),
                                from: .note(
                                    LocalizedText(
                                        en: "groups: \(large.count)", ru: "групп: \(large.count)"))
                            )
                        ], undefined: own == nil ? .noNeighbour : nil))
            }
        }
    }

    private let lackingNeighbours = LocalizedText(
        en: "Needs the coordinates of all places: columns lon and lat of places.csv.",
        ru: "Нужны координаты всех мест: столбцы lon и lat таблицы places.csv.")
}
