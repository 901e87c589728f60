internal import Numerics
public import Region
internal import Wording

/// The methods on deposits of waste (METHODS 6.3).
public enum DepositMethods {
    public static let all: [any IndexMethod<DepositContext>] = [
        DepositValueMethod(), DepositFlowMethod(), BreakEvenMethod(), DepositRiskMethod(),
        DepositConvergenceMethod(), DepositDriverMethod(), TornadoMethod(), DepositOptionMethod(),
    ]
}

extension DepositContext {
    /// What every method says first: settings, and what is lacking.
    func opening() -> Findings {
        var findings = Findings()
        findings.parameters = Assumption.Name.allCases.compactMap { name in
            Self.used.contains(name)
                ? assumptions[name].map {
                    .init(name.rawValue, Expression.plainNumber($0.value))
                } : nil
        }
        if deposits.isEmpty || processes.isEmpty {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs heaps of waste, their grades, a process with recoveries, and prices: tables deposits.csv, assays.csv, processes.csv, transfers.csv, prices.csv, assumptions.csv.",
                    ru:
                        "Нужны отвалы, содержания, технология с извлечением и цены: таблицы deposits.csv, assays.csv, processes.csv, transfers.csv, prices.csv, assumptions.csv."
                )
            ]
            return findings
        }
        for deposit in deposits where !cards.contains(where: { $0.source.code == deposit.code }) {
            findings.notices.append(
                LocalizedText(
                    en: "\(deposit.code.rawValue): no process takes it (processes.csv).",
                    ru: "\(deposit.code.rawValue): нет технологии переработки (processes.csv)."))
        }
        for card in cards {
            let name = card.object.rawValue
            if !card.lacking.isEmpty {
                let (english, russian) = (
                    card.lacking.map(\.english).joined(separator: "; "),
                    card.lacking.map(\.russian).joined(separator: "; ")
                )
                findings.notices.append(
                    LocalizedText(
                        en: "\(name) is not valued: needs \(english).",
                        ru: "\(name) не оценивается: нужны \(russian)."))
            }
            for notice in card.notices where !findings.notices.contains(notice) {
                findings.notices.append(notice)
            }
        }
        return findings
    }

    private static let used: Set<Assumption.Name> = [
        .discountRate, .horizonYears, .profitTax, .propertyTax, .extractionTax, .lossOffset,
        .writeOffYears,
        .landValue, .avoidedPayment, .exchangeRate,
    ]
}

extension DepositCard {
    func key(_ component: String, year: Int? = nil) -> ResultKey {
        ResultKey(place: source.place, object: object, year: year, component: component)
    }

    /// A part of the deposit: a component, or an input.
    func key(of part: String, _ component: String) -> ResultKey {
        ResultKey(
            place: source.place, object: ObjectCode(rawValue: "\(object.rawValue)/\(part)"),
            component: component)
    }

    func note(_ english: String, _ russian: String) -> InputReference {
        .note(LocalizedText(en: english, ru: russian))
    }

    /// Notes for the years 0, 1, …
    func yearNotes(_ count: Int) -> [InputReference] {
        (0..<count).map { note("year \($0)", "год \($0)") }
    }

    /// Millions in the unit of investment.
    var millions: Derivation.Binding {
        Derivation.Binding("m", money.factor / 1e6, from: note(money.symbol, money.symbol))
    }
}

/// What a heap is worth to who works it up.
struct DepositValueMethod: FindingMethod {
    typealias Context = DepositContext

    let scope = MethodScope.regions

