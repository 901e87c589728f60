internal import Numerics
internal import Region
internal import Wording

/// Whether it is better to build now or to be able to wait (METHODS 6.3).
struct DepositOptionMethod: FindingMethod {
    typealias Context = DepositContext

    let scope = MethodScope.regions

    let method = Method(
        id: "deposit-option",
        name: LocalizedText(en: "Build now or wait", ru: "Строить сейчас или ждать"),
        section: "6.3",
        components: [
            Method.Component(
                "now",
                name: LocalizedText(
                    en: "build now or never, millions", ru: "строить сейчас или никогда, млн"),
                formula: Expression("larger(0, V - I) * m")),
            Method.Component(
                "wait",
                name: LocalizedText(
                    en: "with the right to wait, millions", ru: "с правом подождать, млн"),
                formula: Expression("o * m")),
            Method.Component(
                "worth",
                name: LocalizedText(
                    en: "what the right to wait is worth, millions",
                    ru: "сколько стоит право подождать, млн"),
                formula: Expression("(o - larger(0, V - I)) * m")),
        ],
        symbols: [
            Method.Symbol(
                "V",
                LocalizedText(
                    en: "present value of what the plant brings, taxes paid",
                    ru: "приведённая стоимость того, что даёт завод, после налогов")),
            Method.Symbol(
                "I",
                LocalizedText(en: "present value of the investment", ru: "приведённые инвестиции")),
            Method.Symbol(
                "o",
                LocalizedText(
                    en:
                        "value of an American option on V at the price I, on a tree of 500 steps: volatility, years and the rate as assumed, V expected to stay as it is",
                    ru:
                        "стоимость американского опциона на V по цене I, дерево из 500 шагов: волатильность, срок и ставка приняты, V в среднем не меняется"
                )),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "millions in the unit of investment", ru: "миллионов в единице инвестиций")),
        ],
        reading: LocalizedText(
            en:
                "A plant that does not pay today may be worth something all the same: prices may rise before the right to build it lapses. Where waiting is worth nothing over building now, build or leave it; where it is worth much, keep the heap accessible and look again. The number hangs on the volatility assumed and on nobody else taking the heap.",
            ru:
                "Завод, который сегодня не окупается, всё же чего-то стоит: цены могут вырасти, пока право строить не истекло. Если ожидание ничего не прибавляет — стройте или откажитесь; если прибавляет много — держите отвал доступным и вернитесь к вопросу. Число зависит от принятой волатильности и от того, что отвал никто не перехватит."
        ),
        literature: [
            "Dixit and Pindyck (1994), Investment under uncertainty",
            "Cox, Ross and Rubinstein (1979), Option pricing",
        ],
        paperTag: "P-ash")

    func findings(in context: DepositContext) throws(CancellationError) -> Findings {
        var findings = context.opening()
        guard let volatility = context.assumptions[.valueVolatility]?.value,
            let years = context.assumptions[.waitYears]?.value,
            let rate = context.assumptions[.riskFreeRate]?.value
        else {
            findings.notices.append(
                LocalizedText(
                    en: "Needs value_volatility, wait_years and risk_free_rate (assumptions.csv).",
                    ru: "Нужны value_volatility, wait_years и risk_free_rate (assumptions.csv)."))
            return findings
        }
        findings.parameters += [
            .init("value_volatility", Expression.plainNumber(volatility)),
            .init("wait_years", Expression.plainNumber(years)),
            .init("risk_free_rate", Expression.plainNumber(rate)),
        ]
        for card in context.cards {
            guard let deposit = card.deposit, let worth = try? DepositValuation(deposit) else {
                continue
            }
            let cost = CashFlow(worth.years.map(\.investment)).netPresentValue(rate: deposit.rate)
            let brought = worth.netPresentValue + cost
            let option = Result { () throws(Undefined) in
                try OptionToWait(
                    project: max(0, brought), investment: cost, volatility: volatility,
                    riskFree: rate, yield: rate, years: years)
            }
            let source = InputReference.result(
                method: "deposit-value", card.key("netPresentValue"))
            let value = Derivation.Binding("V", brought, unit: card.money, from: source)
            let price = Derivation.Binding("I", cost, unit: card.money, from: source)
            func finding(_ component: String, _ bindings: [Derivation.Binding], _ lack: Undefined?)
            {
                findings.list.append(
                    Finding(
                        method, card.key(component),
                        bindings: lack == nil ? bindings + [card.millions] : [], undefined: lack,
                        quality: .assumption))
            }
            finding("now", [value, price], nil)
            switch option {
            case .success(let found):
                let own = Derivation.Binding(
                    "o", found.value, unit: card.money,
                    from: card.note("the tree", "по дереву"))
                finding("wait", [own], nil)
                finding("worth", [own, value, price], nil)
            case .failure(let lack):
                finding("wait", [], lack)
                finding("worth", [], lack)
            }
        }
        return findings
    }
}
