internal import Region
internal import Wording

extension Claims {
    /// The parts of the region's growth over the last span, by shift-share.
    struct GrowthParts {
        let span: Span
        let national: Shown
        let mix: Shown
        let regional: Shown
        let total: Shown
    }

    var growthParts: GrowthParts? {
        facts.span.flatMap { growthParts($0) }
    }

    func growthParts(_ span: Span) -> GrowthParts? {
        guard span.first != span.last else { return nil }
        let unit = facts.panel(span).measure.unit
        let part = { (component: String) -> Shown? in
            guard
                let found = facts.find(
                    MethodName.shiftShare, span, year: span.last, from: span.first,
                    component: component), let value = found.value
            else { return nil }
            return Shown(
                found, unit: unit,
                Shown.scaled(
                    Shown.Look(digits: .significant(3), showsSign: true), for: value, unit))
        }
        guard let national = part("nationalGrowth"), let mix = part("industryMix"),
            let regional = part("regionalShift"),
            let first = Derived.Input(
                "NS", LocalizedText(en: "national growth", ru: "национальный рост"), national),
            let second = Derived.Input(
                "IM", LocalizedText(en: "industry mix", ru: "отраслевой сдвиг"), mix),
            let third = Derived.Input(
                "RS", LocalizedText(en: "regional shift", ru: "региональный сдвиг"), regional)
        else { return nil }
        let sum = Derived(
            "growth-sum|\(span.panel)|\(span.first)|\(span.last)",
            LocalizedText(
                en: "Change of the region's total · \(span.period)",
                ru: "Изменение итога региона · \(span.period)"),
            "NS + IM + RS", [first, second, third], unit: unit)
        let look = Shown.scaled(
            Shown.Look(digits: .significant(3), showsSign: true), for: sum.outcome.value ?? 0, unit)
        return GrowthParts(
            span: span, national: national, mix: mix, regional: regional,
            total: Shown(sum, look))
    }

    /// What drove the growth beyond that of all regions.
    var growth: Claim? {
        guard let parts = growthParts, let mix = parts.mix.value,
            let regional = parts.regional.value, let total = parts.total.value
        else { return nil }
        let extra = mix + regional
        // The larger part has to have the sign of the sum and to be over twice the other one, else
        // neither of them is called the driver.
        let isMix = abs(mix) > abs(regional)
        let (larger, smaller) = isMix ? (mix, regional) : (regional, mix)
        let holds = larger * extra > 0 && abs(larger) >= 2 * abs(smaller)
        let span = parts.span
        let measure = material.name(span.measure, language)
        let basis =
            facts.panel(span).measure.prices == .current
            ? text(", current prices", ", в текущих ценах") : ""
        let sentence = pick(
            "\(span.period): \(Words.inner(measure)) of the region changed by \(parts.total)\(basis). Growth at the rate of all regions would have given \(parts.national); the industry mix added \(parts.mix), the region's own shift \(parts.regional).",
            "\(span.period): \(Words.inner(measure)) региона, изменение \(parts.total)\(basis). Рост темпом всех регионов дал бы \(parts.national); отраслевой сдвиг — \(parts.mix), региональный — \(parts.regional)."
        )
        let heading: Sentence
        if holds {
            let faster =
                extra > 0
                ? text("faster", "быстрее") : text("slower", "медленнее")
            let cause =
                isMix
                ? text("because of its industry mix", "из-за отраслевой структуры")
                : text("for reasons of its own", "из-за собственных, региональных причин")
            heading = pick(
                "\(span.period): the region grew \(faster) than all regions together, above all \(cause)",
                "\(span.period): регион рос \(faster) всех регионов вместе, главным образом \(cause)"
            )
        } else {
            heading = pick(
                "\(span.period): industry mix \(parts.mix), regional shift \(parts.regional)",
                "\(span.period): отраслевой сдвиг \(parts.mix), региональный \(parts.regional)")
        }
        return Claim(
            id: "growth", holds: holds, heading: total < 0 && holds ? slowdown(parts) : heading,
            sentence: sentence,
            test: text(
                "The larger of industry mix and regional shift has the sign of their sum and is at least twice the other.",
                "Больший из отраслевого и регионального сдвигов имеет знак их суммы и не меньше удвоенного другого."
            ))
    }

    /// Where the total fell, "grew faster" would be wrong whatever the shifts say.
    private func slowdown(_ parts: GrowthParts) -> Sentence {
        pick(
            "\(parts.span.period): the region's total changed by \(parts.total)",
            "\(parts.span.period): итог региона изменился на \(parts.total)")
    }
}
