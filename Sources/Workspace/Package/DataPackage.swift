private import Foundation
import Tabular
import Wording

/// `datapackage.json`: the description that makes the folder a Frictionless Data Package.
struct DataPackage: Sendable {
    static let fileName = "datapackage.json"

    var name: String
    var title: String?
    var resources: [Resource]
    /// Members that this program does not write itself: licences, contributors.
    var others: [JSONValue.Member] = []

    struct Resource: Hashable, Sendable {
        var name: String
        var path: String
        /// As it stands, for tables that this program does not know.
        var description: JSONValue = .null
    }

    init(name: String, title: String? = nil, resources: [Resource]) {
        self.name = name
        self.title = title
        self.resources = resources
    }

    /// Reads the description; what is wrong with parts of it goes to the problems.
    init(
        parsing bytes: [UInt8], problems: inout [WorkspaceProblem]
    ) throws(UnreadableReason) {
        let object: Any
        do {
            object = try JSONSerialization.jsonObject(with: Data(bytes))
        } catch {
            throw .notJSON
        }
        guard let members = object as? [String: Any] else {
            throw .notAnObject
        }
        guard let list = members["resources"] as? [Any] else {
            throw .noResources
        }
        func note(_ member: String, _ expected: String) {
            problems.append(
                WorkspaceProblem(
                    .packageMember(member, expected: expected), at: .init(file: Self.fileName)))
        }
        name = members["name"] as? String ?? ""
        if !Self.isName(name) { note("name", "a-z, 0-9, `-`, `_`, `.`") }
        title = members["title"] as? String
        others = members.filter { !Self.ownMembers.contains($0.key) }
            .sorted { $0.key < $1.key }
            .map { JSONValue.Member($0.key, JSONValue(reading: $0.value)) }
        resources = []
        for (index, item) in list.enumerated() {
            let label = "resources[\(index)]"
            guard let member = item as? [String: Any] else {
                note(label, "{…}")
                continue
            }
            guard let name = member["name"] as? String, Self.isName(name) else {
                note(label + ".name", "a-z, 0-9, `-`, `_`, `.`")
                continue
            }
            guard let path = member["path"] as? String else {
                note(label + ".path", "\"\(name).csv\"")
                continue
            }
            if let format = member["format"] as? String, format != "csv" {
                note(label + ".format", "\"csv\"")
            }
            if let encoding = member["encoding"] as? String,
                !["utf-8", "utf8"].contains(encoding.lowercased())
            {
                note(label + ".encoding", "\"utf-8\"")
            }
            if let dialect = member["dialect"] as? [String: Any] {
                checkDialect(dialect, label + ".dialect", note)
            }
            resources.append(
                Resource(name: name, path: path, description: JSONValue(reading: member)))
        }
    }

    private static let ownMembers: Set = ["name", "title", "profile", "resources"]

    /// The description as text, the same bytes for the same tables.
    ///
    /// - Parameter columns: The columns of each table's file, by the table's name.
    func text(columns: [String: [String]]) -> String {
        let tables = Set(resources.map(\.name))
        let known = Dictionary(
            uniqueKeysWithValues: TableSchema.all.enumerated().map { ($0.element.name, $0.offset) })
        let ordered = resources.enumerated().sorted {
            (known[$0.element.name] ?? .max, $0.offset) < (
                known[$1.element.name] ?? .max, $1.offset
            )
        }.map(\.element)
        var members = [JSONValue.Member("profile", .text("tabular-data-package"))]
        members.append(.init("name", .text(name)))
        if let title { members.append(.init("title", .text(title))) }
        members += others
        members.append(
            .init(
                "resources",
                .list(
                    ordered.map { resource in
                        guard let schema = TableSchema.named(resource.name),
                            let columns = columns[resource.name]
                        else { return resource.description }
                        return schema.resource(
                            path: resource.path, columns: columns, tables: tables)
                    })))
        return JSONValue.object(members).text
    }

    private func checkDialect(
        _ dialect: [String: Any], _ label: String, _ note: (String, String) -> Void
    ) {
        let csv = dialect["csv"] as? [String: Any] ?? dialect
        if let delimiter = csv["delimiter"] as? String, delimiter != "," {
            note(label + ".delimiter", "\",\"")
        }
        if let quote = csv["quoteChar"] as? String, quote != "\"" {
            note(label + ".quoteChar", "\"\\\"\"")
        }
        if let header = csv["header"] as? Bool, !header { note(label + ".header", "true") }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
                    || $0 == 0x5F || $0 == 0x2E
            }
    }
}
