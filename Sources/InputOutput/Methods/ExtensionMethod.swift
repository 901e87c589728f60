internal import Numerics
internal import Region
internal import Wording

/// What production takes and gives off besides money, and whose demand is behind it (METHODS 5.9).
struct ExtensionMethod: FindingMethod {
    typealias Context = FlowContext

    let scope = MethodScope.regions

    let method = Method(
        id: "environmental-extension",
        name: LocalizedText(
            en: "Emissions, people and waste behind demand",
            ru: "Выбросы, занятые и отходы за спросом"),
        section: "5.9",
        components: [
            Method.Component(
                "direct",
                name: LocalizedText(
                    en: "of the industry itself, in the measure's unit",
                    ru: "самой отрасли, в единицах показателя"),
                formula: Expression("sum(e) * s")),
            Method.Component(
                "intensity",
                name: LocalizedText(
                    en: "of a billion of value added", ru: "на миллиард добавленной стоимости"),
                formula: Expression("sum(e) / sum(a) * 1000")),
            Method.Component(
                "multiplier",
                name: LocalizedText(
                    en: "of a billion of final demand, with suppliers",
                    ru: "на миллиард конечного спроса, с поставщиками"),
                formula: Expression("sum(q * v * l)")),
            Method.Component(
                "footprint",
                name: LocalizedText(
                    en: "footprint of its final demand, in the measure's unit",
                    ru: "след её конечного спроса, в единицах показателя"),
                formula: Expression("sum(d * l) * f")),
        ],
        symbols: [
            Method.Symbol(
                "e",
                LocalizedText(
                    en: "figures of the activities that the industry answers to",
                    ru: "данные видов деятельности, которым отвечает отрасль")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "their value added in the same year, millions",
                    ru: "их добавленная стоимость того же года, млн")),
            Method.Symbol(
                "s",
                LocalizedText(
                    en:
                        "the industry's share in the value added of all that answer to them; for figures of the country, its part of the country",
                    ru:
                        "доля отрасли в добавленной стоимости всех, кто им отвечает; для данных страны — её часть в стране"
                )),
            Method.Symbol(
                "q",
                LocalizedText(
                    en: "intensities of all industries, of a billion of value added",
                    ru: "удельные величины всех отраслей на миллиард добавленной стоимости")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "value added a unit of output",
                    ru: "добавленная стоимость на единицу выпуска")),
            Method.Symbol(
                "l",
                LocalizedText(
                    en: "the industry's column of the regional Leontief inverse",
                    ru: "столбец отрасли в региональной матрице полных затрат")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "what industries have, a unit of output of the table's year",
                    ru: "величины отраслей на единицу выпуска года таблицы")),
            Method.Symbol(
                "f",
                LocalizedText(
                    en: "final demand for the industry's goods, other regions included",
                    ru: "конечный спрос на товары отрасли, включая другие регионы")),
        ],
        reading: LocalizedText(
            en:
                "The first column says where it happens, the footprint for whose demand: the two add up to the same whole. An industry with a small figure of its own and a large footprint buys from dirty suppliers in the region. What is caused outside the region is not counted. Figures are those of their year, prices too: a multiplier is to be put on money of that year.",
            ru:
                "Первый столбец — где это происходит, след — ради чьего спроса; суммы обоих равны. Отрасль с малой собственной величиной и большим следом покупает у грязных поставщиков региона. Вызванное за пределами региона не считается. Данные и цены — своего года: множитель применяют к деньгам того же года."
        ),
        literature: [
            "Leontief (1970), Environmental repercussions and the economic structure",
            "Miller and Blair (2009), Input–output analysis, chapter 10",
        ],
        paperTag: "P-eco")

    func findings(in context: FlowContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let sheet = FlowSheet(context, method, &findings) else { return findings }
        let economy = sheet.economy
        guard !context.accounts.isEmpty, let rates = economy.valueAddedShares else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs figures by activity of a measure with an account, and value added of the same year (measures.csv, observations.csv, correspondences.csv).",
                    ru:
                        "Нужны данные по видам деятельности показателя с account и добавленная стоимость того же года (measures.csv, observations.csv, correspondences.csv)."
                ))
            return findings
        }
        let inverse = economy.model.inverse
        for account in context.accounts {
            guard let own = RegionalAccount(account, economy) else { continue }
            note(own, sheet, &findings)
            let intensities = sheet.list("q", own.intensities.map { ($0 ?? 0) * 1000 })
            let shares = sheet.list("v", rates.map { max(0, $0) })
            let table = sheet.list("d", own.tableIntensities)
            for position in economy.industries.indices {
                let column = sheet.list("l", inverse.column(position))
                let entry = own.groups[position].map { account.groups[$0] }
                func finding(_ component: String, _ bindings: [Derivation.Binding]) {
                    var key = sheet.key(position, component)
                    key.object = ObjectCode(rawValue: account.measure.code.rawValue)
                    key.year = account.year
                    findings.list.append(
                        Finding(
                            method, key, bindings: bindings,
                            quality: max(sheet.quality, entry?.quality ?? .computed)))
                }
                if let entry {
                    let amounts = Derivation.Binding(
                        "e", .list(entry.amounts), unit: account.measure.unit,
                        from: entry.amountSources)
                    finding(
                        "direct",
                        [
                            amounts,
                            Derivation.Binding(
                                "s", own.shares[position],
                                from: .note(
                                    LocalizedText(
                                        en: "by value added", ru: "по добавленной стоимости"))),
                        ])
                    finding(
                        "intensity",
                        [
                            amounts,
                            Derivation.Binding("a", .list(entry.added), from: entry.addedSources),
                        ])
                }
                finding("multiplier", [intensities, shares, column])
                finding(
                    "footprint",
                    [
                        table, column,
                        Derivation.Binding(
                            "f", own.finalDemand[position],
                            from: .note(
                                LocalizedText(
                                    en: "output less what the region's industries buy of it",
                                    ru: "выпуск за вычетом закупок отраслей региона"))),
                    ])
            }
        }
        return findings
    }

    /// What the account leaves out.
    private func note(
        _ own: RegionalAccount, _ sheet: FlowSheet, _ findings: inout Findings
    ) {
        let measure = own.account.measure.name
        let lacking = own.intensities.indices.filter { own.intensities[$0] == nil }
            .map { sheet.name($0) }
        if !lacking.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(measure.english): industries without figures count as nothing: \(lacking.map(\.english).joined(separator: "; ")).",
                    ru:
                        "\(measure.russian): отрасли без данных считаются нулевыми: \(lacking.map(\.russian).joined(separator: "; "))."
                ))
        }
        if !own.account.unassigned.isEmpty {
            let names = own.account.unassigned.map { sheet.context.name(of: $0) }
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(measure.english): no industry of the flow table answers to \(names.map(\.english).joined(separator: "; ")) (correspondences.csv).",
                    ru:
                        "\(measure.russian): в таблице «затраты — выпуск» нет отраслей для: \(names.map(\.russian).joined(separator: "; ")) (correspondences.csv)."
                ))
        }
        if !own.account.isOfRegion {
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(measure.english): figures of the country, put on the region's value added.",
                    ru:
                        "\(measure.russian): данные страны, перенесённые по добавленной стоимости региона."
                ))
        }
    }
}