    let method = Method(
        id: "deposit-value",
        name: LocalizedText(
            en: "Value of a technogenic deposit", ru: "Стоимость техногенного месторождения"),
        section: "6.3",
        components: [
            Method.Component(
                "unitRevenue",
                name: LocalizedText(
                    en: "revenue from a tonne, roubles or other unit of money",
                    ru: "выручка с тонны, рублей или иных единиц"),
                formula: Expression("sum(g * e * p * a) * k")),
            Method.Component(
                "netPresentValue",
                name: LocalizedText(en: "net present value, millions", ru: "ЧДД, млн"),
                formula: Expression("sum(cf / (1 + r)^n) * m")),
            Method.Component(
                "internalRate",
                name: LocalizedText(
                    en: "internal rate of return", ru: "внутренняя норма доходности"),
                formula: Expression("q")),
            Method.Component(
                "modifiedRate",
                name: LocalizedText(
                    en: "modified internal rate of return", ru: "модифицированная норма доходности"),
                formula: Expression("q")),
            Method.Component(
                "profitability",
                name: LocalizedText(
                    en: "present value got a unit paid", ru: "индекс доходности"),
                formula: Expression("q")),
            Method.Component(
                "payback",
                name: LocalizedText(en: "payback, years", ru: "срок окупаемости, лет"),
                formula: Expression("q")),
            Method.Component(
                "discountedPayback",
                name: LocalizedText(
                    en: "discounted payback, years", ru: "дисконтированный срок окупаемости, лет"),
                formula: Expression("q")),
            Method.Component(
                "life",
                name: LocalizedText(
                    en: "years the heap lasts", ru: "лет до исчерпания запаса"),
                formula: Expression("M / (t - f)")),
        ],
        symbols: [
            Method.Symbol("g", LocalizedText(en: "grades", ru: "содержания")),
            Method.Symbol(
                "e",
                LocalizedText(
                    en: "recoveries; 1 where the grade counts what can be recovered",
                    ru: "извлечение; 1, если содержание уже извлекаемое")),
            Method.Symbol(
                "p",
                LocalizedText(en: "prices of a tonne of the product", ru: "цены тонны продукта")),
            Method.Symbol(
                "a",
                LocalizedText(en: "share of the price that is paid", ru: "оплачиваемая доля цены")),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "units of money in the unit of investment",
                    ru: "денежных единиц в единице инвестиций")),
            Method.Symbol(
                "cf", LocalizedText(en: "what stays, year by year", ru: "чистый поток по годам")),
            Method.Symbol(
                "r", LocalizedText(en: "discount rate, real", ru: "ставка дисконта, реальная")),
            Method.Symbol("n", LocalizedText(en: "years from now", ru: "лет от начала")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "millions in the unit of investment", ru: "миллионов в единице инвестиций")),
            Method.Symbol(
                "q", LocalizedText(en: "of these flows", ru: "по этим потокам")),
            Method.Symbol("M", LocalizedText(en: "stock, tonnes", ru: "запас, т")),
            Method.Symbol("t", LocalizedText(en: "worked up a year", ru: "переработка за год")),
            Method.Symbol("f", LocalizedText(en: "added a year", ru: "поступление за год")),
        ],
        reading: LocalizedText(
            en:
                "Above 0 the heap pays for the plant at that rate, below it does not. Most inputs are assumptions as a rule: read the value with its distribution (deposit-risk) and with what it hangs on (deposit-tornado). Where money changes sign more than once there are several internal rates and the modified one is the one to use. Payments that the polluter is spared count here; the harm that is spared does not.",
            ru:
                "Больше нуля — отвал окупает завод при этой ставке, меньше — нет. Исходные числа по большей части приняты: читайте вместе с распределением (deposit-risk) и с тем, от чего оно зависит (deposit-tornado). Если поток меняет знак не раз, внутренних норм несколько и пользоваться надо модифицированной. Сбережённые платежи загрязнителя здесь учтены, предотвращённый вред — нет."
        ),
        literature: [
            "Salikhov and Novikov (2016), valuation of technogenic deposits",
            "Brealey, Myers and Allen, Principles of corporate finance",
        ],
        paperTag: "P-ash")

    func findings(in context: DepositContext) throws(CancellationError) -> Findings {
        var findings = context.opening()
        for card in context.cards {
            guard let deposit = card.deposit else { continue }
            let worth: DepositValuation
            do throws(Undefined) {
                worth = try DepositValuation(deposit)
            } catch {
                findings.list += method.components.map {
                    Finding(method, card.key($0.id), bindings: [], undefined: error)
                }
                continue
            }
            let flow = worth.flow
            let parts = card.parts
            func list(
                _ symbol: String, _ values: [Double], _ references: [InputReference]
            ) -> Derivation.Binding {
                Derivation.Binding(symbol, .list(values), from: references)
            }
            func finding(
                _ component: String, _ bindings: [Derivation.Binding], _ undefined: Undefined? = nil
            ) -> Finding {
                Finding(
                    method, card.key(component), bindings: undefined == nil ? bindings : [],
                    undefined: undefined, quality: card.quality)
            }
            let years = flow.amounts.indices.map(Double.init)
            func plain(_ value: Double?, _ component: String, _ reason: Undefined) -> Finding {
                finding(
                    component,
                    value.map {
                        [
                            Derivation.Binding(
                                "q", $0,
                                from: .result(method: method.id, card.key("netPresentValue")))
                        ]
                    } ?? [], value == nil ? reason : nil)
            }
            let rates = flow.internalRates
            if rates.count > 1 {
                let all = rates.map { Expression.plainNumber(($0 * 10_000).rounded() / 10_000) }
                    .joined(separator: ", ")
                findings.notices.append(
                    LocalizedText(
                        en:
                            "\(card.object.rawValue): the flows have several internal rates (\(all)); use the modified one.",
                        ru:
                            "\(card.object.rawValue): у потоков несколько внутренних норм (\(all)); пользуйтесь модифицированной."
                    ))
            }
            findings.list += [
                finding(
                    "unitRevenue",
                    [
                        list(
                            "g", deposit.components.map(\.grade),
                            parts.map {
                                .entry(
                                    table: "assays", key: $0.assay.key, column: "grade")
                            }),
                        list(
                            "e", deposit.components.map(\.recovery),
                            parts.map {
                                .entry(
                                    table: "transfers", key: $0.transfer.key, column: "share")
                            }),
                        list(
                            "p", deposit.components.map(\.price),
                            parts.map {
                                .entry(
                                    table: "prices",
                                    key: [$0.price.product, "\($0.price.year)"], column: "value")
                            }),
                        list(
                            "a", deposit.components.map(\.payability),
                            parts.map {
                                .entry(
                                    table: "transfers", key: $0.transfer.key,
                                    column: "payability")
                            }),
                        Derivation.Binding(
                            "k", card.money.factor,
                            from: card.note(card.money.symbol, card.money.symbol)),
                    ]),
                finding(
                    "netPresentValue",
                    [
                        list(
                            "cf", flow.amounts,
                            years.indices.map {
                                .result(
                                    method: "deposit-flows", card.key("flow", year: $0))
                            }),
                        Derivation.Binding(
                            "r", deposit.rate,
                            from: .entry(
                                table: "assumptions",
                                key: [Assumption.Name.discountRate.rawValue], column: "value")),
                        list("n", years, card.yearNotes(years.count)),
                        card.millions,
                    ]),
                plain(
                    rates.count == 1 ? rates[0] : nil, "internalRate",
                    rates.isEmpty ? .notApplicable("cf") : .singular),
                plain(
                    flow.modifiedInternalRate(finance: deposit.rate, reinvestment: deposit.rate),
                    "modifiedRate", .notApplicable("cf")),
                plain(
                    flow.profitability(rate: deposit.rate), "profitability", .notApplicable("cf")),
                plain(flow.payback(), "payback", .notApplicable("cf")),
                plain(flow.payback(rate: deposit.rate), "discountedPayback", .notApplicable("cf")),
                finding(
                    "life",
                    [
                        Derivation.Binding(
                            "M", deposit.stock, unit: .tonne,
                            from: .entry(
                                table: "deposits", key: [card.source.code.rawValue],
                                column: "stock")),
                        Derivation.Binding(
                            "t", deposit.capacity, unit: .tonne,
                            from: .entry(
                                table: "processes", key: [card.process.code.rawValue],
                                column: "capacity")),
                        Derivation.Binding(
                            "f", deposit.inflow, unit: .tonne,
                            from: .entry(
                                table: "deposits", key: [card.source.code.rawValue],
                                column: "inflow_per_year")),
                    ], deposit.life == nil ? .notApplicable("M") : nil),
            ]
        }
        return findings
    }
}

