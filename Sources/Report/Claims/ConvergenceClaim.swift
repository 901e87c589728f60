internal import Region
internal import Wording

extension Claims {
    /// Whether poorer regions grew faster: the slope of growth on the initial level.
    struct Convergence {
        let from: Year
        let to: Year
        let slope: Shown
        let significance: Shown
        let intercept: Found?
        let speed: Shown?
    }

    var convergenceResult: Convergence? {
        let rows = facts.all(regions: MethodName.betaConvergence)
        let slopes = rows.filter { $0.key.component == "slope" && $0.value != nil }
        guard
            let slope = slopes.max(by: { left, right in
                (left.key.year ?? 0, -(left.key.from ?? 0))
                    < (right.key.year ?? 0, -(right.key.from ?? 0))
            }), let to = slope.key.year, let from = slope.key.from
        else { return nil }
        let part = { (component: String) -> Found? in
            rows.first {
                $0.key.component == component && $0.key.year == to && $0.key.from == from
                    && $0.value != nil
            }
        }
        guard let probability = part("pValue") else { return nil }
        return Convergence(
            from: from, to: to, slope: Shown(slope, Shown.Look(digits: .significant(3))),
            significance: Shown(probability, Shown.Look(digits: .significant(2))),
            intercept: part("intercept"),
            speed: part("speed").map { Shown($0, Shown.Look(digits: .significant(2))) })
    }

    /// "Significant" only with p under 0.05 (METHODS 16.16).
    var convergence: Claim? {
        guard let result = convergenceResult, let slope = result.slope.value,
            let probability = result.significance.value
        else { return nil }
        let holds = probability < 0.05
        let period = Words.period(result.from, result.to)
        let numbers = pick(
            "slope \(result.slope), p = \(result.significance)",
            "наклон \(result.slope), p = \(result.significance)")
        let product = material.parameters.first { $0.key == "measures.grp" }?.value ?? "grp"
        let income = Sentence([
            .text(
                Words.inner(material.name(MeasureCode(rawValue: product), language))
                    + text(" per head; ", " на душу; "))
        ])
        let heading: Sentence
        if !holds {
            heading = pick(
                "\(period): no significant convergence or divergence of regions",
                "\(period): значимого сближения или расхождения регионов нет")
        } else if slope < 0 {
            heading = pick(
                "\(period): poorer regions grew significantly faster",
                "\(period): более бедные регионы росли значимо быстрее")
        } else {
            heading = pick(
                "\(period): richer regions grew significantly faster",
                "\(period): более богатые регионы росли значимо быстрее")
        }
        return Claim(
            id: "convergence", holds: holds, heading: heading,
            sentence: heading + " (" + income + numbers + ").",
            test: text(
                "The slope of growth on the initial level differs from zero with p under 0.05.",
                "Наклон роста по начальному уровню отличен от нуля при p меньше 0,05."))
    }
}
