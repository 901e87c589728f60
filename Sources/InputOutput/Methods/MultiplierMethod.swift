internal import Numerics
internal import Region
internal import Wording

/// What a unit of final demand for each industry's goods brings in the region (METHODS 5.2).
struct MultiplierMethod: FindingMethod {
    typealias Context = FlowContext

    let scope = MethodScope.regions

    /// How far δ is moved for the band.
    static let reach = 0.1

    let method = Method(
        id: "io-multipliers",
        name: LocalizedText(
            en: "Multipliers of output, value added and income",
            ru: "Мультипликаторы выпуска, добавленной стоимости и доходов"),
        section: "5.2",
        components: [
            Method.Component(
                "output",
                name: LocalizedText(en: "output, type I", ru: "выпуск, тип I"),
                formula: Expression("sum(l)")),
            Method.Component(
                "outputLow",
                name: LocalizedText(
                    en: "the same, δ higher by 0.1", ru: "то же, δ больше на 0,1"),
                formula: Expression("sum(l)")),
            Method.Component(
                "outputHigh",
                name: LocalizedText(
                    en: "the same, δ lower by 0.1", ru: "то же, δ меньше на 0,1"),
                formula: Expression("sum(l)")),
            Method.Component(
                "valueAdded",
                name: LocalizedText(
                    en: "value added in the region, type I",
                    ru: "добавленная стоимость в регионе, тип I"),
                formula: Expression("sum(v * l)")),
            Method.Component(
                "outputInduced",
                name: LocalizedText(
                    en: "output with spending of households, type II",
                    ru: "выпуск с тратами домохозяйств, тип II"),
                formula: Expression("sum(k)")),
            Method.Component(
                "valueAddedInduced",
                name: LocalizedText(
                    en: "value added in the region, type II",
                    ru: "добавленная стоимость в регионе, тип II"),
                formula: Expression("sum(v * k)")),
            Method.Component(
                "income",
                name: LocalizedText(en: "wages, type I", ru: "оплата труда, тип I"),
                formula: Expression("sum(w * l)")),
            Method.Component(
                "incomeInduced",
                name: LocalizedText(en: "wages, type II", ru: "оплата труда, тип II"),
                formula: Expression("sum(w * k)")),
        ],
        symbols: [
            Method.Symbol(
                "l",
                LocalizedText(
                    en:
                        "column of the Leontief inverse of the region: output of each industry for a unit of final demand",
                    ru:
                        "столбец матрицы полных затрат региона: выпуск каждой отрасли на единицу конечного спроса"
                )),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "value added a unit of output",
                    ru: "добавленная стоимость на единицу выпуска")
            ),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "the same column where households earn and spend in the model",
                    ru: "тот же столбец, когда домохозяйства в модели зарабатывают и тратят")),
            Method.Symbol(
                "w",
                LocalizedText(
                    en: "wages a unit of output: value added by the share assumed",
                    ru: "оплата труда на единицу выпуска: добавленная стоимость по принятой доле")),
        ],
        reading: LocalizedText(
            en:
                "1.4: a rouble of final demand brings 1.4 roubles of output in the region, its own rouble included. Type I counts suppliers; type II also what their workers spend. It is no forecast: prices, spare capacity and people are taken as there, and nothing is crowded out, so type II is an upper bound. Value added over output is what stays; the rest was bought elsewhere.",
            ru:
                "1,4: рубль конечного спроса даёт 1,4 рубля выпуска в регионе вместе с самим рублём. Тип I считает поставщиков, тип II — ещё и траты работников. Это не прогноз: цены, мощности и люди считаются имеющимися, ничто никого не вытесняет, так что тип II — верхняя граница. Добавленная стоимость — то, что остаётся; остальное куплено в других местах."
        ),
        literature: [
            "Miller and Blair (2009), Input–output analysis, chapter 6",
            "Leontief (1936), Quantitative input and output relations",
        ],
        paperTag: "P-mult")

    func findings(in context: FlowContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let sheet = FlowSheet(context, method, &findings) else { return findings }
        let economy = sheet.economy
        let inverse = economy.model.inverse
        let added = economy.valueAddedShares
        let closed = Self.closed(sheet, &findings)
        var bands: [(String, Matrix)] = []
        if let delta = economy.delta {
            for (component, other) in [
                ("outputLow", delta + Self.reach), ("outputHigh", delta - Self.reach),
            ] {
                if let model = try? economy.model(atDelta: other) {
                    bands.append((component, model.inverse))
                }
            }
        }
        for position in economy.industries.indices {
            let own = sheet.list("l", inverse.column(position))
            findings.list.append(sheet.finding(position, "output", [own]))
            for (component, band) in bands {
                findings.list.append(
                    sheet.finding(position, component, [sheet.list("l", band.column(position))]))
            }
            if let added {
                let shares = sheet.list("v", added)
                findings.list.append(sheet.finding(position, "valueAdded", [shares, own]))
            }
            guard let (wages, whole) = closed else { continue }
            let induced = sheet.list("k", whole.column(position).dropLast())
            let pay = sheet.list("w", wages)
            findings.list += [
                sheet.finding(position, "outputInduced", [induced], quality: .assumption),
                sheet.finding(position, "income", [pay, own], quality: .assumption),
                sheet.finding(position, "incomeInduced", [pay, induced], quality: .assumption),
            ]
            if let added {
                findings.list.append(
                    sheet.finding(
                        position, "valueAddedInduced", [sheet.list("v", added), induced],
                        quality: .assumption))
            }
        }
        return findings
    }

    /// Wages, and the inverse with households in the model.
    private static func closed(
        _ sheet: FlowSheet, _ findings: inout Findings
    ) -> ([Double], Matrix)? {
        let (context, economy) = (sheet.context, sheet.economy)
        guard let wages = economy.wages(context), let spending = economy.householdSpending(context)
        else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "For type II: needs value added and consumption of households in the table (input_output.csv), and wage_share and consumption_share (assumptions.csv).",
                    ru:
                        "Для типа II нужны добавленная стоимость и потребление домохозяйств в таблице (input_output.csv), wage_share и consumption_share (assumptions.csv)."
                ))
            return nil
        }
        for name in [Assumption.Name.wageShare, .consumptionShare] {
            guard let value = context.assumptions[name]?.value else { continue }
            findings.parameters.append(.init(name.rawValue, Expression.plainNumber(value)))
        }
        do throws(Undefined) {
            let closed = try ClosedModel(
                economy.model, columns: [spending], rows: [wages],
                inner: Matrix(rows: 1, columns: 1))
            return (wages, closed.model.inverse)
        } catch {
            findings.notices.append(
                LocalizedText(
                    en: "Type II can't be worked out: \(error.text(in: .english)).",
                    ru: "Тип II не рассчитать: \(error.text(in: .russian))."))
            return nil
        }
    }
}