/// The money of a deposit year by year.
struct DepositFlowMethod: FindingMethod {
    typealias Context = DepositContext

    let scope = MethodScope.regions

    let method = Method(
        id: "deposit-flows",
        name: LocalizedText(
            en: "Cash flow of a technogenic deposit",
            ru: "Денежный поток техногенного месторождения"
        ),
        section: "6.3",
        components: [
            Method.Component(
                "flow", name: LocalizedText(en: "what stays", ru: "чистый поток"),
                formula: Expression("R + A + L - C - T - K")),
            Method.Component(
                "revenue", name: LocalizedText(en: "revenue", ru: "выручка"),
                formula: Expression("t * u")),
            Method.Component(
                "cost", name: LocalizedText(en: "cost", ru: "затраты"), formula: Expression("t * c")
            ),
            Method.Component(
                "avoided",
                name: LocalizedText(en: "payments spared", ru: "сбережённые платежи"),
                formula: Expression("t * s")),
            Method.Component(
                "tax", name: LocalizedText(en: "taxes", ru: "налоги"), formula: Expression("T")),
            Method.Component(
                "investment", name: LocalizedText(en: "investment", ru: "инвестиции"),
                formula: Expression("K")),
        ],
        symbols: [
            Method.Symbol("R", LocalizedText(en: "revenue", ru: "выручка")),
            Method.Symbol("A", LocalizedText(en: "payments spared", ru: "сбережённые платежи")),
            Method.Symbol(
                "L", LocalizedText(en: "land and plant at the end", ru: "земля и завод в конце")),
            Method.Symbol("C", LocalizedText(en: "cost", ru: "затраты")),
            Method.Symbol(
                "T",
                LocalizedText(
                    en:
                        "taxes: on extraction, on the book value, and on profit after writing off, less losses of years before as far as they may be set off",
                    ru:
                        "налоги: на добычу, на остаточную стоимость и на прибыль после амортизации за вычетом прошлых убытков, насколько их разрешено зачесть"
                )),
            Method.Symbol("K", LocalizedText(en: "investment", ru: "инвестиции")),
            Method.Symbol("t", LocalizedText(en: "tonnes worked up", ru: "переработано тонн")),
            Method.Symbol("u", LocalizedText(en: "revenue from a tonne", ru: "выручка с тонны")),
            Method.Symbol("c", LocalizedText(en: "cost of a tonne", ru: "затраты на тонну")),
            Method.Symbol("s", LocalizedText(en: "spared a tonne", ru: "сбережено на тонну")),
        ],
        reading: LocalizedText(
            en:
                "In the unit of the investment, at the prices of one year; year 0 is the first of building. The heap is worked up at full capacity until it is empty.",
            ru:
                "В единицах инвестиций и ценах одного года; год 0 — первый год строительства. Отвал перерабатывается на полной мощности, пока не исчерпан."
        ),
        literature: ["Salikhov and Novikov (2016), valuation of technogenic deposits"],
        paperTag: "P-ash")

