internal import Region
internal import Wording

extension Claims {
    /// What the figures cannot say, each in a sentence that is true of this run's data.
    var limits: [Sentence] {
        var result: [Sentence] = []
        guard let span = facts.span else {
            return [
                pick(
                    "There are no figures by activity, so nothing can be said about specialisation.",
                    "Данных по видам деятельности нет, о специализации сказать нечего.")
            ]
        }
        let measure = material.name(span.measure, language)
        let hasEmployment = material.panels.contains {
            $0.measure.unit.dimension.powers["persons"] == 1 && $0.measure.kind != .ratio
        }
        if !hasEmployment {
            result.append(
                pick(
                    "Employment by activity is not in the data: every index is worked out on \(Words.inner(measure)).",
                    "Занятости по видам деятельности в данных нет: все показатели посчитаны по одному — \(Words.inner(measure))."
                ))
        }
        for (before, after) in zip(facts.spans, facts.spans.dropFirst())
        where before.classification != after.classification {
            result.append(
                pick(
                    "The classification of activities changed between \(year: before.last) and \(year: after.first): letters mean other things before and after, and nothing is compared across the break.",
                    "Между \(year: before.last) и \(year: after.first) годами сменилась классификация: буквы разделов до и после значат разное, через разрыв ничего не сравнивается."
                ))
        }
        if facts.panel(span).measure.prices == .current {
            result.append(
                pick(
                    "Figures are in current prices: a share also changes when the prices of one activity rise faster than those of others.",
                    "Данные в текущих ценах: доля меняется и тогда, когда цены одного вида деятельности растут быстрее других."
                ))
        }
        if let rounding = facts.roundedShares(span) {
            result.append(
                pick(
                    "The sources give \(Words.inner(material.name(rounding, language))) to one decimal, so quotients of activities under one per cent of the total are uncertain; no sentence rests on them.",
                    "Источник даёт показатель «\(Words.inner(material.name(rounding, language)))» с одним знаком после запятой, поэтому коэффициенты видов деятельности с долей меньше одного процента неточны; ни одно утверждение на них не опирается."
                ))
        }
        return result
    }
}

extension Facts {
    /// The measure in per cent that the main figures are worked out from, where its figures for
    /// the region have at most one decimal.
    func roundedShares(_ span: Span) -> MeasureCode? {
        let panel = panel(span)
        var found: MeasureCode?
        for activity in panel.activities {
            let reference = InputReference.figure(
                span.measure, region, activity.code, span.last)
            guard case .formula(_, let inputs)? = material.origin(reference) else { continue }
            for input in inputs where input.unit.symbol == "%" {
                guard abs(input.value * 10 - (input.value * 10).rounded()) < 1e-9 else {
                    return nil
                }
                found = MeasureCode(rawValue: input.symbol)
            }
        }
        return found
    }
}
