internal import Foundation
public import Numerics

/// A table of numbers of the oracle folder: headings across, names down.
public struct OracleMatrix: Sendable {
    public let columns: [String]
    public let matrix: Matrix

    /// - Parameter hasNames: Whether the first column names the rows.
    public init(_ path: String, hasNames: Bool = true) throws {
        guard let folder = Oracles.folder else { throw CocoaError(.fileNoSuchFile) }
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map {
                String($0).replacing("\"", with: "")
            }
        }
        guard let heading = lines.first else { throw CocoaError(.fileReadCorruptFile) }
        columns = Array(heading.dropFirst(hasNames ? 1 : 0))
        var rows: [[Double]] = []
        for line in lines.dropFirst() {
            let numbers = line.dropFirst(hasNames ? 1 : 0).compactMap { Double($0) }
            guard numbers.count == columns.count else { throw CocoaError(.fileReadCorruptFile) }
            rows.append(numbers)
        }
        matrix = Matrix(rows)
    }
}

/// Expected numbers of the oracle folder, as JSON.
public struct OracleJSON {
    private let object: [String: Any]

    public init(_ path: String) throws {
        guard let folder = Oracles.folder else { throw CocoaError(.fileNoSuchFile) }
        let data = try Data(contentsOf: folder.appending(path: path))
        guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw CocoaError(.fileReadCorruptFile)
        }
        self.object = object
    }

    /// The part under a key.
    public func part(_ key: String) throws -> OracleJSON {
        guard let inner = object[key] as? [String: Any] else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return OracleJSON(object: inner)
    }

    private init(object: [String: Any]) { self.object = object }

    public func number(_ key: String) throws -> Double {
        guard let number = object[key] as? Double else { throw CocoaError(.fileReadCorruptFile) }
        return number
    }

    public func list(_ key: String) throws -> [Double] {
        guard let list = object[key] as? [Double] else { throw CocoaError(.fileReadCorruptFile) }
        return list
    }
}