    func findings(in context: DepositContext) throws(CancellationError) -> Findings {
        var findings = context.opening()
        for card in context.cards {
            guard let deposit = card.deposit, let worth = try? DepositValuation(deposit) else {
                continue
            }
            for (number, year) in worth.years.enumerated() {
                func finding(_ component: String, _ bindings: [Derivation.Binding]) -> Finding {
                    Finding(
                        method, card.key(component, year: number), bindings: bindings,
                        quality: card.quality)
                }
                func result(_ symbol: String, _ value: Double, _ component: String)
                    -> Derivation.Binding
                {
                    Derivation.Binding(
                        symbol, value, unit: card.money,
                        from: .result(method: method.id, card.key(component, year: number)))
                }
                func own(
                    _ symbol: String, _ value: Double, _ english: String, _ russian: String,
                    unit: Unit? = nil
                ) -> Derivation.Binding {
                    Derivation.Binding(
                        symbol, value, unit: unit ?? card.money, from: card.note(english, russian))
                }
                let tonnes = own("t", year.tonnes, "of the schedule", "по графику", unit: .tonne)
                let each = card.money / .tonne
                findings.list += [
                    finding(
                        "flow",
                        [
                            result("R", year.revenue, "revenue"),
                            result("A", year.avoided, "avoided"),
                            own("L", year.released, "in the last year", "в последний год"),
                            result("C", year.cost, "cost"), result("T", year.tax, "tax"),
                            result("K", year.investment, "investment"),
                        ]),
                    finding(
                        "revenue",
                        [
                            tonnes,
                            Derivation.Binding(
                                "u", deposit.unitRevenue, unit: each,
                                from: .result(
                                    method: "deposit-value", card.key("unitRevenue"))),
                        ]),
                    finding(
                        "cost",
                        [
                            tonnes,
                            Derivation.Binding(
                                "c", deposit.cost, unit: each,
                                from: .entry(
                                    table: "processes", key: [card.process.code.rawValue],
                                    column: "cost")),
                        ]),
                    finding(
                        "avoided",
                        [
                            tonnes,
                            Derivation.Binding(
                                "s", deposit.avoided, unit: each,
                                from: .entry(
                                    table: "assumptions",
                                    key: [Assumption.Name.avoidedPayment.rawValue],
                                    column: "value")),
                        ]),
                    finding(
                        "tax", [own("T", year.tax, "by the tax regime", "по налоговому режиму")]),
                    finding(
                        "investment",
                        [
                            Derivation.Binding(
                                "K", year.investment, unit: card.money,
                                from: .entry(
                                    table: "processes", key: [card.process.code.rawValue],
                                    column: "investment"))
                        ]),
                ]
            }
        }
        return findings
    }
}

