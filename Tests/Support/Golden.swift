public import Foundation
public import Numerics

/// Reference numbers of the methods handbook, `Tests/Golden/methods.json`.
public struct Golden: Sendable {
    private let numbers: [String: Value]

    private indirect enum Value: Decodable, Sendable {
        case number(Double)
        case list([Value])
        case table([String: Value])
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let list = try? container.decode([Value].self) {
                self = .list(list)
            } else if let table = try? container.decode([String: Value].self) {
                self = .table(table)
            } else {
                self = .other
            }
        }
    }

    /// The numbers of a chapter: `c01`.
    public init(chapter: String) throws {
        let data = try Data(contentsOf: Golden.folder.appending(path: "methods.json"))
        let chapters = try JSONDecoder().decode([String: [String: Value]].self, from: data)
        guard let numbers = chapters[chapter] else { throw Absent(key: chapter) }
        self.numbers = numbers
    }

    /// The folder `Tests/Golden` of the source tree.
    public static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden")

    /// The key that is not there.
    public struct Absent: Error { let key: String }

    public func number(_ key: String) throws -> Double {
        guard case .number(let number)? = numbers[key] else { throw Absent(key: key) }
        return number
    }

    /// A number of a table.
    public func number(_ key: String, _ part: String) throws -> Double {
        guard case .table(let table)? = numbers[key], case .number(let number)? = table[part] else {
            throw Absent(key: "\(key).\(part)")
        }
        return number
    }

    public func list(_ key: String) throws -> [Double] {
        guard case .list(let list)? = numbers[key] else { throw Absent(key: key) }
        return try list.map { value in
            guard case .number(let number) = value else { throw Absent(key: key) }
            return number
        }
    }

    /// A list and a number, written as a list of both.
    public func listAndNumber(_ key: String) throws -> ([Double], Double) {
        guard case .list(let parts)? = numbers[key], parts.count == 2,
            case .list(let list) = parts[0], case .number(let number) = parts[1]
        else { throw Absent(key: key) }
        return (
            try list.map { value in
                guard case .number(let number) = value else { throw Absent(key: key) }
                return number
            }, number
        )
    }

    public func matrix(_ key: String) throws -> Matrix {
        guard case .list(let rows)? = numbers[key] else { throw Absent(key: key) }
        return Matrix(
            try rows.map { row in
                guard case .list(let list) = row else { throw Absent(key: key) }
                return try list.map { value in
                    guard case .number(let number) = value else { throw Absent(key: key) }
                    return number
                }
            })
    }
}

/// The oracle files beside the project, where `UKLAD_ORACLES` names their folder.
public enum Oracles {
    public static let folder = ProcessInfo.processInfo.environment["UKLAD_ORACLES"]
        .map { URL(filePath: $0) }

    public static var areThere: Bool { folder != nil }
}

/// Whether two numbers agree within a relative tolerance (absolute under 1).
public func agrees(_ left: Double, _ right: Double, within tolerance: Double = 1e-9) -> Bool {
    abs(left - right) <= tolerance * max(1, abs(left), abs(right))
}
