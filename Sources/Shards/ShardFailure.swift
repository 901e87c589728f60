public import Tabular
public import Wording

/// Why shards can't be planned, done or collected.
public enum ShardFailure: Worded, Hashable, Sendable {
    case planIsThere(String)
    case noPlan(String)
    case planUnreadable(String)
    case folder(String)
    /// The table of sites is not the one that was planned with.
    case otherSites(String)
    case sites([TabularProblem])
    case noPlace(row: Int)
    case negative(row: Int, value: Double)
    /// No industry has a curve; why, by industry.
    case nothingToDo([String: String])
    case noSuchShard(Int, of: Int)
    case missing([Int], of: Int)
    case twice(Int, [String])
    case stranger(String)
    case changed(String)
    case otherPlan(String)

    public var message: Message {
        switch self {
        case .planIsThere(let path):
            words(
                "There is a plan already.", "План здесь уже есть.", at: path,
                "a folder without a plan.", "папка без плана.",
                "Choose another folder, or remove this one.",
                "Выберите другую папку или удалите эту.")
        case .noPlan(let path):
            words(
                "There is no plan.", "Плана нет.", at: path, "a folder with plan.json.",
                "папка с plan.json.", "Make one with \"uklad shard plan\".",
                "Создайте его: «uklad shard plan».")
        case .planUnreadable(let path):
            words(
                "The plan can't be read.", "План не читается.", at: "\(path)/plan.json",
                "a plan that \"uklad shard plan\" wrote.", "план от «uklad shard plan».",
                "Make it anew.", "Создайте его заново.")
        case .folder(let path):
            words(
                "The folder can't be used.", "Папкой нельзя воспользоваться.", at: path,
                "a folder to read and write.", "папка для чтения и записи.",
                "Check its name and its permissions.", "Проверьте её имя и права.")
        case .otherSites(let path):
            words(
                "The sites are not those of the plan.", "Это не те предприятия, что в плане.",
                at: "\(path)/sites.csv", "the table that was planned with.",
                "таблица, по которой составлен план.", "Copy the folder anew.",
                "Скопируйте папку заново.")
        case .sites(let problems): sites(problems)
        case .noPlace(let row):
            words(
                "A plant has no place.", "У предприятия нет места.", at: "sites.csv, \(row)",
                "x and y in kilometres.", "x и y в километрах.",
                "Add them, or leave the plant out.", "Добавьте их или уберите предприятие.")
        case .negative(let row, let value):
            words(
                "A plant has \(value) people.", "У предприятия \(value) занятых.",
                at: "sites.csv, \(row)", "0 or more.", "0 или больше.", "Correct it.",
                "Исправьте.")
        case .nothingToDo(let reasons):
            words(
                "No industry has a curve.", "Ни у одной отрасли нет кривой.",
                at: reasons.sorted { $0.key < $1.key }.prefix(3)
                    .map { "\($0.key): \($0.value)" }.joined(separator: "; "),
                "an industry with 10 plants or more.", "отрасль хотя бы с 10 предприятиями.",
                "Give more plants.", "Дайте больше предприятий.")
        case .noSuchShard(let index, let count):
            words(
                "There is no shard \(index).", "Части \(index) нет.", at: "--index",
                "0 to \(count - 1).", "от 0 до \(count - 1).", "Correct the number.",
                "Исправьте номер.")
        case .missing(let missing, let count):
            words(
                "\(missing.count) of \(count) shards are not done.",
                "Не выполнено частей: \(missing.count) из \(count).",
                at: missing.prefix(20).map { "\($0)" }.joined(separator: ", ")
                    + (missing.count > 20 ? ", …" : ""), "a result of every shard.",
                "результат каждой части.", "Do them with \"uklad shard run --index\".",
                "Выполните их: «uklad shard run --index».")
        case .twice(let index, let names):
            words(
                "Shard \(index) is there twice, with different results.",
                "Часть \(index) есть дважды, и результаты разные.",
                at: names.joined(separator: ", "), "one result.", "один результат.",
                "Remove both and do the shard again; if they differ again, tell us.",
                "Удалите оба и выполните часть снова; если снова разные, сообщите нам.")
        case .stranger(let name):
            words(
                "A result is of no shard of the plan.", "Результат не относится к частям плана.",
                at: name, "results of this plan.", "результаты этого плана.", "Remove it.",
                "Удалите его.")
        case .changed(let name):
            words(
                "A result is not what was computed.", "Результат не тот, что был вычислен.",
                at: name, "contents of which the name has the hash.",
                "содержимое, хэш которого в имени.", "Remove it and do the shard again.",
                "Удалите его и выполните часть снова.")
        case .otherPlan(let name):
            words(
                "A result is of another plan.", "Результат относится к другому плану.", at: name,
                "a result of this plan.", "результат этого плана.",
                "Remove it and do the shard again.", "Удалите его и выполните часть снова.")
        }
    }

    private func sites(_ problems: [TabularProblem]) -> Message {
        problems.first?.message
            ?? words(
                "The sites can't be read.", "Предприятия не читаются.", at: "sites.csv",
                "activity, x, y, people.", "activity, x, y, people.", "Correct the table.",
                "Исправьте таблицу.")
    }

    private func words(
        _ whatEn: String, _ whatRu: String, at place: String, _ expectedEn: String,
        _ expectedRu: String, _ remedyEn: String, _ remedyRu: String
    ) -> Message {
        Message(
            what: LocalizedText(en: whatEn, ru: whatRu),
            place: LocalizedText(en: place, ru: place),
            expected: LocalizedText(en: expectedEn, ru: expectedRu),
            remedy: LocalizedText(en: remedyEn, ru: remedyRu))
    }
}
