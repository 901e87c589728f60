internal import Numerics
internal import Region
internal import Wording

/// Which industries of the region pull and push the others (METHODS 5.3).
struct LinkageMethod: FindingMethod {
    typealias Context = FlowContext

    let scope = MethodScope.regions

    let method = Method(
        id: "industry-linkages",
        name: LocalizedText(en: "Linkages of industries", ru: "Межотраслевые связи"),
        section: "5.3",
        components: [
            Method.Component(
                "backward",
                name: LocalizedText(
                    en: "backward: pulls its suppliers", ru: "обратные: тянет поставщиков"),
                formula: Expression("sum(l) / mean(L)")),
            Method.Component(
                "forward",
                name: LocalizedText(
                    en: "forward: carries its buyers", ru: "прямые: держит потребителей"),
                formula: Expression("sum(g) / mean(G)")),
            Method.Component(
                "forwardLeontief",
                name: LocalizedText(
                    en: "forward, after Rasmussen", ru: "прямые по Расмуссену"),
                formula: Expression("sum(r) / mean(R)")),
            Method.Component(
                "spread",
                name: LocalizedText(
                    en: "spread of what it pulls", ru: "разброс обратных связей"),
                formula: Expression("sdn(l) / mean(l)")),
            Method.Component(
                "upstreamness",
                name: LocalizedText(
                    en: "steps to the last buyer", ru: "шагов до последнего покупателя"),
                formula: Expression("sum(g)")),
            Method.Component(
                "key",
                name: LocalizedText(en: "key industry", ru: "ключевая отрасль"),
                formula: Expression("atLeast(b, 1) * atLeast(f, 1)")),
        ],
        symbols: [
            Method.Symbol(
                "l",
                LocalizedText(
                    en: "the industry's column of the Leontief inverse",
                    ru: "столбец отрасли в матрице полных затрат")),
            Method.Symbol(
                "L",
                LocalizedText(
                    en: "column sums of all industries", ru: "суммы столбцов всех отраслей")),
            Method.Symbol(
                "g",
                LocalizedText(
                    en: "its row of Ghosh's inverse", ru: "её строка в обратной матрице Гоша")),
            Method.Symbol(
                "G",
                LocalizedText(en: "row sums of all industries", ru: "суммы строк всех отраслей")
            ),
            Method.Symbol(
                "r",
                LocalizedText(
                    en: "its row of the Leontief inverse", ru: "её строка в матрице полных затрат")),
            Method.Symbol(
                "R",
                LocalizedText(
                    en: "row sums of all industries in it", ru: "суммы её строк всех отраслей")),
            Method.Symbol("b", LocalizedText(en: "backward linkage", ru: "обратные связи")),
            Method.Symbol("f", LocalizedText(en: "forward linkage", ru: "прямые связи")),
        ],
        reading: LocalizedText(
            en:
                "1 is the mean industry of the region. Backward over 1: growth there pulls suppliers along. Forward over 1: others depend on what it delivers. Both: a key industry (1 in the last column). A wide spread says that few suppliers get it all. Linkages say nothing of size: a small industry may have strong ones.",
            ru:
                "1 — средняя отрасль региона. Обратные больше 1: её рост тянет поставщиков. Прямые больше 1: другие зависят от её поставок. Обе — ключевая отрасль (1 в последнем столбце). Большой разброс — всё достаётся немногим поставщикам. О размере связи не говорят: сильными они бывают и у малой отрасли."
        ),
        literature: [
            "Rasmussen (1956), Studies in inter-sectoral relations",
            "Jones (1976), The measurement of Hirschmanian linkages",
            "Antràs, Chor, Fally and Hillberry (2012), Measuring the upstreamness of production and trade flows",
        ],
        paperTag: "P-mult")

    func findings(in context: FlowContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let sheet = FlowSheet(context, method, &findings) else { return findings }
        let model = sheet.economy.model
        guard let ghosh = try? GhoshModel(model) else {
            findings.notices = [FlowContext.lacking]
            return findings
        }
        let (inverse, push) = (model.inverse, ghosh.inverse)
        let columns = sheet.list("L", inverse.columnSums)
        let rows = sheet.list("R", inverse.rowSums)
        let pushes = sheet.list("G", push.rowSums)
        if let linkages = try? Linkages(model), linkages.isReducible {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Some industries of the region neither buy of nor sell to the others, directly or by way of third ones.",
                    ru:
                        "Некоторые отрасли региона не связаны с остальными ни закупками, ни поставками, даже через третьи."
                ))
        }
        for position in sheet.economy.industries.indices {
            let column = sheet.list("l", inverse.column(position))
            let row = sheet.list("g", Array(push.row(position)))
            let plain = sheet.list("r", Array(inverse.row(position)))
            let backward = sheet.finding(position, "backward", [column, columns])
            let forward = sheet.finding(position, "forward", [row, pushes])
            findings.list += [
                backward, forward, sheet.finding(position, "forwardLeontief", [plain, rows]),
                sheet.finding(position, "spread", [column]),
                sheet.finding(position, "upstreamness", [row]),
                sheet.finding(
                    position, "key",
                    [
                        Derivation.Binding(
                            "b", backward.derivation.outcome.value ?? 0,
                            from: .result(
                                method: method.id, sheet.key(position, "backward"))),
                        Derivation.Binding(
                            "f", forward.derivation.outcome.value ?? 0,
                            from: .result(method: method.id, sheet.key(position, "forward"))),
                    ]),
            ]
        }
        return findings
    }
}

