internal import Foundation
internal import GRDB

/// The list of runs, in SQLite. The folders are the truth: what the list lacks is added from
/// them, what they lack is dropped.
struct Catalogue {
    static let fileName = "catalogue.sqlite"

    struct Entry: Codable, FetchableRecord, PersistableRecord, Hashable {
        static let databaseTableName = "run"
        var id: String
        var made: String
        var seconds: Double
        var version: String
        var region: String
        /// When the run was last asked for: the latest run is the one asked for last.
        var used: String
    }

    private let queue: DatabaseQueue

    /// Opens the catalogue of a folder of runs and brings it up to date.
    init(in folder: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        queue = try DatabaseQueue(
            path: folder + "/" + Self.fileName, configuration: configuration)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 runs") { database in
            try database.create(table: "run") { table in
                table.primaryKey("id", .text)
                table.column("made", .text).notNull()
                table.column("seconds", .double).notNull()
                table.column("version", .text).notNull()
                table.column("region", .text).notNull()
                table.column("used", .text).notNull()
            }
        }
        try migrator.migrate(queue)
    }

    func entries() throws -> [Entry] {
        try queue.read { database in
            try Entry.order(Column("used").desc, Column("id")).fetchAll(database)
        }
    }

    func save(_ entry: Entry) throws {
        try queue.write { database in try entry.upsert(database) }
    }

    func remove(_ id: String) throws {
        _ = try queue.write { database in try Entry.deleteOne(database, key: id) }
    }
}
