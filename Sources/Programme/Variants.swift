public import Region
public import Wording

/// What could be done with what by combining: objects of development, methods of production, and
/// products or services (комбинирование, морфологический анализ).
///
/// - Source: Zwicky (1948); METHODS 7.2.
public struct Combination: Hashable, Sendable {
    /// Which of two kinds of things go together.
    public struct Compatibility: Hashable, Sendable {
        public struct Pair: Hashable, Sendable {
            public let first: ObjectCode
            public let second: ObjectCode

            public init(_ first: ObjectCode, _ second: ObjectCode) {
                self.first = first
                self.second = second
            }
        }

        public struct Entry: Hashable, Sendable {
            public let isAllowed: Bool
            public let reason: LocalizedText

            public init(isAllowed: Bool, reason: LocalizedText = LocalizedText(en: "", ru: "")) {
                self.isAllowed = isAllowed
                self.reason = reason
            }
        }

        public var entries: [Pair: Entry]
        /// What holds of pairs that are not listed.
        public var isAllowedUnlisted: Bool

        public init(_ entries: [Pair: Entry] = [:], isAllowedUnlisted: Bool = true) {
            self.entries = entries
            self.isAllowedUnlisted = isAllowedUnlisted
        }

        func entry(_ first: ObjectCode, _ second: ObjectCode) -> Entry {
            entries[Pair(first, second)]
                ?? Entry(
                    isAllowed: isAllowedUnlisted,
                    reason: LocalizedText(
                        en: "nothing says that they go together",
                        ru: "не сказано, что они сочетаются"))
        }
    }

    public var objects: [ObjectCode]
    public var methods: [ObjectCode]
    public var products: [ObjectCode]
    public var objectMethod = Compatibility()
    public var methodProduct = Compatibility()
    public var objectProduct = Compatibility()
    /// What there is of an object, and the least that a method can work with, in one unit.
    public var available: [ObjectCode: Double] = [:]
    public var smallest: [ObjectCode: Double] = [:]
    /// The symbol of that unit.
    public var unit = ""

    public init(objects: [ObjectCode], methods: [ObjectCode], products: [ObjectCode]) {
        self.objects = objects
        self.methods = methods
        self.products = products
    }

    public struct Variant: Hashable, Sendable {
        public let object: ObjectCode
        public let method: ObjectCode
        public let product: ObjectCode

        public init(_ object: ObjectCode, _ method: ObjectCode, _ product: ObjectCode) {
            self.object = object
            self.method = method
            self.product = product
        }
    }

    /// Why a variant is none.
    public enum Filter: String, Hashable, Sendable, CaseIterable {
        case objectMethod, methodProduct, objectProduct, scale
    }

    public struct Rejection: Hashable, Sendable {
        public let variant: Variant
        public let filter: Filter
        public let reason: LocalizedText
    }

    /// What is left, and what went where.
    public struct Outcome: Hashable, Sendable {
        /// Objects by methods by products.
        public let raw: Int
        public let variants: [Variant]
        public let rejections: [Rejection]
        /// How many are left after each filter, in the filters' order.
        public let remaining: [Int]
    }

    /// Every combination that holds.
    ///
    /// - Complexity: O(objects · methods · products).
    public var outcome: Outcome {
        var (variants, rejections) = ([Variant](), [Rejection]())
        for object in objects {
            for method in methods {
                for product in products {
                    let variant = Variant(object, method, product)
                    if let rejection = rejection(variant) {
                        rejections.append(rejection)
                    } else {
                        variants.append(variant)
                    }
                }
            }
        }
        let raw = objects.count * methods.count * products.count
        var left = raw
        return Outcome(
            raw: raw, variants: variants, rejections: rejections,
            remaining: Filter.allCases.map { filter in
                left -= rejections.count { $0.filter == filter }
                return left
            })
    }

