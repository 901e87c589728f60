private import Glibc
import Tabular
import Wording

/// Writes what an import brought: the source first, so that no figure stands without one, then the
/// tables that others refer to, then the description where it changes, and the table itself last,
/// which is there as a whole or not at all. What was written before is put back where a later step
/// fails.
struct ImportWriter {
    let workspace: Workspace
    let tables: WorkspaceReader.SmallTables

    /// A file as it was before; without bytes it was not there.
    private struct Former {
        let path: String
        let bytes: [UInt8]?

        func restore() {
            if let bytes {
                try? AtomicFile.write(bytes, to: path)
            } else {
                unlink(path)
            }
        }
    }

    /// - Parameters:
    ///   - drafts: Those that others refer to first, the imported table last; each with the order of
    ///     its rows.
    ///   - file: A file that is no table, written before them.
    func write(
        _ drafts: [(draft: TableDraft, order: [Int32])], source: ImportSource?,
        file: ImportFile? = nil
    ) throws {
        guard let main = drafts.last else { return }
        // Every place is found, and what is there is kept, before anything changes.
        let path = try path(of: main.draft.schema.name)
        var former = try drafts.dropLast().map { try kept(self.path(of: $0.draft.schema.name)) }
        if source?.isKnown == false { former.append(try kept(self.path(of: "sources"))) }
        if case .file(let package) = workspace.root.locate(DataPackage.fileName) {
            former.append(try kept(package))
        }
        var made: String?
        if let file {
            made = try makeFolder(of: file)
            former.append(try kept(self.path(of: file)))
        }
        do {
            if let file { try AtomicFile.write(file.bytes, to: try self.path(of: file)) }
            let columns = main.draft.columnsToWrite(main.order)
            var changed = [main.draft.schema.name: columns]
            changed["sources"] = try writeSource(source)
            for (draft, order) in drafts.dropLast() {
                let columns = draft.columnsToWrite(order)
                try draft.write(
                    order, columns: columns, to: try self.path(of: draft.schema.name))
                changed[draft.schema.name] = columns
            }
            try describe(changed)
            try main.draft.write(main.order, columns: columns, to: path)
        } catch {
            for file in former { file.restore() }
            if let made { rmdir(made) }
            guard let failure = error as? FileFailure else { throw error }
            throw WorkspaceFailure(message: failure.message, exitCode: failure.exitCode)
        }
    }

    private func kept(_ path: String) throws -> Former {
        guard access(path, F_OK) == 0 else { return Former(path: path, bytes: nil) }
        guard let bytes = WorkspaceFolder.bytes(of: path, limit: .max) else {
            throw WorkspaceFailure(
                message: WorkspaceProblem(
                    .leavesFolder, at: .init(file: TabularSource.file(path: path).name)
                ).message,
                exitCode: 73)
        }
        return Former(path: path, bytes: bytes)
    }

    /// The path to write a table to: where the package has it, or its own name.
    private func path(of table: String) throws -> String {
        if let known = tables.path(of: table) { return known }
        guard case .missing = workspace.root.locate(table + ".csv") else {
            throw WorkspaceFailure(
                message: WorkspaceProblem(.leavesFolder, at: .init(file: table + ".csv")).message,
                exitCode: 73)
        }
        return workspace.root.path + "/" + table + ".csv"
    }

    private func path(of file: ImportFile) throws -> String {
        switch workspace.root.locate(file.relative) {
        case .file(let path): return path
        case .missing: return workspace.root.path + "/" + file.relative
        case .outside: throw Self.leavesFolder(file.relative)
        }
    }

    private static func leavesFolder(_ relative: String) -> WorkspaceFailure {
        WorkspaceFailure(
            message: WorkspaceProblem(.leavesFolder, at: .init(file: relative)).message,
            exitCode: 73)
    }

    /// - Returns: The folder where it was not there before.
    private func makeFolder(of file: ImportFile) throws -> String? {
        switch workspace.root.locate(file.folder) {
        case .file: return nil
        case .missing: break
        case .outside: throw Self.leavesFolder(file.folder)
        }
        let path = workspace.root.path + "/" + file.folder
        guard mkdir(path, 0o777) == 0 else { throw WorkspaceFailure.cannotCreate(path) }
        return path
    }

    /// - Returns: The columns of `sources` where it was written.
    private func writeSource(_ source: ImportSource?) throws -> [String]? {
        guard let source, !source.isKnown, let schema = TableSchema.named("sources") else {
            return nil
        }
        var draft = TableDraft(schema: schema)
        if let path = tables.path(of: "sources") { _ = try draft.take(file: path) }
        draft.append(
            schema.columns.map { column in
                column.draftCell(of: source.fields[column.name] ?? "")
            }, row: 0)
        let merge = draft.merged(replace: true) { _ in }
        guard merge.added + merge.replaced > 0 else { return nil }
        let columns = draft.columnsToWrite(merge.order)
        try draft.write(merge.order, columns: columns, to: try path(of: "sources"))
        return columns
    }

    /// Brings `datapackage.json` up to date where a table is new or has other columns.
    private func describe(_ changed: [String: [String]]) throws {
        guard case .file(let path) = workspace.root.locate(DataPackage.fileName),
            let bytes = WorkspaceFolder.bytes(of: path)
        else { return }
        var problems: [WorkspaceProblem] = []
        guard var package = try? DataPackage(parsing: bytes, problems: &problems),
            problems.isEmpty
        else { return }
        var isStale = false
        for (table, columns) in changed.sorted(by: { $0.key < $1.key }) {
            if let index = package.resources.firstIndex(where: { $0.name == table }) {
                isStale = isStale || package.resources[index].columns != columns
            } else {
                package.resources.append(.init(name: table, path: table + ".csv"))
                isStale = true
            }
        }
        guard isStale else { return }
        var columns = changed
        for resource in package.resources where columns[resource.name] == nil {
            columns[resource.name] = heading(of: resource)
        }
        try AtomicFile.write(package.text(columns: columns), to: path)
    }

    private func heading(of resource: DataPackage.Resource) -> [String]? {
        guard let path = tables.path(of: resource.name) else { return nil }
        var reader = CSVReader(.file(path: path), format: CSVFormat(delimiter: .comma))
        guard (try? reader.advance()) == true else { return nil }
        return reader.texts().map { $0.split(separator: " ").joined(separator: " ") }
    }
}

/// A file of the workspace that is no table.
struct ImportFile {
    let folder: String
    let name: String
    let bytes: [UInt8]

    var relative: String { folder + "/" + name }
}

extension DataPackage.Resource {
    /// The columns that its description lists.
    var columns: [String]? {
        guard case .object(let members) = description,
            case .object(let schema)? = members.first(where: { $0.name == "schema" })?.value,
            case .list(let fields)? = schema.first(where: { $0.name == "fields" })?.value
        else { return nil }
        return fields.compactMap { field in
            guard case .object(let members) = field,
                case .text(let name)? = members.first(where: { $0.name == "name" })?.value
            else { return nil }
            return name
        }
    }
}
