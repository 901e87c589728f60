public import Wording

/// Why a result has no number. It is shown in the place of the number: an answer, not a failure.
public enum Undefined: Error, Hashable, Sendable {
    /// The region has no mass at all: X_r = 0.
    case emptyRegion
    /// The industry exists nowhere in the reference: X_i = 0.
    case emptyIndustry
    /// The reference total, or the reference share of something present, is 0.
    case zeroReference
    /// All inputs are equal where the method needs them to differ.
    case constantInput
    case singular
    /// Industries use up more than they make.
    case notProductive
    case notConverged(iterations: Int, residual: Double)
    case insufficientData(have: Int, need: Int)
    /// An input is not known; the symbol says which.
    case missing(String)
    /// An input is hidden by the statistical office and no published total bounds it.
    case suppressed(String)
    /// An input cannot exist.
    case notApplicable(String)
    /// The activity was absent at the start.
    case entry
    /// The activity is absent at the end.
    case exit
    /// Shipped without being produced: re-export only.
    case transit
    /// No neighbour, where the method compares with neighbours.
    case noNeighbour
    /// One plant makes the whole industry, or one region the whole economy.
    case monopoly
    /// The result is too large or too small for a double.
    case outOfRange
    /// An input is no quantity: negative, NaN or infinite.
    case notAQuantity(symbol: String)

    /// The word for files: `insufficientData(5,8)`.
    public var word: String {
        switch self {
        case .emptyRegion: "emptyRegion"
        case .emptyIndustry: "emptyIndustry"
        case .zeroReference: "zeroReference"
        case .constantInput: "constantInput"
        case .singular: "singular"
        case .notProductive: "notProductive"
        case .notConverged(let iterations, let residual): "notConverged(\(iterations),\(residual))"
        case .insufficientData(let have, let need): "insufficientData(\(have),\(need))"
        case .missing(let symbol): "missing(\(symbol))"
        case .suppressed(let symbol): "suppressed(\(symbol))"
        case .notApplicable(let symbol): "notApplicable(\(symbol))"
        case .entry: "entry"
        case .exit: "exit"
        case .transit: "transit"
        case .noNeighbour: "noNeighbour"
        case .monopoly: "monopoly"
        case .outOfRange: "outOfRange"
        case .notAQuantity(let symbol): "notAQuantity(\(symbol))"
        }
    }

    /// The reason of a word as it stands in files; nil for an unknown one.
    public init?(word: String) {
        let open = word.firstIndex(of: "(")
        let name = open.map { String(word[..<$0]) } ?? word
        let arguments =
            open.map { word[word.index(after: $0)...].dropLast() }?
            .split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
        let plain: [String: Undefined] = [
            "emptyRegion": .emptyRegion, "emptyIndustry": .emptyIndustry,
            "zeroReference": .zeroReference, "constantInput": .constantInput,
            "singular": .singular, "notProductive": .notProductive, "entry": .entry, "exit": .exit,
            "transit": .transit,
            "noNeighbour": .noNeighbour, "monopoly": .monopoly, "outOfRange": .outOfRange,
        ]
        if let known = plain[name], arguments.isEmpty {
            self = known
            return
        }
        switch (name, arguments.count) {
        case ("notConverged", 2):
            guard let iterations = Int(arguments[0]), let residual = Double(arguments[1]) else {
                return nil
            }
            self = .notConverged(iterations: iterations, residual: residual)
        case ("insufficientData", 2):
            guard let have = Int(arguments[0]), let need = Int(arguments[1]) else { return nil }
            self = .insufficientData(have: have, need: need)
        case ("missing", 1): self = .missing(arguments[0])
        case ("suppressed", 1): self = .suppressed(arguments[0])
        case ("notApplicable", 1): self = .notApplicable(arguments[0])
        case ("notAQuantity", 1): self = .notAQuantity(symbol: arguments[0])
        default: return nil
        }
    }

    /// The reason in words, to stand where the number would.
    public func text(in language: Language) -> String {
        phrase[language]
    }

    private var phrase: LocalizedText {
        switch self {
        case .emptyRegion:
            LocalizedText(en: "the region has no activity", ru: "в регионе нет деятельности")
        case .emptyIndustry:
            LocalizedText(en: "the industry exists nowhere", ru: "отрасли нет нигде")
        case .zeroReference:
            LocalizedText(en: "the reference is zero", ru: "база сравнения равна нулю")
        case .constantInput:
            LocalizedText(en: "all values are equal", ru: "все значения равны")
        case .notProductive:
            LocalizedText(
                en: "industries use up more than they make",
                ru: "отрасли потребляют больше, чем производят")
        case .singular:
            LocalizedText(en: "the system has no unique solution", ru: "система вырождена")
        case .notConverged(let iterations, _):
            LocalizedText(
                en: "not converged after \(iterations) steps",
                ru: "не сошлось за \(iterations) шагов")
        case .insufficientData(let have, let need):
            LocalizedText(
                en: "too few data: \(have), needs \(need)",
                ru: "мало данных: \(have), нужно \(need)")
        case .missing(let symbol):
            LocalizedText(en: "no data (\(symbol))", ru: "нет данных (\(symbol))")
        case .suppressed(let symbol):
            LocalizedText(en: "confidential (\(symbol))", ru: "конфиденциально (\(symbol))")
        case .notApplicable(let symbol):
            LocalizedText(en: "does not apply (\(symbol))", ru: "неприменимо (\(symbol))")
        case .entry:
            LocalizedText(en: "new activity", ru: "новая деятельность")
        case .exit:
            LocalizedText(en: "activity has ended", ru: "деятельность прекращена")
        case .transit:
            LocalizedText(en: "transit only", ru: "только транзит")
        case .noNeighbour:
            LocalizedText(en: "no neighbour", ru: "нет соседей")
        case .monopoly:
            LocalizedText(
                en: "one unit makes up the whole", ru: "всё сосредоточено в одной единице")
        case .outOfRange:
            LocalizedText(en: "beyond the range of numbers", ru: "вне диапазона чисел")
        case .notAQuantity(let symbol):
            LocalizedText(en: "\(symbol) is not a quantity", ru: "\(symbol) — не количество")
        }
    }
}

/// What a method answers for one key: a number, a range where inputs are hidden, or a reason.
public enum Outcome: Hashable, Sendable {
    case value(Double)
    /// Every admissible value of the hidden inputs gives a result within low...high.
    case range(low: Double, high: Double)
    case undefined(Undefined)

    /// The number; nil for a range or a reason.
    public var value: Double? {
        if case .value(let number) = self { number } else { nil }
    }

    /// A number where it is finite, else `outOfRange`; −0 becomes 0. No result of a method may
    /// carry NaN, infinity or a negative zero (RELIABILITY A1).
    public static func finite(_ number: Double) -> Outcome {
        number.isFinite ? .value(number == 0 ? 0 : number) : .undefined(.outOfRange)
    }

    /// The outcome of a computation that may be undefined.
    public init(_ body: () throws(Undefined) -> Double) {
        do throws(Undefined) {
            self = .finite(try body())
        } catch {
            self = .undefined(error)
        }
    }
}
