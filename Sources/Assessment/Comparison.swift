public import Region
public import Wording

/// What differs between two runs, and why: figures, settings, or the methods themselves.
public struct Comparison: Sendable {
    public let before: Run
    public let after: Run
    public let causes: [Cause]
    /// Results that differ, the largest relative change first.
    public let changes: [Change]
    /// Results that are in both runs and equal.
    public let unchanged: Int
    /// Results only one of the runs has.
    public let onlyBefore: Int
    public let onlyAfter: Int

    /// Something that the runs were made from and that differs.
    public enum Cause: Hashable, Sendable {
        case version(before: String, after: String)
        case method(String, before: Int, after: Int)
        case setting(String, before: String?, after: String?)
        /// An input table; nil where the run has none.
        case table(String, wasThere: Bool, isThere: Bool)
    }

    /// One result that differs.
    public struct Change: Sendable {
        public let method: Method
        public let measure: String
        public let classification: String
        public let key: ResultKey
        public let before: Outcome
        public let after: Outcome
        /// The change over the larger of the two amounts; 1 where one of them is no number.
        public let size: Double
        let results: (before: Manifest.Result, after: Manifest.Result)
        let rows: (before: ResultRow, after: ResultRow)
    }

    /// - Throws: ``RunFailure`` where a run is damaged.
    public init(_ before: Run, _ after: Run) throws(RunFailure) {
        self.before = before
        self.after = after
        causes = Self.causes(before.manifest, after.manifest)
        var tally = Tally()
        for result in before.manifest.results {
            let twin = after.manifest.results.first { $0.file == result.file }
            guard let twin else {
                tally.onlyBefore += result.rows
                continue
            }
            if twin.sha256 == result.sha256 {
                tally.unchanged += result.rows
                continue
            }
            try tally.compare(result, of: before, with: twin, of: after)
        }
        let known = Set(before.manifest.results.map(\.file))
        for result in after.manifest.results where !known.contains(result.file) {
            tally.onlyAfter += result.rows
        }
        changes = tally.changes.sorted(by: Self.isLarger)
        unchanged = tally.unchanged
        onlyBefore = tally.onlyBefore
        onlyAfter = tally.onlyAfter
    }

    private static func isLarger(_ left: Change, _ right: Change) -> Bool {
        if left.size != right.size { return left.size > right.size }
        return (left.results.after.file, left.key) < (right.results.after.file, right.key)
    }

    private static func causes(_ before: Manifest, _ after: Manifest) -> [Cause] {
        var causes: [Cause] = []
        if before.version != after.version {
            causes.append(.version(before: before.version, after: after.version))
        }
        let old = methodVersions(before)
        let new = methodVersions(after)
        for (method, version) in old.sorted(by: { $0.key < $1.key }) {
            if let now = new[method], now != version {
                causes.append(.method(method, before: version, after: now))
            }
        }
        let keys = Set(before.parameters.keys).union(after.parameters.keys).sorted()
        for key in keys where before.parameters[key] != after.parameters[key] {
            causes.append(
                .setting(key, before: before.parameters[key], after: after.parameters[key]))
        }
        let files = Set(before.inputs.keys).union(after.inputs.keys).sorted()
        for file in files where before.inputs[file] != after.inputs[file] {
            causes.append(
                .table(
                    file, wasThere: before.inputs[file] != nil, isThere: after.inputs[file] != nil))
        }
        return causes
    }

    private static func methodVersions(_ manifest: Manifest) -> [String: Int] {
        Dictionary(manifest.results.map { ($0.method, $0.methodVersion) }) { first, _ in first }
    }

    private struct Tally {
        var changes: [Change] = []
        var unchanged = 0
        var onlyBefore = 0
        var onlyAfter = 0

        mutating func compare(
            _ old: Manifest.Result, of before: Run, with new: Manifest.Result, of after: Run
        ) throws(RunFailure) {
            let oldTable = try before.table(old)
            let newTable = try after.table(new)
            var waiting = Dictionary(oldTable.rows.map { ($0.key, $0) }) { first, _ in first }
            for row in newTable.rows {
                guard let twin = waiting.removeValue(forKey: row.key) else {
                    onlyAfter += 1
                    continue
                }
                if twin.outcome == row.outcome {
                    unchanged += 1
                    continue
                }
                changes.append(
                    Change(
                        method: newTable.method, measure: new.measure,
                        classification: new.classification, key: row.key, before: twin.outcome,
                        after: row.outcome, size: twin.outcome.change(to: row.outcome),
                        results: (old, new), rows: (twin, row)))
            }
            onlyBefore += waiting.count
        }
    }
}

extension Comparison.Change {
    /// The inputs of the formula that differ, worked out from both runs' own figures.
    public func changedInputs(
        _ before: Explainer, _ after: Explainer
    ) -> [(
        symbol: String, meaning: LocalizedText?, before: Expression.Value, after: Expression.Value
    )] {
        guard let old = before.explain(results.before, rows.before),
            let new = after.explain(results.after, rows.after)
        else { return [] }
        return new.inputs.compactMap { input in
            guard let twin = old.inputs.first(where: { $0.symbol == input.symbol }),
                twin.value != input.value
            else { return nil }
            return (input.symbol, input.meaning, twin.value, input.value)
        }
    }
}

extension Outcome {
    fileprivate func change(to other: Outcome) -> Double {
        guard let old = value, let new = other.value else { return 1 }
        let scale = max(abs(old), abs(new))
        // Two ways of rounding nothing are no change.
        return scale < 1e-9 ? 0 : abs(new - old) / scale
    }
}

extension ResultKey: Comparable {
    /// The canonical order of results: place, activity, object, years, component.
    public static func < (left: ResultKey, right: ResultKey) -> Bool {
        left.order < right.order
    }

    private var order: (String, String, String, Int, Int, String) {
        (
            place?.rawValue ?? "", activity?.rawValue ?? "", object?.rawValue ?? "", from ?? .min,
            year ?? .min, component
        )
    }
}
