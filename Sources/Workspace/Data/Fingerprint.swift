import Digest
import Region
import Tabular

/// Hashes of inputs in canonical form: the same rows give the same hash, whatever their order,
/// the order of the columns and the line ends.
enum Fingerprint {
    static func of(_ bytes: [UInt8]) -> String { SHA256.hexadecimal(of: bytes) }

    /// Of a file of any size, piece by piece; nil where it can't be read.
    static func of(file path: String) -> String? {
        let hash = SHA256()
        guard WorkspaceFolder.forEachPiece(of: path, { hash.update($0) }) else { return nil }
        return hash.hexadecimal()
    }

    /// The settings, whatever their order and comments.
    static func of(_ settings: Settings) -> String {
        let lines = settings.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }
        return of(Array(lines.joined().utf8))
    }

    /// The columns of a table that hold anything, by the schema's order, and the rows sorted.
    static func of(_ contents: Contents) -> String {
        let columns = contents.schema.columns.filter { column in
            contents.has(column.name)
                && contents.rows.contains { contents.shown($0, column) != nil }
        }
        let rows = contents.rows.map { row in
            columns.map { column in
                // Length first, so that no text can pass for two.
                let text = contents.shown(row, column) ?? ""
                return "\(text.utf8.count):\(text)"
            }.joined(separator: ",") + "\n"
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let hash = SHA256()
        hash.update(columns.map(\.name).joined(separator: ",") + "\n")
        for row in rows { hash.update(row) }
        return hash.hexadecimal()
    }

    /// The observations: each column's distinct texts sorted, then the rows in canonical order by
    /// those texts' ranks. Streams, so that ten million rows need no copy.
    static func of(_ store: ObservationStore, _ vocabulary: Vocabulary) -> String {
        let hash = SHA256()
        func texts(_ name: String, _ texts: [String], used codes: [Int32]) -> [Int32] {
            var isUsed = [Bool](repeating: false, count: texts.count)
            for code in codes where code >= 0 { isUsed[Int(code)] = true }
            let order = texts.indices.filter { isUsed[$0] }.sorted {
                texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8)
            }
            var ranks = [Int32](repeating: -1, count: texts.count)
            hash.update("\(name) \(order.count)\n")
            for (rank, code) in order.enumerated() {
                ranks[code] = Int32(rank)
                hash.update("\(texts[code].utf8.count):\(texts[code])\n")
            }
            return ranks
        }
        func column(_ values: [Int32], _ ranks: [Int32]) {
            let width = 1 << 14
            var start = 0
            while start < values.count {
                let end = min(start + width, values.count)
                let block = values[start..<end].map { $0 < 0 ? -1 : ranks[Int($0)] }
                block.withUnsafeBytes { hash.update($0) }
                start = end
            }
        }
        column(
            store.places, texts("place", vocabulary.places.map(\.code.rawValue), used: store.places)
        )
        column(
            store.activities,
            texts("activity", vocabulary.activities.map(\.code.rawValue), used: store.activities))
        let measures = store.measures.map { Int32($0) }
        column(
            measures,
            texts("measure", vocabulary.measures.map(\.measure.code.rawValue), used: measures))
        store.years.withUnsafeBytes { hash.update($0) }
        store.values.withUnsafeBytes { hash.update($0) }
        store.statuses.withUnsafeBytes { hash.update($0) }
        store.qualities.withUnsafeBytes { hash.update($0) }
        let units = store.units.map { Int32($0) }
        column(units, texts("unit", store.unitTexts, used: units))
        column(store.sources, texts("source", store.sourceTexts, used: store.sources))
        column(store.notes, texts("note", store.noteTexts, used: store.notes))
        return hash.hexadecimal()
    }
}