/// How little of each component would do.
struct BreakEvenMethod: FindingMethod {
    typealias Context = DepositContext

    let scope = MethodScope.regions

    let method = Method(
        id: "break-even-grade",
        name: LocalizedText(en: "Break-even grades", ru: "Бортовые содержания"),
        section: "6.3",
        components: [
            Method.Component(
                "share",
                name: LocalizedText(
                    en: "of the revenue", ru: "доля в выручке"),
                formula: Expression("g * e * p * a / u")),
            Method.Component(
                "grade",
                name: LocalizedText(en: "grade, g/t", ru: "содержание, г/т"),
                formula: Expression("g * 1000000")),
            Method.Component(
                "breakEven",
                name: LocalizedText(
                    en: "grade at which the value is 0, g/t; 0 where it pays without",
                    ru: "содержание, при котором ЧДД = 0, г/т; 0 — окупается и без него"),
                formula: Expression("b * 1000000")),
        ],
        symbols: [
            Method.Symbol("g", LocalizedText(en: "grade", ru: "содержание")),
            Method.Symbol("e", LocalizedText(en: "recovery", ru: "извлечение")),
            Method.Symbol("p", LocalizedText(en: "price of a tonne", ru: "цена тонны")),
            Method.Symbol(
                "a", LocalizedText(en: "share of it that is paid", ru: "оплачиваемая доля")),
            Method.Symbol("u", LocalizedText(en: "revenue from a tonne", ru: "выручка с тонны")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en:
                        "the grade with a present value of 0, all else equal; by bisection, taxes included",
                    ru: "содержание с нулевым ЧДД при прочих равных; делением пополам, с налогами")),
        ],
        reading: LocalizedText(
            en:
                "Where the break-even grade is under the grade, this component has room; where it is far above it, no better luck with this metal alone would make the plant pay. \"Does not apply\": not even waste made up of it entirely would.",
            ru:
                "Бортовое содержание ниже фактического — запас есть; намного выше — один этот металл завода не окупит. «Неприменимо» — не окупился бы и отвал целиком из него."
        ),
        literature: ["Salikhov and Novikov (2016), valuation of technogenic deposits"],
        paperTag: "P-ash")

    func findings(in context: DepositContext) throws(CancellationError) -> Findings {
        var findings = context.opening()
        for card in context.cards {
            guard let deposit = card.deposit, let worth = try? DepositValuation(deposit) else {
                continue
            }
            let unit = deposit.unitRevenue
            for (index, part) in card.parts.enumerated() {
                let component = deposit.components[index]
                let grade = Derivation.Binding(
                    "g", component.grade,
                    from: .entry(table: "assays", key: part.assay.key, column: "grade"))
                func finding(
                    _ name: String, _ bindings: [Derivation.Binding], _ undefined: Undefined? = nil
                ) -> Finding {
                    Finding(
                        method, card.key(of: part.component, name),
                        bindings: undefined == nil ? bindings : [], undefined: undefined,
                        quality: card.quality)
                }
                var (limit, reason) = (0.0, Undefined?.none)
                switch worth.breakEvenGrade(of: index) {
                case .grade(let found): limit = found
                case .paysWithout: limit = 0
                case .never: reason = .notApplicable("g")
                }
                findings.list += [
                    finding(
                        "share",
                        [
                            grade,
                            Derivation.Binding(
                                "e", component.recovery,
                                from: .entry(
                                    table: "transfers", key: part.transfer.key, column: "share")),
                            Derivation.Binding(
                                "p", component.price, unit: card.money / .tonne,
                                from: .entry(
                                    table: "prices",
                                    key: [part.price.product, "\(part.price.year)"],
                                    column: "value")),
                            Derivation.Binding(
                                "a", component.payability,
                                from: .entry(
                                    table: "transfers", key: part.transfer.key,
                                    column: "payability")),
                            Derivation.Binding(
                                "u", unit, unit: card.money / .tonne,
                                from: .result(
                                    method: "deposit-value", card.key("unitRevenue"))),
                        ], unit > 0 ? nil : .zeroReference),
                    finding("grade", [grade]),
                    finding(
                        "breakEven",
                        [
                            Derivation.Binding(
                                "b", limit,
                                from: .result(
                                    method: "deposit-value", card.key("netPresentValue")))
                        ], reason),
                ]
            }
        }
        return findings
    }
}

