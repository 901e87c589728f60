import Testing
import Wording

@Suite("Texts and messages in two languages")
struct MessageTests {
    @Test("a text that one language lacks is given in the other")
    func fallback() {
        #expect(LocalizedText(en: "coal", ru: "уголь")[.russian] == "уголь")
        #expect(LocalizedText(en: "coal", ru: "")[.russian] == "coal")
        #expect(LocalizedText(en: "", ru: "уголь")[.english] == "уголь")
    }

    @Test("a message has four parts, each on its line, and no line for what is empty")
    func fourParts() {
        let message = Message(
            what: LocalizedText(en: "Output is negative.", ru: "Выпуск отрицателен."),
            place: LocalizedText(en: "row 118", ru: "строка 118"),
            expected: LocalizedText(en: "0 or more.", ru: "0 или больше."),
            remedy: LocalizedText(en: "Correct the cell.", ru: "Исправьте ячейку."))
        #expect(
            message.text(in: .english)
                == "Output is negative.\n  row 118\n  Expected: 0 or more.\n  Correct the cell.")
        #expect(
            message.text(in: .russian)
                == "Выпуск отрицателен.\n  строка 118\n  Ожидалось: 0 или больше.\n  Исправьте ячейку."
        )
        let short = Message(
            what: message.what, place: LocalizedText(en: "", ru: ""),
            expected: LocalizedText(en: "", ru: ""), remedy: message.remedy)
        #expect(short.text(in: .english) == "Output is negative.\n  Correct the cell.")
    }
}
