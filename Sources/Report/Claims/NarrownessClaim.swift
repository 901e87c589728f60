internal import Region
internal import Wording

extension Claims {
    /// How narrow the region's economy is, against the other regions.
    var narrowness: Claim? {
        guard let span = facts.span,
            let own = facts.find(MethodName.specialisationCoefficient, span, year: span.last),
            own.value != nil,
            let rank = facts.rank(
                own,
                among: facts.all(MethodName.specialisationCoefficient, span, year: span.last))
        else { return nil }
        let coefficient = Shown(own, .share)
        var holds = isInFirstQuarter(rank)
        var order: (rank: Shown, count: Shown)?
        let concentration = facts.find(MethodName.herfindahl, span, year: span.last)
        if let concentration, concentration.value != nil {
            order = facts.rank(
                concentration, among: facts.all(MethodName.herfindahl, span, year: span.last))
        }
        // A structure unlike the others' that rests on many activities is no narrow one.
        if let order { holds = holds && isInFirstQuarter(order) }
        var sentence =
            (holds ? pick("The specialisation is narrow: ", "Специализация узкая: ") : .empty)
            + pick(
                "specialisation coefficient \(coefficient), rank \(rank.rank) of \(rank.count) regions by difference from the common structure",
                "коэффициент специализации \(coefficient), \(rank.rank)-е место из \(rank.count) по отличию от общей структуры"
            )
        if let concentration, let order {
            sentence =
                sentence
                + pick(
                    "; Herfindahl–Hirschman index \(Shown(concentration, .share)), rank \(order.rank) of \(order.count) by concentration on few activities",
                    "; индекс Херфиндаля–Хиршмана \(Shown(concentration, .share)), \(order.rank)-е место из \(order.count) по сосредоточенности на немногих видах деятельности"
                )
        }
        if let largest = candidates(span, span.last).max(by: {
            ($0.share.value ?? 0) < ($1.share.value ?? 0)
        }) {
            sentence =
                sentence
                + pick(
                    ". The largest activity makes \(largest.share) of the total: \(quoted(largest.activity)).",
                    ". Самый крупный вид деятельности даёт \(largest.share) итога: \(quoted(largest.activity))."
                )
        } else {
            sentence = sentence + "."
        }
        if !holds { sentence = sentence.openedWithCapital }
        return Claim(
            id: "narrowness", holds: holds,
            heading: holds
                ? pick(
                    "The specialisation is narrow: rank \(rank.rank) of \(rank.count) regions",
                    "Специализация узкая: \(rank.rank)-е место из \(rank.count) регионов")
                : pick(
                    "Specialisation coefficient \(coefficient): rank \(rank.rank) of \(rank.count) regions",
                    "Коэффициент специализации \(coefficient): \(rank.rank)-е место из \(rank.count) регионов"
                ), sentence: sentence,
            test: text(
                "Narrow: within the quarter of regions with the largest specialisation coefficient, and within that with the largest Herfindahl–Hirschman index.",
                "Узкая: в четверти регионов с наибольшим коэффициентом специализации и в четверти с наибольшим индексом Херфиндаля–Хиршмана."
            ))
    }

    private func isInFirstQuarter(_ order: (rank: Shown, count: Shown)) -> Bool {
        (order.rank.value ?? 0) <= ((order.count.value ?? 0) / 4).rounded(.up)
    }
}

extension Sentence {
    /// The sentence with a capital letter at its beginning.
    var openedWithCapital: Sentence {
        guard case .text(let first)? = parts.first else { return self }
        return Sentence([.text(Words.opening(first))] + parts.dropFirst())
    }
}
