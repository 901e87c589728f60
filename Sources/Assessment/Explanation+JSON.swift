internal import Foundation
internal import Region
internal import Wording

extension Explanation {
    /// The explanation as JSON, with texts in both languages and every input.
    public func json() throws -> String {
        String(decoding: try CanonicalJSON.bytes(of: Document(self)), as: UTF8.self)
    }

    private struct Document: Encodable {
        let method: String
        let version: Int
        let name: LocalizedText
        let section: String
        let component: String
        let place: String?
        let activity: String?
        let object: String?
        let from: Int?
        let year: Int?
        let value: Double?
        let low: Double?
        let high: Double?
        let reason: String?
        let unit: String
        let coverage: Double
        let quality: String
        let marks: [String]
        let formula: String
        let formulaWithNumbers: LocalizedText
        let recomputed: Double?
        let inputs: [InputDocument]
        let parameters: [String: String]
        let warnings: [LocalizedText]
        let literature: [String]
        let sources: [Source]

        init(_ explanation: Explanation) {
            let derivation = explanation.derivation
            let row = explanation.row
            method = derivation.method.id
            version = derivation.method.version
            name = derivation.method.name
            section = derivation.method.section
            component = row.key.component
            place = row.key.place?.rawValue
            activity = row.key.activity?.rawValue
            object = row.key.object?.rawValue
            from = row.key.from
            year = row.key.year
            value = row.outcome.value
            if case .range(let low, let high) = row.outcome {
                (self.low, self.high) = (low, high)
            } else {
                (low, high) = (nil, nil)
            }
            if case .undefined(let why) = row.outcome { reason = why.word } else { reason = nil }
            unit = explanation.subject.unit.symbol
            coverage = row.coverage
            quality = row.quality.rawValue
            marks = row.marks.words
            formula = derivation.formula.text()
            formulaWithNumbers = LocalizedText(
                en: explanation.formulaWithNumbers(in: .english),
                ru: explanation.formulaWithNumbers(in: .russian))
            let again = derivation.recomputed
            recomputed = again.flatMap { $0.isFinite ? $0 : nil }
            inputs = explanation.inputs.map { InputDocument($0) }
            parameters = Dictionary(explanation.parameters.map { ($0.name, $0.value) }) { $1 }
            warnings = explanation.warnings
            literature = derivation.method.literature
            sources = explanation.sources
        }
    }

    private struct InputDocument: Encodable {
        let symbol: String
        let meaning: LocalizedText?
        let unit: String
        let values: [Double]
        let parts: [PartDocument]

        init(_ input: Input) {
            symbol = input.symbol
            meaning = input.meaning
            unit = input.unit.symbol
            values = input.value.elements
            parts = input.parts.map {
                PartDocument(label: $0.label, origin: $0.origin.map { OriginDocument($0) })
            }
        }
    }

    private struct PartDocument: Encodable {
        let label: LocalizedText
        let origin: OriginDocument?
    }

    private struct OriginDocument: Encodable {
        var table: String?
        var row: Int?
        var value: Double?
        var status: String?
        var sources: [String]?
        var note: String?
        var formula: String?
        var inputs: [OriginInput]?

        init(_ origin: Origin) {
            switch origin {
            case .row(let table, let row, let value, let status, let sources, let note):
                self.table = table
                self.row = row
                self.value = value
                self.status = status.rawValue
                self.sources = sources.map(\.rawValue)
                self.note = note.isEmpty ? nil : note
            case .formula(let expression, let inputs):
                formula = expression.text()
                self.inputs = inputs.map {
                    OriginInput(
                        symbol: $0.symbol, value: $0.value, unit: $0.unit.symbol,
                        origin: OriginDocument($0.origin))
                }
            }
        }
    }

    private struct OriginInput: Encodable {
        let symbol: String
        let value: Double
        let unit: String
        let origin: OriginDocument
    }
}
