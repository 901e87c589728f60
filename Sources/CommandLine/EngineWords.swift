public import Engine
public import Wording

extension EngineError: Worded {
    /// The exit code of the program: an engine that is not there differs from a wrong statement.
    var exitCode: Int32 {
        switch self {
        case .libraryNotFound, .notTheLibrary, .unreachable, .lost, .untrusted, .deadlinePassed: 69
        case .unauthenticated, .tokenInTheOpen: 77
        case .badAddress, .badName, .badSetting: 64
        case .refused, .unsupportedType, .tooLarge: 65
        case .malformed: 70
        case .cancelled: 130
        }
    }

    /// The exit code where the engine was to write a file of ours.
    var writingStatus: Int32 {
        if case .refused = self { 74 } else { exitCode }
    }

    public var message: Message {
        switch self {
        case .libraryNotFound(let paths):
            Self.words(
                "DuckDB's library, which Parquet and microdata need, is not there.",
                "Нет библиотеки DuckDB, нужной для Parquet и микроданных.",
                at: "looked at: " + paths.prefix(4).joined(separator: ", "),
                "искали здесь: " + paths.prefix(4).joined(separator: ", "),
                "libduckdb.so.", "libduckdb.so.",
                "Type \"make engine\", or set UKLAD_DUCKDB to the library; --format csv needs neither.",
                "Выполните «make engine» или укажите библиотеку в UKLAD_DUCKDB; для --format csv она не нужна."
            )
        case .notTheLibrary(let path, let detail):
            Self.words(
                "This is not DuckDB's library: \(detail).", "Это не библиотека DuckDB: \(detail).",
                at: path, path, "libduckdb.so 1.5.", "libduckdb.so 1.5.",
                "Fetch it anew with \"make engine\".", "Загрузите её заново: «make engine».")
        case .badAddress(let address):
            Self.words(
                "\"\(address)\" is no engine.", "«\(address)» — не движок.", at: "--engine",
                "--engine", "embedded, spark://host:port or, with TLS, sparks://host:port.",
                "embedded, spark://узел:порт или, с TLS, sparks://узел:порт.",
                "Correct the address, or UKLAD_ENGINE.", "Исправьте адрес или UKLAD_ENGINE.")
        case .badSetting(let name, let detail):
            Self.words(
                "\(name) is of no use.", "\(name) не годится.", at: detail, detail,
                "a file that can be read.", "файл, который можно прочесть.",
                "Correct it, or leave it out.", "Исправьте или уберите.")
        case .tooLarge(let table, let bytes, let limit):
            Self.words(
                "The table \(table) is too large to be sent.",
                "Таблица \(table) слишком велика для отправки.", at: "\(bytes)", "\(bytes)",
                "at most \(limit) bytes.", "не больше \(limit) байт.",
                "Put it where the engine reads it, as Parquet.",
                "Положите её в Parquet туда, где движок её прочтёт.")
        case .badName(let name):
            Self.words(
                "\"\(name)\" can't stand in a statement.",
                "«\(name)» не может стоять в запросе.", at: "uklad.yaml, microdata",
                "uklad.yaml, microdata", "a name of Latin letters, digits and _.",
                "имя из латинских букв, цифр и _.",
                "Make a view of the data with such names on the engine, and give it as microdata.table.",
                "Создайте на движке представление с такими именами и укажите его в microdata.table."
            )
        case .unreachable(let address, let detail):
            Self.words(
                "Nobody answers at \(address).", "По адресу \(address) никто не отвечает.",
                at: detail, detail, "a Spark Connect server.", "сервер Spark Connect.",
                "Start the server, or correct --engine.",
                "Запустите сервер или исправьте --engine.")
        case .lost(let address, let detail):
            Self.words(
                "The engine at \(address) is gone.", "Движок \(address) пропал.", at: detail,
                detail, "an answer to the end.", "ответ до конца.",
                "Nothing was changed. Try again when it is back.",
                "Ничего не изменено. Повторите, когда он снова будет доступен.")
        case .unauthenticated(let address):
            Self.words(
                "The engine at \(address) does not let us in.", "Движок \(address) нас не пускает.",
                at: "UKLAD_ENGINE_TOKEN", "UKLAD_ENGINE_TOKEN", "its token.", "его токен.",
                "Put the token into UKLAD_ENGINE_TOKEN, or its file into UKLAD_ENGINE_TOKEN_FILE.",
                "Задайте токен в UKLAD_ENGINE_TOKEN или файл с ним в UKLAD_ENGINE_TOKEN_FILE.")
        case .tokenInTheOpen(let address):
            Self.words(
                "The token would go to \(address) for everybody to read.",
                "Токен ушёл бы к \(address) открытым текстом.", at: "--engine", "--engine",
                "sparks://, which is spark:// with TLS.", "sparks:// — это spark:// с TLS.",
                "Use sparks:// through a proxy that ends TLS.",
                "Возьмите sparks:// и прокси, принимающий TLS.")
        case .untrusted(let address, let detail):
            Self.words(
                "The certificate of \(address) is not to be trusted.",
                "Сертификату \(address) нельзя доверять.", at: detail, detail,
                "a certificate for that name, signed by a known authority.",
                "сертификат на это имя, подписанный известным центром.",
                "Put your authority's certificate into UKLAD_ENGINE_CA.",
                "Укажите сертификат своего центра в UKLAD_ENGINE_CA.")
        case .refused(let fault): Self.words(of: fault)
        case .deadlinePassed(let statement, let seconds):
            Self.words(
                "\"\(statement)\" took longer than \(Int(seconds)) s and was stopped.",
                "«\(statement)»: дольше \(Int(seconds)) с, остановлено.", at: "--deadline",
                "--deadline", "an answer in that time.", "ответ за это время.",
                "Give it more time with --deadline.", "Дайте больше времени: --deadline.")
        case .cancelled: Failure.stopped.messages[0]
        case .malformed(let address, let detail):
            Self.words(
                "The engine's answer can't be read: \(detail).",
                "Ответ движка не читается: \(detail).", at: address, address,
                "an answer as Spark Connect 4 gives it.", "ответ, какой даёт Spark Connect 4.",
                "Nothing was changed. Tell us the engine and its version.",
                "Ничего не изменено. Сообщите нам движок и его версию.")
        case .unsupportedType(let column, let type):
            Self.words(
                "The column \(column) has a type that is not read: \(type).",
                "Тип столбца \(column) не читается: \(type).", at: column, column,
                "whole numbers, numbers, texts, dates.", "целые, числа, тексты, даты.",
                "Cast it on the engine, in a view.", "Приведите тип на движке, в представлении.")
        }
    }

    private static func words(of fault: StatementFault) -> Message {
        var place = fault.statement
        if let line = fault.line {
            place += ":\(line)" + (fault.position.map { ":\($0)" } ?? "")
        }
        let code = [fault.errorClass, fault.state].compactMap(\.self).joined(separator: ", ")
        let detail = fault.detail + (code.isEmpty ? "" : " [\(code)]")
        return words(
            "The engine refused a statement.", "Движок отклонил запрос.", at: place, place,
            detail, detail,
            "Check the names of columns and the path under microdata in uklad.yaml, the folder and the free space.",
            "Проверьте имена столбцов и путь в microdata файла uklad.yaml, папку и свободное место."
        )
    }

    private static func words(
        _ whatEn: String, _ whatRu: String, at placeEn: String, _ placeRu: String,
        _ expectedEn: String, _ expectedRu: String, _ remedyEn: String, _ remedyRu: String
    ) -> Message {
        Message(
            what: LocalizedText(en: whatEn, ru: whatRu),
            place: LocalizedText(en: placeEn, ru: placeRu),
            expected: LocalizedText(en: expectedEn, ru: expectedRu),
            remedy: LocalizedText(en: remedyEn, ru: remedyRu))
    }
}
