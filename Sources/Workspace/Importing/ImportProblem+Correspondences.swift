import Tabular
import Wording

extension ImportProblem {
    /// What keeps figures of one classification from becoming those of another.
    var correspondenceWords: (LocalizedText, LocalizedText, LocalizedText)? {
        switch kind {
        case .noSuchCorrespondence(let name):
            Self.said(
                (
                    "There is no correspondence \"\(Excerpt.of(name))\".",
                    "Соответствия «\(Excerpt.of(name))» нет."
                ),
                (
                    "`workspace`, a file such as shares.csv, or one of: \(Correspondence.known.joined(separator: ", "))",
                    "`workspace`, файл вида shares.csv или одно из: \(Correspondence.known.joined(separator: ", "))"
                ),
                (
                    "Correct `correspondence` of the mapping.",
                    "Исправьте `correspondence` в описании импорта."
                ))
        case .correspondence(let code, .unknown):
            Self.said(
                (
                    "Nothing answers to the activity \(Excerpt.of(code)).",
                    "Виду деятельности \(Excerpt.of(code)) ничто не соответствует."
                ),
                (
                    "an activity that the correspondence has",
                    "вид деятельности, который есть в соответствии"
                ),
                (
                    "Leave it out under `skip` or `only` of the mapping, or add a row for it: from, to, share.",
                    "Исключите его в `skip` или `only` описания импорта или добавьте для него строку: from, to, share."
                ))
        case .correspondence(let code, .splits(let targets, let finer)):
            Self.said(
                (
                    "The activity \(Excerpt.of(code)) splits into \(Self.list(targets)), and shares that add up to 1 are not given.",
                    "Вид деятельности \(Excerpt.of(code)) делится на \(Self.list(targets)), а доли с суммой 1 не заданы."
                ),
                finer.isEmpty
                    ? ("a share for each", "доля для каждого")
                    : (
                        "finer activities, which do not split: \(Self.list(finer)); or a share for each",
                        "более дробные виды, которые не делятся: \(Self.list(finer)); или доля для каждого"
                    ),
                (
                    "Give shares in a file with the columns from, to, share, and name it first: `correspondence: {table: [shares.csv, …]}`.",
                    "Задайте доли в файле со столбцами from, to, share и назовите его первым: `correspondence: {table: [shares.csv, …]}`."
                ))
        case .shareOutOfRange:
            Self.said(
                ("This is no share of a whole.", "Это не доля целого."),
                (
                    "a number above 0 and no more than 1, or nothing",
                    "число больше 0 и не больше 1 или пусто"
                ),
                ("Correct the share.", "Исправьте долю."))
        case .ratioAddedUp(let measure):
            Self.said(
                (
                    "\(Excerpt.of(measure)) is a ratio: those of several activities do not add up, and one can't be divided.",
                    "\(Excerpt.of(measure)) — отношение: по нескольким видам деятельности оно не складывается и не делится на части."
                ),
                (
                    "an amount, or activities that answer to one each",
                    "величина, которую можно складывать, или соответствие один к одному"
                ),
                (
                    "Import what the ratio is made of, and work it out by a formula.",
                    "Загрузите то, из чего отношение состоит, и рассчитайте его по формуле."
                ))
        case .countedTwice(let whole, let part):
            Self.said(
                (
                    "Figures of \(Excerpt.of(whole)) and of its part \(Excerpt.of(part)) would be added up.",
                    "Сложились бы данные \(Excerpt.of(whole)) и его части \(Excerpt.of(part))."
                ),
                ("each figure once", "каждое значение один раз"),
                (
                    "Leave one of them out under `skip` of the mapping.",
                    "Исключите одно из них в `skip` описания импорта."
                ))
        default: nil
        }
    }

    private static func list(_ codes: [String]) -> String {
        codes.prefix(12).map { Excerpt.of($0) }.joined(separator: ", ")
            + (codes.count > 12 ? ", …" : "")
    }
}
