import Foundation
import Numerics
import Support
import Testing

/// Certified values of NIST's Statistical Reference Datasets, `Tests/Golden/nist`.
private struct Certified {
    private let lines: [[String]]

    init(_ name: String) throws {
        lines = try Self.rows("certified").filter { $0[0] == name }
    }

    func value(_ quantity: String) throws -> Double {
        try #require(Double(try line(quantity)[2]))
    }

    func standardError(_ quantity: String) throws -> Double {
        try #require(Double(try line(quantity)[3]))
    }

    private func line(_ quantity: String) throws -> [String] {
        try #require(lines.first { $0[1] == quantity })
    }

    static func text(_ file: String) throws -> String {
        try String(contentsOf: Golden.folder.appending(path: "nist/\(file)"), encoding: .utf8)
    }

    private static func rows(_ name: String) throws -> [[String]] {
        try text("\(name).csv").split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    static func table(_ name: String) throws -> [[Double]] {
        try rows(name).map { try $0.map { try #require(Double($0)) } }
    }
}

/// The log relative error: how many significant digits are right.
private func digits(_ found: Double, _ certified: Double) -> Double {
    -log10(abs(found - certified) / abs(certified))
}

/// `Tests/Golden/nist/exact.py` solves each set in rational numbers, from the decimals and from the
/// decimals rounded to binary. The first checks the copy of the data; the second is what no program
/// can better, and where it is under nine digits the test asks for what remains.
@Suite("NIST reference data: mean and standard deviation")
struct UnivariateReferenceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let count: Int
        var deviationDigits = 13.0
        var testDescription: String { name }
    }

    private static func data(_ name: String) throws -> [Double] {
        func steps(_ middle: Double, _ low: Double, _ high: Double) -> [Double] {
            [middle] + (0..<500).flatMap { _ in [low, high] }
        }
        switch name {
        case "NumAcc1": return [10_000_001, 10_000_003, 10_000_002]
        case "NumAcc2": return steps(1.2, 1.1, 1.3)
        case "NumAcc3": return steps(1_000_000.2, 1_000_000.1, 1_000_000.3)
        case "NumAcc4": return steps(10_000_000.2, 10_000_000.1, 10_000_000.3)
        case "PiDigits":
            return try Certified.text("PiDigits.txt").compactMap { digit in
                digit.wholeNumberValue.map(Double.init)
            }
        default: return try Certified.table(name).map { $0[0] }
        }
    }

    @Test(
        "as certified",
        arguments: [
            Case(name: "Lew", count: 200),
            Case(name: "Lottery", count: 218),
            Case(name: "Mavro", count: 50),
            Case(name: "Michelso", count: 100),
            Case(name: "PiDigits", count: 5000),
            Case(name: "NumAcc1", count: 3),
            Case(name: "NumAcc2", count: 1001),
            // Seven digits before the point leave ten after it in binary: the data themselves have
            // a deviation that agrees with the certified one to 9.46 digits.
            Case(name: "NumAcc3", count: 1001, deviationDigits: 9.4),
            // Eight before the point: 8.25 digits.
            Case(name: "NumAcc4", count: 1001, deviationDigits: 8.2),
        ])
    func certified(_ set: Case) throws {
        let data = try Self.data(set.name)
        let certified = try Certified(set.name)
        #expect(data.count == set.count)
        let mean = try #require(data.mean)
        let deviation = try #require(data.standardDeviation(.sample))
        #expect(digits(mean, try certified.value("mean")) >= 15)
        #expect(
            digits(deviation, try certified.value("standardDeviation")) >= set.deviationDigits)
    }

    @Test(
        "what is lost to binary is lost before the computation: rational numbers give the same",
        arguments: [
            // The exact deviations of the rounded data.
            ("NumAcc3", 0.10000000003492459655), ("NumAcc4", 0.10000000055879354477),
        ])
    func rounded(_ name: String, _ exact: Double) throws {
        let deviation = try #require(try Self.data(name).standardDeviation(.sample))
        #expect(digits(deviation, exact) >= 14)
    }
}

@Suite("NIST reference data: linear regression")
struct RegressionReferenceTests {
    enum Design: Sendable {
        case polynomial(degree: Int)
        case columns(hasIntercept: Bool)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let design: Design
        let digits: Double
        var errorDigits = 12.0
        var deviationDigits = 12.0
        var testDescription: String { name }

        /// The coefficient of the first column is B1 where there is no intercept.
        var first: Int {
            if case .columns(hasIntercept: false) = design { 1 } else { 0 }
        }

