internal import InputOutput
internal import Numerics
public import Region

/// What a project brings in a year at full work, for choosing among projects.
public struct YearlyEffects: Hashable, Sendable {
    /// The four effects, by component of `four-effects`; those not known are absent. Money in
    /// millions, the social effect in people.
    public let effects: [String: Double]
    /// Tax to the region's budgets of the project itself, in millions.
    public let tax: Double?
    /// The currency of both, as money of one unit.
    public let money: Unit
    public let quality: Quality
}

extension EffectContext {
    /// What each project brings a year; nil without a flow table to reckon with.
    public func yearlyEffects() -> [ObjectCode: YearlyEffects]? {
        guard let model = model() else { return nil }
        let method = FourEffectMethod().method
        var result: [ObjectCode: YearlyEffects] = [:]
        for project in projects {
            let card = ProjectCard(project, model, self)
            var effects: [String: Double] = [:]
            var quality = project.quality
            for finding in card.fourEffects(method) {
                effects[finding.derivation.key.component] = finding.derivation.outcome.value
                quality = max(quality, finding.quality)
            }
            let tax = card.taxes.flatMap { taxes in
                card.position.flatMap { position in
                    card.sales.map { $0 * taxes.own[position] * card.scale }
                }
            }
            result[project.code] = YearlyEffects(
                effects: effects, tax: tax,
                money: Unit(
                    symbol: card.money.symbol, dimension: card.money.dimension, factor: 1),
                quality: quality)
        }
        return result
    }

    /// Value added of each project itself in a year at full work, in its own money; projects without
    /// sales or without an industry of the region are left out.
    public func directValueAdded() -> [ObjectCode: (value: Double, unit: Unit)] {
        guard let model = model() else { return [:] }
        var result: [ObjectCode: (value: Double, unit: Unit)] = [:]
        for project in projects {
            let card = ProjectCard(project, model, self)
            guard let sales = card.sales, let position = card.position else { continue }
            result[project.code] = (sales * model.added[position], card.money)
        }
        return result
    }

    /// How much the industries of each two projects buy of each other, of the region's own making,
    /// against the closest tie of any two industries; nothing where it is not known.
    ///
    /// - Returns: projects by projects.
    public func tradeShares(_ projects: [Project]) -> [[Double]] {
        var shares = [[Double]](
            repeating: [Double](repeating: 0, count: projects.count), count: projects.count)
        guard let model = model() else { return shares }
        let coefficients = model.economy.model.coefficients
        var largest = 0.0
        for row in 0..<coefficients.rows {
            for column in 0..<coefficients.columns where row != column {
                largest = max(largest, coefficients[row, column])
            }
        }
        guard largest > 0 else { return shares }
        let places = projects.map { project in
            project.activity.flatMap { industries[$0] }.flatMap(model.position)
        }
        for (first, one) in places.enumerated() {
            for (second, other) in places.enumerated() {
                // Within an industry the coefficient says how much of it is sold to itself, and
                // nothing of these two.
                guard let one, let other, one != other else { continue }
                shares[first][second] =
                    max(coefficients[one, other], coefficients[other, one]) / largest
            }
        }
        return shares
    }

    /// Where an effect of a project is explained.
    public static func key(_ project: Project, _ effect: String) -> ResultKey {
        ResultKey(place: project.place, object: project.code, component: effect)
    }
}