/// How sure the value is.
struct DepositRiskMethod: FindingMethod {
    typealias Context = DepositContext

    let scope = MethodScope.regions

    private static let quantiles = [
        ("p05", 0.05), ("p10", 0.1), ("p20", 0.2), ("p30", 0.3), ("p40", 0.4), ("p50", 0.5),
        ("p60", 0.6), ("p70", 0.7), ("p80", 0.8), ("p90", 0.9), ("p95", 0.95),
    ]

    /// The quantiles whose own error is given.
    private static let unsure = [("p10", 0.1), ("p50", 0.5), ("p90", 0.9)]

    let method = Method(
        id: "deposit-risk", version: 3,
        name: LocalizedText(
            en: "Distribution of a deposit's value", ru: "Распределение стоимости месторождения"),
        section: "6.3",
        components: [
            Method.Component(
                "chance",
                name: LocalizedText(
                    en: "probability that it pays", ru: "вероятность окупаемости"),
                formula: Expression("k / n"))
        ]
            + quantiles.map { id, share in
                Method.Component(
                    id,
                    name: LocalizedText(
                        en: "net present value, millions: \(Int(share * 100)) of 100 are under",
                        ru: "ЧДД, млн: ниже — \(Int(share * 100)) случаев из 100"),
                    formula: Expression("q * m"))
            } + [
                Method.Component(
                    "mean",
                    name: LocalizedText(en: "mean, millions", ru: "среднее, млн"),
                    formula: Expression("q * m"))
            ]
            + unsure.map { id, share in
                Method.Component(
                    id + "Unsure",
                    name: LocalizedText(
                        en: "\(Int(share * 100)) of 100: ± by chance, millions",
                        ru: "\(Int(share * 100)) из 100: ± случай, млн"),
                    formula: Expression("(h - l) / 2 * m"))
            },
        symbols: [
            Method.Symbol("k", LocalizedText(en: "draws above 0", ru: "случаев выше нуля")),
            Method.Symbol("n", LocalizedText(en: "draws", ru: "случаев")),
            Method.Symbol(
                "q",
                LocalizedText(
                    en:
                        "of the values of all draws, in the unit of investment: ranges with a likeliest value are PERT, others even; inputs move together as correlations.csv says, else apart from each other",
                    ru:
                        "по всем случаям, в единицах инвестиций: диапазон с вероятным значением — PERT, без него — равномерный; величины связаны, как сказано в correlations.csv, иначе независимы"
                )),
            Method.Symbol(
                "l",
                LocalizedText(
                    en: "lower end of the interval of 95 % of a quantile, by order statistics",
                    ru: "нижний край 95-процентного интервала квантиля, по порядковым статистикам")),
            Method.Symbol(
                "h", LocalizedText(en: "its upper end", ru: "его верхний край")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "millions in the unit of investment", ru: "миллионов в единице инвестиций")),
        ],
        reading: LocalizedText(
            en:
                "A probability near 1 or 0 is an answer; in between the ranges decide, and narrowing the widest of them (deposit-tornado) is worth more than another variant. The probability is that of the ranges assumed, and is no better than they are. Prices of metals often move together, which widens the distribution: say so in correlations.csv.",
            ru:
                "Вероятность около 1 или 0 — ответ; посередине решают диапазоны, и сузить самый широкий (deposit-tornado) полезнее нового варианта. Вероятность относится к принятым диапазонам и не лучше их. Цены металлов часто движутся вместе, это расширяет распределение: укажите связи в correlations.csv."
        ),
        literature: [
            "Davison and Hinkley (1997), Bootstrap methods",
            "Malcolm, Roseboom, Clark and Fazar (1959), PERT",
        ],
        paperTag: "P-ash")

    func findings(in context: DepositContext) throws(CancellationError) -> Findings {
        var findings = context.opening()
        findings.parameters += [
            .init("draws", "\(context.parameters.draws)"),
            .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        for card in context.cards {
            guard let deposit = card.deposit else { continue }
            if Task.isCancelled { throw CancellationError() }
            guard
                let risk = try? DepositRisk(
                    deposit, card.uncertainties, ranks: card.ranks(context))
            else { continue }
            if let notice = card.notice(ofChange: risk.largestChange) {
                findings.notices.append(notice)
            }
            let draws = risk.draws(context.parameters.draws, seed: context.parameters.seed)
                .sorted()
            let count = Double(draws.count)
            let source = card.note(
                "\(draws.count) draws, \(card.uncertainties.count) uncertain inputs",
                "случаев: \(draws.count), неопределённых величин: \(card.uncertainties.count)")
            func finding(_ component: String, _ value: Double?) -> Finding {
                Finding(
                    method, card.key(component),
                    bindings: [
                        Derivation.Binding("q", value ?? 0, from: source),
                        card.millions,
                    ], quality: card.quality)
            }
            findings.list.append(
                Finding(
                    method, card.key("chance"),
                    bindings: [
                        Derivation.Binding(
                            "k", Double(draws.count { $0 > 0 }), from: source),
                        Derivation.Binding("n", count, from: source),
                    ], quality: card.quality))
            findings.list += Self.quantiles.map { id, share in
                finding(id, draws.quantileOfSorted(share))
            }
            findings.list.append(finding("mean", draws.mean))
            for (id, share) in Self.unsure {
                guard let interval = draws.quantileIntervalOfSorted(share) else { continue }
                findings.list.append(
                    Finding(
                        method, card.key(id + "Unsure"),
                        bindings: [
                            Derivation.Binding("l", interval.low, from: source),
                            Derivation.Binding("h", interval.high, from: source), card.millions,
                        ], quality: card.quality))
            }
        }
        return findings
    }
}

