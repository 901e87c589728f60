internal import Region
internal import Wording

extension Claims {
    /// Half a unit of the location quotient, and a tenth of the region's total: what changed less
    /// is said to have changed little. The thresholds are ours; the paper gives none.
    private static let littleQuotient = 0.5
    private static let littleStructure = 10.0

    struct Movement {
        let activity: ActivityCode
        let quotients: (Shown, Shown)
        let shares: (Shown, Shown)

        var quotientChange: Double { (quotients.1.value ?? 0) - (quotients.0.value ?? 0) }
        var shareChange: Double { (shares.1.value ?? 0) - (shares.0.value ?? 0) }
    }

    /// The activities large enough at both ends of a span.
    func movements(_ span: Span) -> [Movement] {
        facts.panel(span).activities.compactMap { activity in
            guard let before = facts.quotient(activity.code, span.first, span),
                let after = facts.quotient(activity.code, span.last, span),
                before.value != nil, after.value != nil,
                let shareBefore = facts.share(activity.code, span.first, span),
                let shareAfter = facts.share(activity.code, span.last, span),
                min(shareBefore.value ?? 0, shareAfter.value ?? 0) >= Facts.leastShare
            else { return nil }
            return Movement(
                activity: activity.code, quotients: (before, after),
                shares: (shareBefore, shareAfter))
        }
    }

    /// How the structure changed over the years of one classification.
    func change(_ span: Span) -> Claim? {
        guard span.first != span.last,
            let structure = facts.structuralChange(span, from: span.first, to: span.last),
            let moved = structure.value
        else { return nil }
        let movements = movements(span)
        guard
            let widest = movements.max(by: { abs($0.quotientChange) < abs($1.quotientChange) }),
            let main = movements.max(by: {
                ($0.quotients.1.value ?? 0) < ($1.quotients.1.value ?? 0)
            })
        else { return nil }
        let isLittle =
            moved <= Self.littleStructure && abs(widest.quotientChange) <= Self.littleQuotient
        let test = text(
            "Little: at most a tenth of the total changes hands and no location quotient of a larger activity moves by more than a half.",
            "Мало: к другим видам деятельности переходит не больше десятой части итога, и ни один коэффициент локализации крупного вида не меняется больше чем на половину единицы."
        )
        let id = "change-\(span.classification)"
        if isLittle {
            return Claim(
                id: id, holds: true,
                heading: pick(
                    "\(span.period): the structure changed little, \(structure) of the total changed hands",
                    "\(span.period): структура изменилась мало, перераспределилось \(structure) итога"
                ),
                sentence: pick(
                    "\(span.period): the structure changed little. Other activities took over \(structure) of the total; the location quotient that moved most went from \(widest.quotients.0) to \(widest.quotients.1) (\(quoted(widest.activity))).",
                    "\(span.period): структура изменилась мало. К другим видам деятельности перешло \(structure) итога; сильнее всего изменился коэффициент локализации вида \(quoted(widest.activity)): с \(widest.quotients.0) до \(widest.quotients.1)."
                ), test: test)
        }
        let gained = movements.max { $0.shareChange < $1.shareChange } ?? widest
        let lost = movements.min { $0.shareChange < $1.shareChange } ?? widest
        var sentence = pick(
            "\(span.period): other activities took over \(structure) of the total. The share that grew most: \(quoted(gained.activity)), from \(gained.shares.0) to \(gained.shares.1)",
            "\(span.period): к другим видам деятельности перешло \(structure) итога. Больше всех выросла доля: \(quoted(gained.activity)), с \(gained.shares.0) до \(gained.shares.1)"
        )
        if lost.shareChange < 0 {
            sentence =
                sentence
                + pick(
                    "; that fell most: \(quoted(lost.activity)), from \(lost.shares.0) to \(lost.shares.1)",
                    "; больше всех снизилась: \(quoted(lost.activity)), с \(lost.shares.0) до \(lost.shares.1)"
                )
        }
        sentence =
            sentence
            + pick(
                ". The location quotient of \(quoted(main.activity)) went from \(main.quotients.0) to \(main.quotients.1).",
                ". Коэффициент локализации вида \(quoted(main.activity)): \(main.quotients.0) и \(main.quotients.1)."
            )
        return Claim(
            id: id, holds: false,
            heading: pick(
                "\(span.period): \(structure) of the total changed hands, the share of \(inner(gained.activity)) rose from \(gained.shares.0) to \(gained.shares.1)",
                "\(span.period): перераспределилось \(structure) итога, больше всех выросла доля «\(inner(gained.activity))»: с \(gained.shares.0) до \(gained.shares.1)"
            ), sentence: sentence, test: test)
    }
}
