internal import InputOutput
internal import Numerics
public import Region

/// A number that effects of projects rest on and that is known as a range.
public struct UncertainInput: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        case assumption(Assumption.Name)
        /// A product.
        case price(String)
        /// What a project sells a year.
        case sales(ObjectCode)
        /// What a project takes or gives, by its place among the flows.
        case flow(Int)
    }

    public let subject: Subject
    public let range: RangedNumber
    public let unit: Unit
    public let reference: InputReference

    /// Whether it moves all projects, and not one by itself.
    public var isShared: Bool {
        switch subject {
        case .assumption, .price: true
        case .sales, .flow: false
        }
    }

    /// A word for it in keys and lists: `emission_damage`, `price:gallium`.
    public var code: String {
        switch subject {
        case .assumption(let name): name.rawValue
        case .price(let product): "price:\(product)"
        case .sales(let project): "sales:\(project.rawValue)"
        case .flow(let place): "flow:\(place)"
        }
    }
}

extension EffectContext {
    /// Assumptions that the four effects of a year are reckoned from.
    private static let assumptions: [Assumption.Name] = [
        .outputToInvestment, .exchangeRate, .wageShare, .meanPay, .regionalTaxShare,
        .avoidedPayment, .emissionDamage, .landValue,
    ]

    /// Every number behind ``yearlyEffects()`` that has a range, those shared by projects first.
    public var uncertainInputs: [UncertainInput] {
        var list: [UncertainInput] = []
        func add(
            _ subject: UncertainInput.Subject, _ range: RangedNumber, _ unit: Unit,
            _ reference: InputReference
        ) {
            guard let distribution = range.distribution, !distribution.isCertain else { return }
            list.append(
                UncertainInput(subject: subject, range: range, unit: unit, reference: reference))
        }
        for name in Self.assumptions {
            guard let found = flows.assumptions[name] else { continue }
            add(
                .assumption(name),
                found.range, found.unit,
                .entry(table: "assumptions", key: [name.rawValue], column: "value"))
        }
        let sold = Set(
            projectFlows.filter { $0.kind == .output && $0.age == nil }.map(\.code))
        for code in sold.sorted() {
            guard let price = prices[code] else { continue }
            add(
                .price(code), price.price, price.unit,
                .entry(table: "prices", key: [code, "\(price.year)"], column: "value"))
        }
        for project in projects {
            guard project.output != nil, let unit = project.outputUnit else { continue }
            add(
                .sales(project.code),
                project.outputRange, unit,
                .entry(table: "projects", key: [project.code.rawValue], column: "output"))
        }
        for (place, flow) in projectFlows.enumerated() {
            switch flow.kind {
            case .output, .emission, .waste, .land: break
            // Money and people are rules of the programme and not effects.
            case .funding, .labour, .input, .service, .indicator: continue
            }
            add(
                .flow(place), flow.amount, flow.unit,
                .entry(table: "project_flows", key: flow.key, column: "value"))
        }
        return list
    }

    /// The same with other numbers in place of some.
    public func setting(_ values: [UncertainInput.Subject: Double]) -> EffectContext {
        var copy = self
        for (subject, value) in values {
            switch subject {
            case .assumption(let name):
                guard let old = flows.assumptions[name] else { continue }
                copy.flows.assumptions[name] = Assumption(
                    name: name, value: value, unit: old.unit)
            case .price(let product):
                guard let old = prices[product] else { continue }
                copy.prices[product] = ProductPrice(
                    product: product, year: old.year,
                    price: RangedNumber(value), unit: old.unit,
                    isCurrent: old.isCurrent, quality: old.quality)
            case .sales(let code):
                guard let place = projects.firstIndex(where: { $0.code == code }) else { continue }
                copy.projects[place].output = value
            case .flow(let place):
                let old = projectFlows[place]
                copy.projectFlows[place] = ProjectFlow(
                    project: old.project, kind: old.kind, code: old.code, age: old.age,
                    amount: RangedNumber(value), unit: old.unit,
                    quality: old.quality)
            }
        }
        return copy
    }
}
