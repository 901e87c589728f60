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
        let heading: Sentence
        if !holds || total < 0 {
            heading = pick(
                "\(span.period): industry mix \(parts.mix), regional shift \(parts.regional)",
                "\(span.period): отраслевой сдвиг \(parts.mix), региональный \(parts.regional)")
        } else {
            let faster = extra > 0 ? text("faster", "быстрее") : text("slower", "медленнее")
            let cause: String
            switch (isMix, extra > 0) {
            case (true, true):
                cause = text(
                    "by its industry mix: it has more of the activities that grow everywhere",
                    "за счёт отраслевой структуры: в регионе больше видов деятельности, растущих везде"
                )
            case (true, false):
                cause = text(
                    "by its industry mix: it has more of the activities that lag everywhere",
                    "за счёт отраслевой структуры: в регионе больше видов деятельности, отстающих везде"
                )
            case (false, true):
                cause = text(
                    "by its regional shift: the same activities grew faster here",
                    "за счёт регионального сдвига: те же виды деятельности росли здесь быстрее")
            case (false, false):
                cause = text(
                    "by its regional shift: the same activities grew slower here",
                    "за счёт регионального сдвига: те же виды деятельности росли здесь медленнее")
            }
            heading = pick(
                "\(span.period): the region grew \(faster) than \(reference.whole), above all \(cause)",
                "\(span.period): регион рос \(faster) \(reference.whole), главным образом \(cause)")
        }
        let opening =
            holds && total >= 0
            ? heading + ". " + pick("\(Words.opening(measure))", "\(Words.opening(measure))")
            : pick(
                "\(span.period): \(Words.inner(measure))", "\(span.period): \(Words.inner(measure))"
            )
        let sentence =
            opening
            + pick(
                " changed by \(parts.total)\(basis). Growth at the common rate would have given \(parts.national); the industry mix added \(parts.mix), the regional shift \(parts.regional).",
                ": изменение \(parts.total)\(basis). Рост общим темпом дал бы \(parts.national); отраслевой сдвиг — \(parts.mix), региональный — \(parts.regional)."
            )
        return Claim(
            id: "growth", holds: holds && total >= 0, heading: heading,
            sentence: sentence,
            test: text(
                "The larger of industry mix and regional shift has the sign of their sum and is at least twice the other.",
                "Больший из отраслевого и регионального сдвигов имеет знак их суммы и не меньше удвоенного другого."
            ))
    }
}
