internal import Region
internal import Wording

/// Names of the entries under "How computed": short, and the same in every report of a run.
enum EntryName {
    static func of(_ table: ResultTable, _ key: ResultKey) -> String {
        "e"
            + digest(
                "\(table.measure.code)|\(table.classification)|\(table.method.id)|" + text(key))
    }

    static func of(_ derived: Derived) -> String { "d" + digest(derived.id) }

    static func of(_ reference: InputReference) -> String {
        switch reference {
        case .figure(let measure, let place, let activity, let year):
            "i"
                + digest(
                    "f|\(measure)|\(place?.rawValue ?? "")|\(activity?.rawValue ?? "")|\(year)")
        case .placeTotal(let measure, let classification, let place, let year):
            "i" + digest("p|\(measure)|\(classification)|\(place)|\(year)")
        case .activityTotal(let measure, let classification, let activity, let year):
            "i" + digest("a|\(measure)|\(classification)|\(activity)|\(year)")
        case .grandTotal(let measure, let classification, let year):
            "i" + digest("g|\(measure)|\(classification)|\(year)")
        case .entry(let table, let key, let column):
            "i" + digest("e|\(table)|\(key.joined(separator: "|"))|\(column)")
        case .result(let method, let key): "i" + digest("r|\(method)|" + text(key))
        case .parameter(let key): "i" + digest("s|\(key)")
        case .note(let words): "i" + digest("n|\(words.english)")
        }
    }

    static func list(_ parts: some Sequence<String>) -> String {
        "v" + digest(parts.joined(separator: "|"))
    }

    static func method(_ id: String) -> String { "m-" + plain(id) }
    static func source(_ key: SourceKey) -> String { "s-" + plain(key.rawValue) }

    private static func text(_ key: ResultKey) -> String {
        [
            key.place?.rawValue ?? "", key.activity?.rawValue ?? "", key.object?.rawValue ?? "",
            key.from.map(String.init) ?? "", key.year.map(String.init) ?? "", key.component,
        ].joined(separator: "|")
    }

    /// Letters and digits that any browser takes for a name.
    private static func plain(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
        }
        return isPlain ? text : digest(text)
    }

    /// 50 bits of FNV-1a: among ten thousand names two are alike once in twenty million reports.
    static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash ^= hash >> 32
        let digits = String(hash & 0x3_FFFF_FFFF_FFFF, radix: 32)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }
}
