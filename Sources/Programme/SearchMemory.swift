public import Optimisation

/// Answers of searches made before, so that a number can be explained, or a question asked again,
/// without searching anew: set around a run and an explanation, seen by every search in it.
public struct SearchMemory: Sendable {
    @TaskLocal public static var current: SearchMemory?

    /// The answer to a question that was kept; nil where there is none.
    public let recall: @Sendable (_ question: [UInt8]) -> SolverAnswer?
    public let keep: @Sendable (_ question: [UInt8], _ answer: SolverAnswer) -> Void

    public init(
        recall: @escaping @Sendable (_ question: [UInt8]) -> SolverAnswer?,
        keep: @escaping @Sendable (_ question: [UInt8], _ answer: SolverAnswer) -> Void
    ) {
        self.recall = recall
        self.keep = keep
    }
}

extension LinearModel {
    /// Everything that an answer depends on, as bytes: two models with the same bytes are the same
    /// but for names.
    var content: [UInt8] {
        var bytes: [UInt8] = []
        func add<Element>(_ values: [Element]) {
            withUnsafeBytes(of: values.count) { bytes += $0 }
            values.withUnsafeBytes { bytes += $0 }
        }
        add([sense == .maximise ? 1 : 0, offset])
        add(costs)
        add(lower)
        add(upper)
        add(isWhole.map { $0 ? UInt8(1) : 0 })
        add(rowLower)
        add(rowUpper)
        add(starts)
        add(variables)
        add(weights)
        return bytes
    }
}

extension SolverOptions {
    var content: [UInt8] {
        [relativeGap, timeLimit ?? -1, Double(threads), Double(seed)].withUnsafeBytes { Array($0) }
    }
}
