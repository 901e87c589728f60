internal import Numerics
public import Region

/// The promise of every explanation: the formula evaluated with its bindings gives the stored
/// result.
public enum Explanations {
    /// What is wrong with a method's tables and explanations, a line each; empty where all is well.
    ///
    /// A number has to come out of the formula again within a relative 1e-12, a range at both
    /// ends; a reason has to be the same. Every key has one row and an explanation, every symbol of
    /// a formula a meaning, and no number is NaN, infinite or a negative zero.
    public static func faults<Context>(
        of method: any IndexMethod<Context>, in context: Context, tolerance: Double = 1e-12
    ) throws -> [String] {
        var faults: [String] = []
        for table in try method.results(in: context) {
            if table.method != method.method { faults.append("\(table.method.id): another method") }
            var seen: Set<ResultKey> = []
            let derivations = method.derivations(of: table.rows.map(\.key), in: context)
            for (row, derivation) in zip(table.rows, derivations) {
                let name = "\(method.method.id) \(text(of: row.key))"
                if !seen.insert(row.key).inserted { faults.append("\(name): two rows") }
                if table.method.component(row.key.component) == nil {
                    faults.append("\(name): unknown component")
                }
                if let fault = numberFault(row) { faults.append("\(name): \(fault)") }
                guard let derivation else {
                    faults.append("\(name): no explanation")
                    continue
                }
                if let fault = fault(derivation, row, tolerance) {
                    faults.append("\(name): \(fault)")
                }
            }
        }
        return faults
    }

    private static func fault(
        _ derivation: Derivation, _ row: ResultRow, _ tolerance: Double
    ) -> String? {
        guard derivation.key == row.key else { return "explains another key" }
        guard derivation.outcome == row.outcome else {
            return "explained \(derivation.outcome), stored \(row.outcome)"
        }
        let formula = derivation.formula.text()
        for binding in derivation.bindings where !binding.references.isEmpty {
            if binding.references.count != binding.value.elements.count {
                return "\(binding.symbol): \(binding.references.count) references"
            }
        }
        let meanings = Set(derivation.method.symbols.map(\.name))
        // Indices of years or of parts may follow the letter that has the meaning.
        for symbol in derivation.formula.symbols where !meanings.contains(symbol) {
            guard !derivation.notices.isEmpty else {
                return "no meaning of \(symbol) in \(formula)"
            }
        }
        switch row.outcome {
        case .value(let number):
            guard let again = derivation.recomputed else { return "\(formula) has no value" }
            guard close(again, number, tolerance) else {
                return "\(formula) gives \(again), stored \(number)"
            }
        case .range(let low, let high):
            // A method may know its range by another way than the formula over ranges.
            guard let again = derivation.recomputedRange else { return nil }
            guard close(again.low, low, tolerance), close(again.high, high, tolerance)
            else { return "\(formula) gives \(again), stored \(low)...\(high)" }
        case .undefined: break
        }
        return nil
    }

    private static func numberFault(_ row: ResultRow) -> String? {
        let numbers: [Double] =
            switch row.outcome {
            case .value(let number): [number]
            case .range(let low, let high): [low, high]
            case .undefined: []
            }
        for number in numbers + [row.coverage] {
            guard number.isFinite, !(number == 0 && number.sign == .minus) else {
                return "carries \(number)"
            }
        }
        if numbers.count == 2, numbers[0] > numbers[1] { return "range is upside down" }
        return nil
    }

    private static func close(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
        abs(left - right) <= tolerance * max(abs(left), abs(right), 1)
    }

    private static func text(of key: ResultKey) -> String {
        [
            key.place?.rawValue, key.activity?.rawValue, key.from.map { "from \($0)" },
            key.year.map { "\($0)" }, key.component.isEmpty ? nil : key.component,
        ].compactMap(\.self).joined(separator: " ")
    }
}
