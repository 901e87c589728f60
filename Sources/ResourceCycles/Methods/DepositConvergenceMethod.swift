internal import Numerics
internal import Region
internal import Wording

/// Whether there are draws enough: quantiles of the first hundred, of the first two hundred, and on.
struct DepositConvergenceMethod: FindingMethod {
    typealias Context = DepositContext

    let scope = MethodScope.regions

    private static let quantiles = [("p10", 0.1), ("p50", 0.5), ("p90", 0.9)]

    let method = Method(
        id: "deposit-convergence",
        name: LocalizedText(
            en: "How the distribution settles", ru: "Как устанавливается распределение"),
        section: "8.4",
        components: quantiles.flatMap { id, share in
            [
                Method.Component(
                    id,
                    name: LocalizedText(
                        en: "net present value, millions: \(Int(share * 100)) of 100 are under",
                        ru: "ЧДД, млн: ниже — \(Int(share * 100)) случаев из 100"),
                    formula: Expression("q * m")),
                Method.Component(
                    id + "Low",
                    name: LocalizedText(
                        en: "\(Int(share * 100)) of 100, at least",
                        ru: "\(Int(share * 100)) из 100, не меньше"),
                    formula: Expression("q * m")),
                Method.Component(
                    id + "High",
                    name: LocalizedText(
                        en: "\(Int(share * 100)) of 100, at most",
                        ru: "\(Int(share * 100)) из 100, не больше"),
                    formula: Expression("q * m")),
            ]
        },
        symbols: [
            Method.Symbol(
                "q",
                LocalizedText(
                    en:
                        "quantile of the values of so many first draws, in the unit of investment, or an end of its interval of 95 % by order statistics",
                    ru:
                        "квантиль стоимости по стольким первым случаям, в единицах инвестиций, или край его 95-процентного интервала по порядковым статистикам"
                )),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "millions in the unit of investment", ru: "миллионов в единице инвестиций")),
        ],
        reading: LocalizedText(
            en:
                "The last number of the code is how many draws were counted. The intervals narrow with the square root of it: four times the draws for half the width. Where the last ones still tell apart what has to be told apart, there are draws enough; where they do not, raise deposits.draws. Draws say nothing of the ranges they are made from.",
            ru:
                "Последнее число в коде — сколько случаев учтено. Интервалы сужаются как корень из него: вдвое уже — вчетверо больше случаев. Если последние различают то, что надо различить, случаев хватает; если нет — увеличьте deposits.draws. О самих диапазонах число случаев ничего не говорит."
        ),
        literature: ["Davison and Hinkley (1997), Bootstrap methods"], paperTag: "P-ash")

    func findings(in context: DepositContext) throws(CancellationError) -> Findings {
        var findings = context.opening()
        findings.parameters += [
            .init("draws", "\(context.parameters.draws)"),
            .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        for card in context.cards {
            guard let deposit = card.deposit, !card.uncertainties.isEmpty else { continue }
            if Task.isCancelled { throw CancellationError() }
            guard
                let risk = try? DepositRisk(
                    deposit, card.uncertainties, ranks: card.ranks(context))
            else { continue }
            let draws = risk.draws(context.parameters.draws, seed: context.parameters.seed)
            for count in Self.steps(to: draws.count) {
                let first = draws[..<count].sorted()
                let source = card.note("the first \(count) draws", "первые случаи: \(count)")
                for (id, share) in Self.quantiles {
                    guard let value = first.quantileOfSorted(share),
                        let interval = first.quantileIntervalOfSorted(share)
                    else { continue }
                    for (suffix, number) in [
                        ("", value), ("Low", interval.low), ("High", interval.high),
                    ] {
                        findings.list.append(
                            Finding(
                                method, card.key(of: "\(count)", id + suffix),
                                bindings: [
                                    Derivation.Binding("q", number, from: source), card.millions,
                                ], quality: card.quality))
                    }
                }
            }
        }
        return findings
    }

    /// 100, 200, 500, 1,000, …, and all.
    private static func steps(to all: Int) -> [Int] {
        var steps: [Int] = []
        var decade = 100
        while decade < all {
            steps += [1, 2, 5].map { $0 * decade }.filter { $0 < all }
            decade *= 10
        }
        return steps + [all]
    }
}
