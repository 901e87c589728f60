internal import Region
internal import Wording

extension Claims {
    /// An activity large enough to speak about, with what the three tests of market specialisation
    /// need.
    struct Candidate {
        let activity: ActivityCode
        let quotient: Shown
        let perCapita: Shown?
        let share: Shown
        /// Whether the share leaving the region is at or over the national one; nil where not known.
        let isMarketable: Bool?

        /// The tests of METHODS 1.1 that can be made are passed.
        var isSpecialised: Bool {
            (quotient.value ?? 0) >= 1 && (perCapita.map { ($0.value ?? 0) >= 1 } ?? true)
                && isMarketable != false
        }
    }

    /// The activities with at least the least share, the most over-represented first.
    func candidates(_ span: Span, _ year: Year) -> [Candidate] {
        facts.panel(span).activities.compactMap { activity -> Candidate? in
            guard let quotient = facts.quotient(activity.code, year, span),
                quotient.value != nil, let share = facts.share(activity.code, year, span),
                (share.value ?? 0) >= Facts.leastShare
            else { return nil }
            let perCapita = facts.find(
                MethodName.perCapita, span, activity: activity.code, year: year
            ).map { Shown($0) }
            return Candidate(
                activity: activity.code, quotient: quotient, perCapita: perCapita, share: share,
                isMarketable: nil)
        }.sorted { ($0.quotient.value ?? 0, $1.activity) > ($1.quotient.value ?? 0, $0.activity) }
    }

    func specialised(_ span: Span, _ year: Year) -> [Candidate] {
        candidates(span, year).filter(\.isSpecialised)
    }

    /// What the region is specialised in now.
    var specialisation: Claim? {
        guard let span = facts.span else { return nil }
        let considered = candidates(span, span.last)
        guard let first = considered.first else { return nil }
        let found = considered.filter(\.isSpecialised)
        let test = text(
            "Location quotient at least one, production per head at least the average, and marketability at least the national one; activities with one per cent of the region's total or more.",
            "Коэффициент локализации не меньше единицы, душевое производство не меньше среднего, товарность не ниже средней по стране; виды деятельности с долей от одного процента."
        )
        guard let main = found.first else {
            return Claim(
                id: "specialisation", holds: false,
                heading: pick(
                    "\(regionName): no activity stands out against the \(reference.average) structure",
                    "\(regionName): ни один вид деятельности не выделяется на фоне структуры \(reference.average)"
                ),
                sentence: pick(
                    "In \(year: span.last) the largest location quotient is \(first.quotient): \(inner(first.activity)).",
                    "В \(year: span.last) году наибольший коэффициент локализации — \(first.quotient): \(inner(first.activity))."
                ), test: test)
        }
        return Claim(
            id: "specialisation", holds: true,
            heading: pick(
                "\(regionName) specialises above all in \(inner(main.activity)): its share is \(main.quotient) times that \(reference.than)",
                "\(regionName): главная специализация — \(inner(main.activity)), доля в \(main.quotient) раза выше, чем \(reference.than)"
            ),
            sentence: specialisedList(found, considered, span.last) + thirdTest(found), test: test)
    }

    private func specialisedList(
        _ found: [Candidate], _ considered: [Candidate], _ year: Year
    ) -> Sentence {
        let count = facts.count(
            "specialised|\(year)",
            LocalizedText(
                en: "Activities of specialisation · \(year)",
                ru: "Виды деятельности специализации · \(year)"),
            found.map { (label($0.activity), $0.quotient) })
        let all = facts.count(
            "considered|\(year)",
            LocalizedText(
                en: "Activities with one per cent of the total or more · \(year)",
                ru: "Виды деятельности с долей от одного процента · \(year)"),
            considered.map { (label($0.activity), $0.share) })
        let items = found.prefix(4).map { candidate -> Sentence in
            let head = Sentence([.text(quoted(candidate.activity))])
            guard let perCapita = candidate.perCapita else {
                return head + pick(" (LQ \(candidate.quotient))", " (КЛ \(candidate.quotient))")
            }
            return head
                + pick(
                    " (location quotient \(candidate.quotient), per head \(perCapita))",
                    " (коэффициент локализации \(candidate.quotient), душевого производства \(perCapita))"
                )
        }
        let list = Sentence.list(Array(items), language)
        return pick(
            "In \(year: year), \(count) of the \(all) larger activities \(Words.plural(found.count, "has", "have")) both quotients at one or more: \(list).",
            "В \(year: year) году оба коэффициента не меньше единицы у \(count) из \(all) крупных видов деятельности: \(list)."
        )
    }

    private func label(_ activity: ActivityCode) -> LocalizedText {
        LocalizedText(
            en: material.name(activity, .english), ru: material.name(activity, .russian))
    }

    /// Which of the three tests could be made.
    private func thirdTest(_ found: [Candidate]) -> Sentence {
        let known = found.filter { $0.isMarketable != nil }.count
        if known == found.count { return .empty }
        let noPerCapita = found.contains { $0.perCapita == nil }
        if noPerCapita {
            return pick(
                " Only the first of the three tests of market specialisation could be made: population and national marketability are not known.",
                " Из трёх признаков рыночной специализации проверен только первый: нет данных о населении и о товарности по стране."
            )
        }
        return pick(
            " The third test of market specialisation, marketability at or over the national one, could not be made: national marketability is not in the data.",
            " Третий признак рыночной специализации, товарность не ниже средней по стране, не проверен: товарности по стране в данных нет."
        )
    }

    /// How strong the main specialisation is against other regions.
    var strength: Claim? {
        guard let span = facts.span, let main = candidates(span, span.last).first,
            let own = facts.find(
                MethodName.locationQuotient, span, activity: main.activity, year: span.last),
            let rank = facts.rank(
                own,
                among: facts.all(
                    MethodName.locationQuotient, span, activity: main.activity, year: span.last))
        else { return nil }
        let place = rank.rank.value ?? 0
        let holds = place <= ((rank.count.value ?? 0) / 10).rounded(.up)
        let name = Words.opening(name(main.activity))
        let heading = pick(
            "\(name): rank \(rank.rank) of \(rank.count) regions by location quotient",
            "\(name): \(rank.rank)-е место из \(rank.count) по коэффициенту локализации")
        let tail =
            holds
            ? pick(
                ", among the tenth of regions with the strongest specialisation.",
                ", в десятой части регионов с самой сильной специализацией.")
            : "."
        return Claim(
            id: "strength", holds: holds, heading: heading,
            sentence: pick(
                "\(name): location quotient \(main.quotient) in \(year: span.last), rank \(rank.rank) of \(rank.count) regions",
                "\(name): коэффициент локализации \(main.quotient) в \(year: span.last) году, \(rank.rank)-е место из \(rank.count) регионов"
            ) + tail,
            test: text(
                "The rank is within the first tenth of the regions.",
                "Место в первой десятой части регионов."))
    }
}