/// What the region loses where an industry closes (METHODS 5.4).
struct ExtractionMethod: FindingMethod {
    typealias Context = FlowContext

    let scope = MethodScope.regions

    let method = Method(
        id: "hypothetical-extraction",
        name: LocalizedText(
            en: "What is lost where an industry closes", ru: "Потери при закрытии отрасли"),
        section: "5.4",
        components: [
            Method.Component(
                "total",
                name: LocalizedText(
                    en: "output lost, of the region's", ru: "потеря выпуска, к выпуску региона"),
                formula: Expression("(x_j + x_j / l_jj * (sum(l) - l_jj)) / sum(x)")),
            Method.Component(
                "others",
                name: LocalizedText(
                    en: "the part that others lose", ru: "из неё у других отраслей"),
                formula: Expression("x_j / l_jj * (sum(l) - l_jj) / sum(x)")),
            Method.Component(
                "backward",
                name: LocalizedText(
                    en: "where it buys no more in the region",
                    ru: "если перестанет покупать в регионе"),
                formula: Expression("x_j / l_jj * (sum(l) - 1) / sum(x)")),
            Method.Component(
                "forward",
                name: LocalizedText(
                    en: "where it sells no more in the region",
                    ru: "если перестанет продавать в регионе"),
                formula: Expression("x_j / l_jj * (sum(g) - 1) / sum(x)")),
        ],
        symbols: [
            Method.Symbol(
                "x", LocalizedText(en: "output of the industries", ru: "выпуск отраслей")),
            Method.Symbol("x_j", LocalizedText(en: "its own output", ru: "её выпуск")),
            Method.Symbol(
                "l",
                LocalizedText(
                    en: "its column of the Leontief inverse",
                    ru: "её столбец в матрице полных затрат")),
            Method.Symbol(
                "l_jj",
                LocalizedText(en: "the element on the diagonal", ru: "элемент на диагонали")),
            Method.Symbol(
                "g",
                LocalizedText(
                    en: "its row of Ghosh's inverse", ru: "её строка в обратной матрице Гоша")),
        ],
        reading: LocalizedText(
            en:
                "0.30: without the industry the region's output would be 30 percent less, before anything is done about it. What others lose is the measure of dependence: it counts purchases that stop, directly and along the chain. Nothing replaces the industry in this reckoning, so it is the first blow and not the outcome.",
            ru:
                "0,30: без отрасли выпуск региона был бы на 30 % меньше, пока ничего не предпринято. Потери других — мера зависимости: закупки, которые прекратятся прямо и по цепочке. Замены отрасли в этом расчёте нет: это первый удар, а не исход."
        ),
        literature: [
            "Dietzenbacher and van der Linden (1997), Sectoral and spatial linkages in the EC production structure"
        ],
        paperTag: "P-mult")

    func findings(in context: FlowContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let sheet = FlowSheet(context, method, &findings) else { return findings }
        let model = sheet.economy.model
        guard let ghosh = try? GhoshModel(model) else {
            findings.notices = [FlowContext.lacking]
            return findings
        }
        let (inverse, push) = (model.inverse, ghosh.inverse)
        let unit = sheet.economy.table.unit
        let output = sheet.list("x", model.output, unit: unit)
        for position in sheet.economy.industries.indices {
            let own = Derivation.Binding(
                "x_j", model.output[position], unit: unit, from: .note(sheet.name(position)))
            let diagonal = Derivation.Binding(
                "l_jj", inverse[position, position], from: .note(sheet.name(position)))
            let column = sheet.list("l", inverse.column(position))
            let row = sheet.list("g", Array(push.row(position)))
            for component in ["total", "others", "backward"] {
                findings.list.append(
                    sheet.finding(position, component, [output, own, diagonal, column]))
            }
            findings.list.append(
                sheet.finding(position, "forward", [output, own, diagonal, row]))
        }
        return findings
    }
}

/// Everything about the place of an industry in the region's economy on one card (METHODS 5.5).
struct KeySectorMethod: FindingMethod {
    typealias Context = FlowContext

