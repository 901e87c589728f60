extension RegionalData {
    /// What an expert said in a round of a survey.
    public struct Opinion: Hashable, Sendable {
        public let survey: String
        public let expert: String
        public let first: String
        /// nil for a score.
        public let second: String?
        public let value: Double
        public let round: Int
    }

    /// All judgements of experts, in the order of the table.
    public var opinions: [Opinion] {
        rows(of: "judgements") { contents, row in
            guard let survey = contents.text(row, "survey"),
                let expert = contents.text(row, "expert"),
                let first = contents.text(row, "first"), let value = contents.figure(row, "value")
            else { return nil }
            return Opinion(
                survey: survey, expert: expert, first: first,
                second: contents.word(row, "second"), value: value,
                round: contents.whole(row, "round") ?? 1)
        }
    }

    /// Coefficients of competence by expert; those without one are absent.
    public var competence: [String: Double] {
        let list = rows(of: "experts") { contents, row in
            contents.text(row, "code").flatMap { code in
                contents.figure(row, "competence").map { (code, $0) }
            }
        }
        return Dictionary(list) { first, _ in first }
    }

    /// A row of the register of outside factors.
    public struct OutsideFactor: Hashable, Sendable {
        public let code: String
        public let kind: String
        public let weight: Double?
        public let likelihood: Double
        public let impact: Double
        public let shock: String?
    }

    /// Outside factors with a likelihood and an impact, in the order of the table.
    public var outsideFactors: [OutsideFactor] {
        rows(of: "factors") { contents, row in
            guard let code = contents.text(row, "code"), let kind = contents.text(row, "kind"),
                let likelihood = contents.figure(row, "likelihood"),
                let impact = contents.figure(row, "impact")
            else { return nil }
            return OutsideFactor(
                code: code, kind: kind, weight: contents.figure(row, "weight"),
                likelihood: likelihood, impact: impact, shock: contents.word(row, "shock"))
        }
    }
}