/// Which inputs the spread of the value comes from.
struct DepositDriverMethod: FindingMethod {
    typealias Context = DepositContext

    let scope = MethodScope.regions

    /// Lines of the tables of draws: intervals of a hundredth or two.
    private static let rows = 4096

    let method = Method(
        id: "deposit-drivers",
        name: LocalizedText(
            en: "What makes a deposit's value unsure",
            ru: "Что делает стоимость месторождения ненадёжной"),
        section: "8.5", components: DriverFindings.components, symbols: DriverFindings.symbols,
        reading: DriverFindings.reading, literature: DriverFindings.literature, paperTag: "P-ash")

    func findings(in context: DepositContext) throws(CancellationError) -> Findings {
        var findings = context.opening()
        findings.parameters += [
            .init("rows", "\(Self.rows)"), .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        for card in context.cards {
            if Task.isCancelled { throw CancellationError() }
            guard let deposit = card.deposit, !card.uncertainties.isEmpty,
                let risk = try? DepositRisk(
                    deposit, card.uncertainties, ranks: card.ranks(context)),
                let drivers = risk.drivers(rows: Self.rows, seed: context.parameters.seed)
            else { continue }
            findings.list += DriverFindings.findings(method, drivers, quality: card.quality) {
                card.key(of: card.name(of: card.uncertainties[$0].input), $1)
            }
        }
        return findings
    }
}

/// What the value hangs on most.
struct TornadoMethod: FindingMethod {
    typealias Context = DepositContext

    let scope = MethodScope.regions