    let scope = MethodScope.regions

    let method = Method(
        id: "key-sectors",
        name: LocalizedText(en: "Card of key industries", ru: "Карта ключевых отраслей"),
        section: "5.5",
        components: [
            Method.Component(
                "quadrant",
                name: LocalizedText(
                    en: "4 key, 3 carries buyers, 2 pulls suppliers, 1 weakly linked",
                    ru:
                        "4 — ключевая, 3 — держит потребителей, 2 — тянет поставщиков, 1 — слабые связи"
                ),
                formula: Expression("1 + atLeast(b, 1) + 2 * atLeast(f, 1)")),
            Method.Component(
                "share",
                name: LocalizedText(
                    en: "of the region's output", ru: "доля в выпуске региона"),
                formula: Expression("x_j / sum(x)")),
            Method.Component(
                "others",
                name: LocalizedText(
                    en: "others lose where it closes, of the region's output",
                    ru: "потери других при закрытии, к выпуску региона"),
                formula: Expression("h")),
            Method.Component(
                "leakage",
                name: LocalizedText(
                    en: "bought outside the region, of domestic purchases",
                    ru: "закупки вне региона, доля"),
                formula: Expression("1 - t")),
            Method.Component(
                "valueAdded",
                name: LocalizedText(
                    en: "value added in the region a unit of final demand",
                    ru: "добавленная стоимость в регионе на единицу конечного спроса"),
                formula: Expression("m")),
        ],
        symbols: [
            Method.Symbol("b", LocalizedText(en: "backward linkage", ru: "обратные связи")),
            Method.Symbol("f", LocalizedText(en: "forward linkage", ru: "прямые связи")),
            Method.Symbol(
                "x", LocalizedText(en: "output of the industries", ru: "выпуск отраслей")),
            Method.Symbol("x_j", LocalizedText(en: "its own output", ru: "её выпуск")),
            Method.Symbol(
                "h",
                LocalizedText(
                    en: "what others lose by extraction", ru: "потери других при исключении")),
            Method.Symbol(
                "t",
                LocalizedText(en: "share bought in the region", ru: "доля закупок в регионе")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "multiplier of value added, type I",
                    ru: "мультипликатор добавленной стоимости, тип I")),
        ],
        reading: LocalizedText(
            en:
                "A key industry (4) both pulls and carries. Where it also leaks little and others lose much without it, support spreads through the region; a key industry that buys most of its supplies outside spreads little of it. Emissions by industry would complete the card; the data has none.",
            ru:
                "Ключевая отрасль (4) и тянет, и держит. Если она к тому же мало закупает вовне и без неё много теряют другие, поддержка расходится по региону; ключевая отрасль с закупками вовне почти ничего не передаёт. Карту дополнили бы выбросы по отраслям; их в данных нет."
        ),
        literature: ["Rasmussen (1956), Studies in inter-sectoral relations"],
        paperTag: "P-mult")

    func findings(in context: FlowContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let sheet = FlowSheet(context, method, &findings) else { return findings }
        let (economy, model) = (sheet.economy, sheet.economy.model)
        guard let linkages = try? Linkages(model), let lost = try? Extraction(model) else {
            findings.notices = [FlowContext.lacking]
            return findings
        }
        let whole = model.output.compensatedSum()
        let output = sheet.list("x", model.output, unit: economy.table.unit)
        let added = economy.valueAddedShares.map(model.multipliers(of:))
        func result(
            _ symbol: String, _ value: Double, _ id: String, _ position: Int, _ component: String
        ) -> Derivation.Binding {
            Derivation.Binding(
                symbol, value, from: .result(method: id, sheet.key(position, component)))
        }
        for position in economy.industries.indices {
            findings.list += [
                sheet.finding(
                    position, "quadrant",
                    [
                        result(
                            "b", linkages.backward[position], "industry-linkages", position,
                            "backward"),
                        result(
                            "f", linkages.forward[position], "industry-linkages", position,
                            "forward"),
                    ]),
                sheet.finding(
                    position, "share",
                    [
                        output,
                        Derivation.Binding(
                            "x_j", model.output[position], unit: economy.table.unit,
                            from: .note(sheet.name(position))),
                    ]),
                sheet.finding(
                    position, "others",
                    [
                        result(
                            "h", lost.ofOthers[position] / whole, "hypothetical-extraction",
                            position, "others")
                    ]),
                sheet.finding(
                    position, "leakage",
                    [
                        result(
                            "t", 1 - economy.regional.leakage[economy.industries[position]],
                            "regional-coefficients", position, "localShare")
                    ]),
            ]
            if let added {
                findings.list.append(
                    sheet.finding(
                        position, "valueAdded",
                        [result("m", added[position], "io-multipliers", position, "valueAdded")]))
            }
        }
        return findings
    }
}
