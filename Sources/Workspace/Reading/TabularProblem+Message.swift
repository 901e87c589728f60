import Tabular
import Wording

extension TabularProblem {
    /// The problem in words, with the table named.
    func message(table: String) -> Message {
        let place = WorkspaceProblem.Place(
            file: place.file, row: place.row ?? place.line, column: place.columnName,
            value: place.value)
        let name = kind.name
        return Message(
            what: LocalizedText(
                en: "The file does not fit: \(name).", ru: "Файл не подходит: \(name)."),
            place: place.text, expected: LocalizedText(en: "", ru: ""),
            remedy: LocalizedText(en: "", ru: ""))
    }
}
