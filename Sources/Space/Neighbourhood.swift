internal import Numerics

/// Who is a neighbour of whom, and with what weight: a sparse table w_ij.
///
/// - Source: METHODS 3.0.
public struct Neighbourhood: Hashable, Sendable {
    /// Where each cell's neighbours start in ``neighbours``, and the end.
    public let starts: [Int]
    public let neighbours: [Int]
    public let weights: [Double]

    public var count: Int { starts.count - 1 }

    /// - Parameter lists: The neighbours of each cell with their weights; none negative.
    public init(_ lists: [[(cell: Int, weight: Double)]]) {
        var starts = [0]
        var neighbours: [Int] = []
        var weights: [Double] = []
        for list in lists {
            for (cell, weight) in list.sorted(by: { $0.cell < $1.cell }) {
                precondition(weight >= 0 && weight.isFinite, "a weight is a quantity")
                precondition(lists.indices.contains(cell), "a neighbour is a cell")
                neighbours.append(cell)
                weights.append(weight)
            }
            starts.append(neighbours.count)
        }
        self.starts = starts
        self.neighbours = neighbours
        self.weights = weights
    }

    private init(starts: [Int], neighbours: [Int], weights: [Double]) {
        self.starts = starts
        self.neighbours = neighbours
        self.weights = weights
    }

    /// Neighbours without weights of their own: 1 each.
    public init(binary lists: [[Int]]) {
        self.init(lists.map { $0.map { ($0, 1) } })
    }

    /// The other cells within a distance of each.
    ///
    /// - Complexity: O(n²).
    public init(within reach: Double, of points: [(x: Double, y: Double)]) {
        self.init(
            binary: points.indices.map { own in
                points.indices.filter { other in
                    let (dx, dy) = (
                        points[own].x - points[other].x, points[own].y - points[other].y
                    )
                    return own != other && (dx * dx + dy * dy).squareRoot() <= reach
                }
            })
    }

    public func neighbours(of cell: Int) -> Range<Int> { starts[cell]..<starts[cell + 1] }

    /// Cells that have no neighbour besides themselves.
    public var islands: [Int] {
        (0..<count).filter { cell in
            !neighbours(of: cell).contains { neighbours[$0] != cell && weights[$0] > 0 }
        }
    }

    /// The weights of each cell divided by their sum; those of an island stay nothing.
    public var rowStandardised: Neighbourhood {
        var weights = weights
        for cell in 0..<count {
            let sum = neighbours(of: cell).map { weights[$0] }.compensatedSum()
            guard sum > 0 else { continue }
            for index in neighbours(of: cell) { weights[index] /= sum }
        }
        return Neighbourhood(starts: starts, neighbours: neighbours, weights: weights)
    }

    /// With each cell a neighbour of itself, of weight 1.
    public var withSelf: Neighbourhood {
        Neighbourhood(
            (0..<count).map { cell in
                neighbours(of: cell).filter { neighbours[$0] != cell }
                    .map { (neighbours[$0], weights[$0]) } + [(cell, 1)]
            })
    }

    /// Σ_j w_ij x_j.
    public func lag(_ values: [Double], of cell: Int) -> Double {
        var sum = CompensatedSum()
        for index in neighbours(of: cell) { sum.add(weights[index] * values[neighbours[index]]) }
        return sum.value
    }

    /// For each cell the others that are its neighbours or whose neighbour it is, ascending.
    var mutualLists: [[Int]] {
        var lists = [Set<Int>](repeating: [], count: count)
        for cell in 0..<count {
            for index in neighbours(of: cell) where weights[index] > 0 {
                let other = neighbours[index]
                guard other != cell else { continue }
                lists[cell].insert(other)
                lists[other].insert(cell)
            }
        }
        return lists.map { $0.sorted() }
    }

    /// S0 = Σ w_ij.
    public var total: Double { weights.compensatedSum() }
}

/// The sums of weights that moments of spatial statistics are made of.
///
///     S₀ = Σ w_ij,   S₁ = ½ Σ (w_ij + w_ji)²,   S₂ = Σ_i (Σ_j w_ij + Σ_j w_ji)²
///
/// - Source: Cliff and Ord (1981), Spatial processes.
struct WeightSums: Sendable {
    let total: Double
    let first: Double
    let second: Double

    /// - Complexity: O(links log neighbours).
    init(_ neighbourhood: Neighbourhood) {
        var squares = CompensatedSum()
        var rows = [Double](repeating: 0, count: neighbourhood.count)
        var columns = rows
        for cell in 0..<neighbourhood.count {
            for index in neighbourhood.neighbours(of: cell) {
                let (other, weight) = (
                    neighbourhood.neighbours[index], neighbourhood.weights[index]
                )
                rows[cell] += weight
                columns[other] += weight
                let back = neighbourhood.weight(from: other, to: cell)
                // A pair with links both ways is met twice.
                squares.add((weight + back) * (weight + back) * (back == 0 ? 2 : 1))
            }
        }
        total = neighbourhood.total
        first = squares.value / 2
        second = zip(rows, columns).map { ($0 + $1) * ($0 + $1) }.compensatedSum()
    }
}

extension Neighbourhood {
    /// w_ij; 0 where the second is no neighbour of the first.
    func weight(from cell: Int, to other: Int) -> Double {
        let range = neighbours(of: cell)
        let index = neighbours[range].partitioningIndex { $0 >= other }
        return index < range.upperBound && neighbours[index] == other ? weights[index] : 0
    }
}
