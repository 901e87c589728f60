internal import Numerics
internal import Region
internal import Wording

/// Gross regional product per head of the places of a context, by year.
struct IncomePerHead: Sendable {
    let product: PlaceSeries
    let population: PlaceSeries
    let places: [Place]
    /// The years in which at least one place has both figures.
    let years: [Year]
    let policy: SuppressedPolicy

    /// Nil where the context lacks one of the two series.
    init?(_ context: SpecialisationContext) {
        guard let product = context.grossRegionalProduct, let population = context.population else {
            return nil
        }
        self.product = product
        self.population = population
        self.places = context.panel.places
        self.policy = context.parameters.suppressed
        let codes = context.panel.places.map(\.code)
        years = product.years(of: codes).filter { year in
            codes.contains { code in
                product[code, year].state.isKnown && population[code, year].state.isKnown
            }
        }
    }

    /// The first year against the last; nil where there are fewer than two.
    var span: (first: Year, last: Year)? {
        guard let first = years.first, let last = years.last, first < last else { return nil }
        return (first, last)
    }

    /// Product over population of a place; both have to be above 0.
    func value(place: Int, year: Year) throws(Undefined) -> Double {
        let code = places[place].code
        let amount = try IncomePerHead.number(product[code, year], "G")
        let heads = try IncomePerHead.number(population[code, year], "N")
        guard amount > 0 else { throw .emptyRegion }
        guard heads > 0 else { throw .zeroReference }
        let income = amount / heads
        guard income.isFinite, income > 0 else { throw .outOfRange }
        return income
    }

    private static func number(_ cell: Cell, _ symbol: String) throws(Undefined) -> Double {
        switch cell.state {
        case .missing: throw .missing(symbol)
        case .suppressed: throw .suppressed(symbol)
        case .notApplicable: throw .notApplicable(symbol)
        case .value, .zero: break
        }
        guard cell.value.isFinite, cell.value >= 0 else { throw .notAQuantity(symbol: symbol) }
        return cell.value
    }

    /// The places that have an income in each of some years.
    ///
    /// A place without one is left out and lowers the coverage. A hidden one may be anything, so
    /// where hidden figures are to be allowed for there is no answer at all.
    func sample(in years: [Year]) throws(Undefined) -> Sample {
        var sample = Sample(places: [], incomes: years.map { _ in [] })
        for place in places.indices {
            var incomes: [Double] = []
            for year in years {
                do throws(Undefined) {
                    incomes.append(try value(place: place, year: year))
                } catch {
                    if case .suppressed = error, policy == .bounds { throw error }
                }
            }
            guard incomes.count == years.count else { continue }
            sample.places.append(place)
            for position in years.indices { sample.incomes[position].append(incomes[position]) }
        }
        return sample
    }

    /// Places and their incomes, one list a year.
    struct Sample: Sendable {
        var places: [Int]
        var incomes: [[Double]]
    }

    /// Coverage, marks and quality of a result that rests on the incomes of some places.
    func remarks(
        of sampled: [Int], in years: [Year]
    ) -> (coverage: Double, marks: Marks, quality: Quality) {
        let coverage = places.isEmpty ? 1 : Double(sampled.count) / Double(places.count)
        var marks: Marks = coverage < 0.9 ? .lowCoverage : []
        var quality = Quality.computed
        for place in sampled {
            for year in years {
                for cell in [
                    product[places[place].code, year], population[places[place].code, year],
                ] {
                    marks.formUnion(cell.marks)
                    quality = max(quality, cell.quality)
                }
            }
        }
        return (coverage, marks, quality)
    }

    /// Bindings of the lists `G` and `N` over places in a year, under names.
    func bindings(
        of sampled: [Int], year: Year, product productName: String,
        population populationName: String
    ) -> [Derivation.Binding] {
        [(productName, product), (populationName, population)].map { name, series in
            Derivation.Binding(
                name, .list(sampled.map { series[places[$0].code, year].value }),
                unit: series.measure.unit,
                from: sampled.map { .figure(series.measure.code, places[$0].code, nil, year) })
        }
    }

    /// What a reader has to know about every result on these incomes.
    var notices: [LocalizedText] {
        guard product.measure.prices == .current else { return [] }
        return [
            LocalizedText(
                en: """
                    Gross regional product is in the prices of each year. A rise of prices that is \
                    common to all regions does not change these results, except the intercept; \
                    regional differences of prices and of their rise are not taken out.
                    """,
                ru: """
                    Валовой региональный продукт взят в ценах каждого года. Общий для всех \
                    регионов рост цен не меняет этих результатов, кроме свободного члена; \
                    региональные различия цен и их роста не устранены.
                    """)
        ]
    }

    /// The table of a method where the context lacks what it needs.
    static func emptyTable(of method: Method, in context: SpecialisationContext) -> ResultTable {
        ResultTable(
            method: method, measure: context.grossRegionalProduct?.measure ?? context.panel.measure,
            classification: context.panel.classification, rows: [],
            notices: [
                LocalizedText(
                    en: "Needs gross regional product and population of at least two years.",
                    ru: "Нужны валовой региональный продукт и население не менее чем за два года.")
            ])
    }
}
