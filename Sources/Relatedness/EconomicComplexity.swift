internal import Numerics
public import Region

/// How much knowledge the activities of a place need: the indices of economic complexity of places
/// (ECI) and of activities (PCI) (индекс экономической сложности).
///
///     W_rs = Σ_p M_rp M_sp / (k_r u_p),   W K = λ₂ K,   ECI = (K − mean K) / sd K
///     PCI_p = mean of ECI over the places that have p, standardised
///
/// W has the eigenvalue 1 with equal elements, which says nothing; the second one orders the
/// places. W is similar to a symmetric matrix, so it is solved as one. The sign is chosen so that
/// complexity and diversity rise together.
///
/// - Source: Hidalgo and Hausmann (2009); Caldarelli et al. (2012); Mealy, Farmer and Teytelboym
///   (2019); METHODS 2.3, 16.2.
public struct EconomicComplexity: Hashable, Sendable {
    /// ECI: mean 0 and standard deviation 1 (with R, not R − 1) over the places.
    public let places: [Double]
    /// The mean of ECI over the places that have an activity.
    public let meanOfPlaces: [Double]
    /// PCI: that mean, standardised over the activities.
    public let activities: [Double]
    /// λ₁ = 1, λ₂ and, where there are three places, λ₃.
    public let eigenvalues: [Double]
    /// The correlation of ECI and diversity, not negative unless it decided nothing.
    public let correlationWithDiversity: Double
    /// Whether that correlation is under 0.1, so that the sign hangs by little.
    public var isSignWeak: Bool { abs(correlationWithDiversity) < 0.1 }

    /// - Parameters:
    ///   - presence: One component of a ``Presence/core``: no empty row or column.
    ///   - income: A figure per place, such as product per head, that fixes the sign where
    ///     diversity hardly does.
    /// - Throws: `insufficientData` under three places or two activities; `singular` where λ₂ and
    ///   λ₃ are closer than 1e-8, so that no direction stands out; `constantInput` where all
    ///   activities or places come out alike; `notConverged`.
    /// - Complexity: O(R³) up to 300 places, beyond by Lanczos in O(m (nnz + m R)).
    public init(_ presence: Presence, income: [Double]? = nil) throws(Undefined) {
        guard presence.places >= 3, presence.activities >= 2 else {
            throw .insufficientData(have: presence.places, need: 3)
        }
        let diversity = presence.diversity.map(Double.init)
        let ubiquity = presence.ubiquity.map(Double.init)
        precondition(
            diversity.allSatisfy { $0 > 0 } && ubiquity.allSatisfy { $0 > 0 },
            "complexity is that of a core")
        let found = try Self.eigen(presence, diversity, ubiquity)
        eigenvalues = found.values
        guard found.values.count < 3 || found.values[1] - found.values[2] >= 1e-8 else {
            throw .singular
        }
        let raw = zip(found.vectors[1], diversity).map { $0 / $1.squareRoot() }
        guard var places = Self.standardised(raw) else { throw .constantInput }
        var correlation = Self.correlation(places, diversity)
        var isDown = correlation < 0
        if abs(correlation) < 0.1, let income {
            let other = Self.correlation(places, income)
            if other != 0 { isDown = other < 0 }
        }
        if isDown {
            places = places.map { -$0 }
            correlation = -correlation
        }
        self.places = places
        correlationWithDiversity = correlation
        let means = (0..<presence.activities).map { activity -> Double in
            let own = presence.places(of: activity)
            return own.map { places[$0] }.compensatedSum() / Double(own.count)
        }
        meanOfPlaces = means
        guard let activities = Self.standardised(means) else { throw .constantInput }
        self.activities = activities
    }

    private static func eigen(
        _ presence: Presence, _ diversity: [Double], _ ubiquity: [Double]
    ) throws(Undefined) -> SymmetricEigen {
        let count = min(3, presence.places)
        do throws(NumericFailure) {
            guard presence.places > 300 else {
                return try SymmetricEigen(
                    largest: count, of: symmetric(presence, diversity, ubiquity))
            }
            let roots = diversity.map { 1 / $0.squareRoot() }
            let members = (0..<presence.activities).map { presence.places(of: $0) }
            return try SymmetricEigen(largest: count, order: presence.places) { vector, product in
                // D^(-1/2) M U^(-1) Mᵀ D^(-1/2) x, activity by activity.
                for place in product.indices { product[place] = 0 }
                for (activity, own) in members.enumerated() {
                    var sum = 0.0
                    for place in own { sum += vector[place] * roots[place] }
                    sum /= ubiquity[activity]
                    for place in own { product[place] += sum }
                }
                for place in product.indices { product[place] *= roots[place] }
            }
        } catch {
            switch error {
            case .notConverged(let iterations, let residual):
                throw .notConverged(iterations: iterations, residual: residual)
            default: throw .singular
            }
        }
    }

    private static func symmetric(
        _ presence: Presence, _ diversity: [Double], _ ubiquity: [Double]
    ) -> Matrix {
        var matrix = Matrix(rows: presence.places, columns: presence.places)
        for activity in 0..<presence.activities {
            let own = presence.places(of: activity)
            for first in own {
                for second in own { matrix[first, second] += 1 / ubiquity[activity] }
            }
        }
        for first in 0..<presence.places {
            for second in 0..<presence.places {
                matrix[first, second] /= (diversity[first] * diversity[second]).squareRoot()
            }
        }
        return matrix
    }

    private static func standardised(_ values: [Double]) -> [Double]? {
        guard let mean = values.mean, let deviation = values.standardDeviation(.population),
            deviation > 1e-12 * max(1, abs(mean))
        else { return nil }
        return values.map { ($0 - mean) / deviation }
    }

    private static func correlation(_ left: [Double], _ right: [Double]) -> Double {
        guard let a = standardised(left), let b = standardised(right) else { return 0 }
        return zip(a, b).map { $0 * $1 }.compensatedSum() / Double(left.count)
    }
}

/// Mean neighbours of neighbours in turn: the method of reflections.
///
///     k_r,n = (1 / k_r) Σ_p M_rp k_p,n−1,   k_p,n = (1 / u_p) Σ_r M_rp k_r,n−1
///
/// For even n the standardised k_r,n goes to plus or minus ECI; which of the two is chance, so
/// ``EconomicComplexity`` is the way to compute it and this a way to look at it.
///
/// - Returns: Of places and of activities after `steps` reflections.
/// - Source: Hidalgo and Hausmann (2009); METHODS 2.3.
public func reflections(_ presence: Presence, steps: Int) -> (
    places: [Double], activities: [Double]
) {
    let (diversity, ubiquity) = (presence.diversity, presence.ubiquity)
    var places = diversity.map(Double.init)
    var activities = ubiquity.map(Double.init)
    for _ in 0..<steps {
        let next = places.indices.map { place in
            presence.activities(of: place).map { activities[$0] }.compensatedSum()
                / Double(diversity[place])
        }
        activities = activities.indices.map { activity in
            presence.places(of: activity).map { places[$0] }.compensatedSum()
                / Double(ubiquity[activity])
        }
        places = next
    }
    return (places, activities)
}
