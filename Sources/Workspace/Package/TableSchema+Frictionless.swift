import Region
import Wording

extension TableSchema {
    /// The table as a resource of a Frictionless Data Package.
    ///
    /// - Parameters:
    ///   - columns: The columns the file has, in its order; a column that no table has is
    ///     described as text.
    ///   - tables: The tables of the package, of which foreign keys may speak.
    func resource(path: String, columns names: [String], tables: Set<String>) -> JSONValue {
        .object([
            .init("name", .text(name)),
            .init("path", .text(path)),
            .init("profile", .text("tabular-data-resource")),
            .init("title", .text(meaning.english)),
            .init("scheme", .text("file")),
            .init("format", .text("csv")),
            .init("mediatype", .text("text/csv")),
            .init("encoding", .text("utf-8")),
            .init("schema", schema(columns: names, tables: tables)),
        ])
    }

    private func schema(columns names: [String], tables: Set<String>) -> JSONValue {
        var members = [
            JSONValue.Member(
                "fields",
                .list(names.map { name in column(name)?.field ?? Column.unknownField(name) })),
            .init("missingValues", .list([.text("")])),
        ]
        let present = key.filter { names.contains($0) }
        if !present.isEmpty {
            members.append(.init("primaryKey", .list(present.map { .text($0) })))
        }
        let foreign = references.filter {
            names.contains($0.column.name) && tables.contains($0.table)
        }
        if !foreign.isEmpty {
            members.append(
                .init("foreignKeys", .list(foreign.map { foreignKey($0.column, to: $0.table) })))
        }
        return .object(members)
    }

    private func foreignKey(_ column: Column, to table: String) -> JSONValue {
        let target = TableSchema.named(table)?.key.first ?? "code"
        return .object([
            .init("fields", .list([.text(column.name)])),
            .init(
                "reference",
                .object([
                    // The standard names the table itself by nothing.
                    .init("resource", .text(table == name ? "" : table)),
                    .init("fields", .list([.text(target)])),
                ])),
        ])
    }
}

extension TableSchema.Column {
    var field: JSONValue {
        var members = [
            JSONValue.Member("name", .text(name)),
            .init("type", .text(fieldType)),
        ]
        if content == .flag {
            members.append(.init("trueValues", .list([.text("1")])))
            members.append(.init("falseValues", .list([.text("0")])))
        }
        members.append(.init("description", .text(meaning.english)))
        let constraints = constraints
        if !constraints.isEmpty { members.append(.init("constraints", .object(constraints))) }
        return .object(members)
    }

    static func unknownField(_ name: String) -> JSONValue {
        .object([.init("name", .text(name)), .init("type", .text("string"))])
    }

    /// The type by the Table Schema standard.
    var fieldType: String {
        switch content {
        case .year, .integer: "integer"
        case .number: "number"
        case .flag: "boolean"
        case .text, .code, .reference, .sources, .unit, .distribution, .prices, .formula, .status,
            .quality, .choice:
            "string"
        }
    }

    private var constraints: [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if isRequired { members.append(.init("required", .bool(true))) }
        switch content {
        case .year:
            members.append(.init("minimum", .number(Double(TableSchema.years.lowerBound))))
            members.append(.init("maximum", .number(Double(TableSchema.years.upperBound))))
        case .number(let minimum, let maximum):
            if let minimum { members.append(.init("minimum", .number(minimum))) }
            if let maximum { members.append(.init("maximum", .number(maximum))) }
        case .choice(let words):
            members.append(.init("enum", .list(words.map { .text($0) })))
        case .quality:
            members.append(.init("enum", .list(Quality.allCases.map { .text($0.rawValue) })))
        case .status:
            members.append(
                .init("enum", .list(ObservationStatus.allCases.map { .text($0.rawValue) })))
        case .prices:
            members.append(.init("pattern", .text(PriceWords.pattern)))
        case .text, .code, .reference, .sources, .integer, .unit, .distribution, .formula, .flag:
            break
        }
        return members
    }
}
