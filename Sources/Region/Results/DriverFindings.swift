public import Numerics
public import Wording

/// What a result hangs on, as components of a method and findings of it: the same wherever it is
/// asked, of deposits, of projects and of the programme.
///
/// Independent numbers get the indices of Sobol, numbers that move together the Shapley effects.
public struct DriverFindings: Sendable {
    private static let shares = [
        ("first", LocalizedText(en: "share by itself", ru: "доля самой величины")),
        ("total", LocalizedText(en: "share with all it acts with", ru: "доля вместе с прочими")),
        (
            "shared",
            LocalizedText(
                en: "share of the variance (Shapley)", ru: "доля в дисперсии (по Шепли)")
        ),
    ]

    public static let components = shares.flatMap { id, name in
        [
            Method.Component(id, name: name, formula: Expression("c / v")),
            Method.Component(
                id + "Low",
                name: LocalizedText(
                    en: "\(name.english), at least", ru: "\(name.russian), не меньше"),
                formula: Expression("q")),
            Method.Component(
                id + "High",
                name: LocalizedText(
                    en: "\(name.english), at most", ru: "\(name.russian), не больше"),
                formula: Expression("q")),
        ]
    }

    public static let symbols = [
        Method.Symbol(
            "c",
            LocalizedText(
                en: "variance of the result that the input is behind",
                ru: "дисперсия результата от этой величины")),
        Method.Symbol("v", LocalizedText(en: "variance of the result", ru: "дисперсия результата")),
        Method.Symbol(
            "q",
            LocalizedText(
                en: "share at an end of the interval of 95 %, by resampling",
                ru: "доля на краю 95-процентного интервала, по повторным выборкам")),
    ]

    public static let reading = LocalizedText(
        en:
            "All inputs are drawn at once, each from its range. The share by itself is what knowing this input alone would take off the variance; the share with all it acts with is what would be left if all others were known. Shares by themselves sum to no more than 1. Where inputs of a deposit move together (correlations.csv) each gets its Shapley share instead; these sum to 1. Where the interval of the share by itself holds 0, the input matters by itself no more than chance. The largest share is what to learn more about first.",
        ru:
            "Все величины разыгрываются сразу, каждая из своего диапазона. Доля самой величины — сколько дисперсии уберёт точное знание её одной; доля вместе с прочими — сколько останется, если узнать все остальные. Доли самих величин в сумме не больше 1. Если величины месторождения связаны (correlations.csv), каждая получает долю по Шепли; они в сумме дают 1. Если в интервал доли самой величины попадает 0, сама по себе она значит не больше случайности. Начинать уточнять надо с наибольшей доли."
    )

    public static let literature = [
        "Sobol (1993), Sensitivity analysis for nonlinear mathematical models",
        "Saltelli et al. (2010), Variance based sensitivity analysis of model output",
        "Owen (2014), Sobol' indices and Shapley value",
    ]

    /// Findings of one result.
    ///
    /// - Parameters:
    ///   - key: Of an input, or a group of them, by its place, and a component; nil for one that is
    ///     not told of.
    public static func findings(
        _ method: Method, _ drivers: UncertainNumbers.Drivers, quality: Quality,
        key: (Int, String) -> ResultKey?
    ) -> [Finding] {
        var list: [Finding] = []
        func add(
            _ id: String, _ shares: [Double], _ intervals: [Interval], _ variance: Double,
            _ evaluations: Int
        ) {
            let note = InputReference.note(
                LocalizedText(
                    en: "\(evaluations) evaluations", ru: "расчётов: \(evaluations)"))
            for (index, share) in shares.enumerated() {
                guard let own = key(index, id) else { continue }
                list.append(
                    Finding(
                        method, own,
                        bindings: [
                            Derivation.Binding("c", share * variance, from: note),
                            Derivation.Binding("v", variance, from: note),
                        ], quality: quality))
                for (suffix, end) in [
                    ("Low", intervals[index].low), ("High", intervals[index].high),
                ] {
                    guard let own = key(index, id + suffix) else { continue }
                    list.append(
                        Finding(
                            method, own,
                            bindings: [Derivation.Binding("q", end, from: note)],
                            quality: quality))
                }
            }
        }
        switch drivers {
        case .indices(let found):
            add(
                "first", found.first, found.firstIntervals, found.variance, found.evaluations)
            add(
                "total", found.total, found.totalIntervals, found.variance, found.evaluations)
        case .effects(let found):
            add("shared", found.shares, found.intervals, found.variance, found.evaluations)
        }
        return list
    }
}