    private func rejection(_ variant: Variant) -> Rejection? {
        let pairs: [(Filter, Compatibility.Entry)] = [
            (.objectMethod, objectMethod.entry(variant.object, variant.method)),
            (.methodProduct, methodProduct.entry(variant.method, variant.product)),
            (.objectProduct, objectProduct.entry(variant.object, variant.product)),
        ]
        for (filter, entry) in pairs where !entry.isAllowed {
            return Rejection(variant: variant, filter: filter, reason: entry.reason)
        }
        if let there = available[variant.object], let least = smallest[variant.method],
            there < least
        {
            func text(_ value: Double, _ language: Language) -> String {
                UnitWording.joined(Expression.plainNumber(value), unit, in: language)
            }
            return Rejection(
                variant: variant, filter: .scale,
                reason: LocalizedText(
                    en:
                        "there is \(text(there, .english)), the method needs \(text(least, .english))",
                    ru: "есть \(text(there, .russian)), методу нужно \(text(least, .russian))"))
        }
        return nil
    }
}

extension ProgrammeData {
    /// Candidates that another of the same group beats in every effect while taking no more of
    /// anything: money, people, resources, emissions, time.
    ///
    /// One that is part of a synergy, is required, or that others wait for stays: the programme as
    /// a whole may need it.
    ///
    /// - Returns: the position of each with that of the one that beats it.
    /// - Complexity: O(candidates² · years).
    public var dominated: [(candidate: Int, by: Int)] {
        let tied = Set(synergies.flatMap(\.members))
            .union(precedences.flatMap { $0.before + [$0.after] })
        return candidates.indices.compactMap { index in
            let own = candidates[index]
            guard let group = own.group, !own.isRequired, !tied.contains(index) else { return nil }
            let better = candidates.indices.first { other in
                guard other != index, candidates[other].group == group,
                    !candidates[other].isBanned
                else { return false }
                return beats(candidates[other], own, isEarlier: other < index)
            }
            return better.map { (index, $0) }
        }
    }

    /// Whether one is at least as good in everything; of two alike the earlier one stays.
    private func beats(_ one: Candidate, _ other: Candidate, isEarlier: Bool) -> Bool {
        guard one.buildYears <= other.buildYears, one.tier == other.tier,
            (one.life ?? .max) >= (other.life ?? .max),
            one.minimumLoad <= other.minimumLoad,
            (one.earliest ?? .min) <= (other.earliest ?? .min),
            (one.latest ?? .max) >= (other.latest ?? .max)
        else { return false }
        let ages = 0..<years.count
        var isBetter = false
        func holds(_ more: Profile, _ less: Profile) -> Bool {
            for age in ages {
                if more[age] < less[age] { return false }
                if more[age] > less[age] { isBetter = true }
            }
            return true
        }
        func holdsOfAll(
            _ profiles: (Candidate) -> [String: Profile], moreIsBetter: Bool
        ) -> Bool {
            Set(profiles(one).keys).union(profiles(other).keys).allSatisfy { name in
                let (a, b) = (profiles(one)[name] ?? Profile(), profiles(other)[name] ?? Profile())
                return moreIsBetter ? holds(a, b) : holds(b, a)
            }
        }
        guard zip(one.effects, other.effects).allSatisfy(holds), holds(one.tax, other.tax),
            holdsOfAll(\.funding, moreIsBetter: false), holdsOfAll(\.labour, moreIsBetter: false),
            holdsOfAll(\.emissions, moreIsBetter: false),
            holdsOfAll(\.indicators, moreIsBetter: true)
        else { return false }
        for name in Set(one.inputs.keys).union(other.inputs.keys) {
            let (a, b) = (one.inputs[name] ?? 0, other.inputs[name] ?? 0)
            if a > b { return false }
            if a < b { isBetter = true }
        }
        // More of a product may be too much for its store, so that only equal ones compare.
        guard one.outputs == other.outputs else { return false }
        return isBetter || isEarlier
    }
}
