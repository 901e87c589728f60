internal import CDuckDB
internal import NativeLibrary

/// The entry points of the embedded database that are used, resolved once.
struct DatabaseFunctions {
    typealias Handle = UnsafeMutableRawPointer
    typealias Text = UnsafePointer<CChar>
    typealias Open = @convention(c) (Text?, UnsafeMutablePointer<Handle?>) -> CInt
    typealias Make = @convention(c) (Handle?, UnsafeMutablePointer<Handle?>) -> CInt
    typealias Query = @convention(c) (Handle?, Text?, UnsafeMutableRawPointer) -> CInt
    typealias Prepare = @convention(c) (Handle?, Text?, UnsafeMutablePointer<Handle?>) -> CInt
    typealias Step = @convention(c) (Handle?) -> CInt
    typealias Finish = @convention(c) (Handle?, UnsafeMutableRawPointer) -> CInt
    typealias Release = @convention(c) (UnsafeMutablePointer<Handle?>) -> Void
    typealias Words = @convention(c) (Handle?) -> Text?
    typealias ResultWords = @convention(c) (UnsafeMutableRawPointer) -> Text?
    typealias DestroyResult = @convention(c) (UnsafeMutableRawPointer) -> Void
    typealias Count = @convention(c) (UnsafeMutableRawPointer) -> UInt64
    typealias ColumnWords = @convention(c) (UnsafeMutableRawPointer, UInt64) -> Text?
    typealias ColumnType = @convention(c) (UnsafeMutableRawPointer, UInt64) -> CInt
    typealias ColumnLogicalType = @convention(c) (UnsafeMutableRawPointer, UInt64) -> Handle?
    typealias Small = @convention(c) (Handle?) -> UInt8
    typealias Inner = @convention(c) (Handle?) -> CInt
    typealias Size = @convention(c) (Handle?) -> UInt64
    typealias SetSize = @convention(c) (Handle?, UInt64) -> Void
    typealias Part = @convention(c) (Handle?, UInt64) -> Handle?
    typealias Data = @convention(c) (Handle?) -> Handle?
    typealias Validity = @convention(c) (Handle?) -> UnsafeMutablePointer<UInt64>?
    typealias Act = @convention(c) (Handle?) -> Void
    typealias MakeType = @convention(c) (CInt) -> Handle?
    typealias MakeChunk = @convention(c) (UnsafeMutablePointer<Handle?>, UInt64) -> Handle?
    typealias Assign = @convention(c) (Handle?, UInt64, Text?, UInt64) -> Void
    typealias MakeAppender =
        @convention(c) (
            Handle?, Text?, Text?, UnsafeMutablePointer<Handle?>
        ) -> CInt
    typealias Append = @convention(c) (Handle?, Handle?) -> CInt

    let open: Open
    let connect: Make
    let disconnect: Release
    let close: Release
    let interrupt: Act
    let query: Query
    let resultError: ResultWords
    let destroyResult: DestroyResult

    let prepare: Prepare
    let prepareError: Words
    let destroyPrepared: Release
    let pending: Make
    let pendingError: Words
    let executeTask: Step
    let executePending: Finish
    let destroyPending: Release
    let progress: UkladQueryProgressOf

    let columnCount: Count
    let columnName: ColumnWords
    let columnType: ColumnType
    let columnLogicalType: ColumnLogicalType
    let decimalScale: Small
    let decimalStorage: Inner
    let destroyType: Release
    let fetchChunk: UkladFetchChunk
    let destroyChunk: Release
    let chunkSize: Size
    let vector: Part
    let data: Data
    let validity: Validity

    let makeType: MakeType
    let makeChunk: MakeChunk
    let setChunkSize: SetSize
    let resetChunk: Act
    let assignText: Assign
    let makeValidityWritable: Act
    let makeAppender: MakeAppender
    let append: Append
    let appenderError: Words
    let destroyAppender: Release

    static func load(from paths: [String]) throws(EngineError) -> DatabaseFunctions {
        do throws(LibraryFailure) {
            let library = try FoundLibrary(at: paths)
            return DatabaseFunctions(
                open: try library.entry("duckdb_open"),
                connect: try library.entry("duckdb_connect"),
                disconnect: try library.entry("duckdb_disconnect"),
                close: try library.entry("duckdb_close"),
                interrupt: try library.entry("duckdb_interrupt"),
                query: try library.entry("duckdb_query"),
                resultError: try library.entry("duckdb_result_error"),
                destroyResult: try library.entry("duckdb_destroy_result"),
                prepare: try library.entry("duckdb_prepare"),
                prepareError: try library.entry("duckdb_prepare_error"),
                destroyPrepared: try library.entry("duckdb_destroy_prepare"),
                pending: try library.entry("duckdb_pending_prepared"),
                pendingError: try library.entry("duckdb_pending_error"),
                executeTask: try library.entry("duckdb_pending_execute_task"),
                executePending: try library.entry("duckdb_execute_pending"),
                destroyPending: try library.entry("duckdb_destroy_pending"),
                progress: try library.entry("duckdb_query_progress"),
                columnCount: try library.entry("duckdb_column_count"),
                columnName: try library.entry("duckdb_column_name"),
                columnType: try library.entry("duckdb_column_type"),
                columnLogicalType: try library.entry("duckdb_column_logical_type"),
                decimalScale: try library.entry("duckdb_decimal_scale"),
                decimalStorage: try library.entry("duckdb_decimal_internal_type"),
                destroyType: try library.entry("duckdb_destroy_logical_type"),
                fetchChunk: try library.entry("duckdb_fetch_chunk"),
                destroyChunk: try library.entry("duckdb_destroy_data_chunk"),
                chunkSize: try library.entry("duckdb_data_chunk_get_size"),
                vector: try library.entry("duckdb_data_chunk_get_vector"),
                data: try library.entry("duckdb_vector_get_data"),
                validity: try library.entry("duckdb_vector_get_validity"),
                makeType: try library.entry("duckdb_create_logical_type"),
                makeChunk: try library.entry("duckdb_create_data_chunk"),
                setChunkSize: try library.entry("duckdb_data_chunk_set_size"),
                resetChunk: try library.entry("duckdb_data_chunk_reset"),
                assignText: try library.entry("duckdb_vector_assign_string_element_len"),
                makeValidityWritable: try library.entry("duckdb_vector_ensure_validity_writable"),
                makeAppender: try library.entry("duckdb_appender_create"),
                append: try library.entry("duckdb_append_data_chunk"),
                appenderError: try library.entry("duckdb_appender_error"),
                destroyAppender: try library.entry("duckdb_appender_destroy"))
        } catch { throw EngineError(error) }
    }
}

/// The numbers by which the C interface calls types.
enum DatabaseType: CInt {
    case truth = 1
    case tiny, small, integer, whole
    case unsignedTiny, unsignedSmall, unsignedInteger, unsignedWhole
    case float, double, moment, day
    case huge = 16
    case text = 17
    case decimal = 19
    case momentSeconds, momentMilliseconds, momentNanoseconds
    case momentWithZone = 31
}