        func table() throws -> (design: Matrix, response: [Double]) {
            if name.hasPrefix("Wampler") {
                let column = try #require(name.last?.wholeNumberValue)
                let rows = try Certified.table("Wampler")
                return (matrix(rows.map { [$0[0]] }), rows.map { $0[column] })
            }
            let rows = try Certified.table(name)
            return (matrix(rows.map { Array($0.dropFirst()) }), rows.map { $0[0] })
        }

        private func matrix(_ rows: [[Double]]) -> Matrix {
            switch design {
            case .polynomial(let degree):
                Matrix(rows.map { row in (0...degree).map { pow(row[0], Double($0)) } })
            case .columns(let hasIntercept):
                Matrix(rows.map { (hasIntercept ? [1] : []) + $0 })
            }
        }
    }

    @Test(
        "as certified",
        arguments: [
            Case(name: "Norris", design: .polynomial(degree: 1), digits: 12),
            Case(name: "Pontius", design: .polynomial(degree: 2), digits: 12),
            Case(name: "NoInt1", design: .columns(hasIntercept: false), digits: 14),
            Case(name: "NoInt2", design: .columns(hasIntercept: false), digits: 14),
            Case(name: "Longley", design: .columns(hasIntercept: true), digits: 14),
            // Tenth powers rounded to binary are another problem: solved in rational numbers it
            // agrees with the certified coefficients to 7.6 digits. About the mean of x the same
            // polynomial keeps them all; see below.
            Case(
                name: "Filip", design: .polynomial(degree: 10), digits: 7, errorDigits: 7,
                deviationDigits: 8),
            Case(name: "Wampler1", design: .polynomial(degree: 5), digits: 14),
            Case(name: "Wampler2", design: .polynomial(degree: 5), digits: 12),
            // Residuals of 10³, 10⁵ and 10⁷ beside coefficients of 1: plain QR keeps 9, 8 and 6
            // digits.
            Case(name: "Wampler3", design: .polynomial(degree: 5), digits: 14),
            Case(name: "Wampler4", design: .polynomial(degree: 5), digits: 14),
            Case(name: "Wampler5", design: .polynomial(degree: 5), digits: 14),
        ])
    func certified(_ set: Case) throws {
        let (design, response) = try set.table()
        let certified = try Certified(set.name)
        let fit = try design.leastSquares(response)
        let deviation = try certified.value("residualStandardDeviation")
        for (index, coefficient) in fit.coefficients.enumerated() {
            let name = "B\(index + set.first)"
            #expect(digits(coefficient, try certified.value(name)) >= set.digits, "\(name)")
            guard deviation > 0 else { continue }
            let error = try certified.standardError(name)
            #expect(digits(fit.standardErrors[index], error) >= set.errorDigits, "\(name)")
        }
        if deviation > 0 {
            #expect(digits(fit.residualStandardDeviation, deviation) >= set.deviationDigits)
        } else {
            // A certified 0 has no relative error: some units in the last place of the response.
            let largest = try #require(response.max())
            #expect(fit.residualStandardDeviation <= 1e-15 * largest)
        }
        let total =
            set.first == 1
            ? response.map { $0 * $0 }.compensatedSum()
            : try #require(response.variance(.population)) * Double(response.count)
        let share = 1 - fit.residualSumOfSquares / total
        #expect(digits(share, try certified.value("rSquared")) >= 10)
    }

    @Test("Filip about the mean of x, in its standard deviations: 12 digits")
    func standardised() throws {
        let rows = try Certified.table("Filip")
        let certified = try Certified("Filip")
        let x = rows.map { $0[1] }
        let mean = try #require(x.mean)
        let scale = try #require(x.standardDeviation(.sample))
        let powers = x.map { x in (0...10).map { pow((x - mean) / scale, Double($0)) } }
        let fit = try Matrix(powers).leastSquares(rows.map { $0[0] })

        // Horner's rule on polynomials: times (x − mean) / scale, plus the next coefficient.
        var expanded = [Double](repeating: 0, count: 11)
        for coefficient in fit.coefficients.reversed() {
            for power in (0...10).reversed() {
                let below = power > 0 ? expanded[power - 1] : 0
                expanded[power] = (below - mean * expanded[power]) / scale
            }
            expanded[0] += coefficient
        }
        for (power, coefficient) in expanded.enumerated() {
            #expect(digits(coefficient, try certified.value("B\(power)")) >= 12)
        }
        let deviation = try certified.value("residualStandardDeviation")
        #expect(digits(fit.residualStandardDeviation, deviation) >= 13)
    }
}