    let method = Method(
        id: "deposit-tornado",
        name: LocalizedText(
            en: "What a deposit's value hangs on", ru: "От чего зависит стоимость месторождения"),
        section: "8.5",
        components: [
            Method.Component(
                "swing",
                name: LocalizedText(
                    en: "change of the value, millions", ru: "размах ЧДД, млн"),
                formula: Expression("abs(h - l) * m")),
            Method.Component(
                "atLow",
                name: LocalizedText(
                    en: "value where it is low, millions", ru: "ЧДД при низком значении, млн"),
                formula: Expression("l * m")),
            Method.Component(
                "atHigh",
                name: LocalizedText(
                    en: "value where it is high, millions", ru: "ЧДД при высоком значении, млн"),
                formula: Expression("h * m")),
        ],
        symbols: [
            Method.Symbol(
                "l",
                LocalizedText(
                    en:
                        "net present value with this input at its tenth percentile, all others as reckoned",
                    ru: "ЧДД при 10-м процентиле этой величины, прочие — расчётные")),
            Method.Symbol(
                "h",
                LocalizedText(en: "at its ninetieth", ru: "при 90-м процентиле")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "millions in the unit of investment", ru: "миллионов в единице инвестиций")),
        ],
        reading: LocalizedText(
            en:
                "The widest swing is what to learn more about first. Inputs are moved one at a time, so what they do together is not seen.",
            ru:
                "Наибольший размах — то, что надо узнать точнее в первую очередь. Величины сдвигаются по одной, их совместное действие не видно."
        ),
        literature: ["METHODS 8.5"], paperTag: "P-ash")

    func findings(in context: DepositContext) throws(CancellationError) -> Findings {
        var findings = context.opening()
        for card in context.cards {
            guard let deposit = card.deposit,
                let risk = try? DepositRisk(deposit, card.uncertainties)
            else { continue }
            let scale = card.millions
            for swing in risk.tornado() {
                let name = card.name(of: swing.input)
                func value(_ symbol: String, _ number: Double) -> Derivation.Binding {
                    Derivation.Binding(
                        symbol, number, unit: card.money,
                        from: .result(method: "deposit-value", card.key("netPresentValue")))
                }
                let (low, high) = (value("l", swing.atLow), value("h", swing.atHigh))
                for (component, bindings) in [
                    ("swing", [low, high, scale]), ("atLow", [low, scale]),
                    ("atHigh", [high, scale]),
                ] {
                    findings.list.append(
                        Finding(
                            method, card.key(of: name, component), bindings: bindings,
                            quality: card.quality))
                }
            }
        }
        return findings
    }
}

extension DepositCard {
    /// An input as results and correlations name it: `price-Ga`.
    func name(of input: DepositRisk.Input) -> String {
        switch input {
        case .grade(let index): "grade-\(parts[index].component)"
        case .recovery(let index): "recovery-\(parts[index].component)"
        case .price(let index): "price-\(parts[index].component)"
        case .cost: "cost"
        case .avoided: "avoided"
        case .investment: "investment"
        }
    }

    /// How the ranks of the uncertain inputs move together; nil where nothing is said of them.
    func ranks(_ context: DepositContext) -> Matrix? {
        let positions = Dictionary(
            uncertainties.enumerated().map { (name(of: $1.input), $0) }
        ) { first, _ in first }
        var matrix = Matrix.identity(uncertainties.count)
        var isPlain = true
        for entry in context.correlations {
            guard let first = positions[entry.first], let second = positions[entry.second],
                first != second
            else { continue }
            (matrix[first, second], matrix[second, first]) = (entry.value, entry.value)
            isPlain = false
        }
        return isPlain ? nil : matrix
    }

    /// What has to be said where correlations that contradict each other were mended.
    func notice(ofChange change: Double) -> LocalizedText? {
        guard change >= 0.005 else { return nil }
        let shown = Expression.plainNumber((change * 100).rounded() / 100)
        return LocalizedText(
            en:
                "\(object.rawValue): the correlations contradict each other (correlations.csv); the nearest that do not are taken, one differs by \(shown).",
            ru:
                "\(object.rawValue): корреляции противоречат друг другу (correlations.csv); взяты ближайшие непротиворечивые, одна отличается на \(shown)."
        )
    }
}
