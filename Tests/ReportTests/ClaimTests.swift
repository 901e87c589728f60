import Region
import Testing
import Wording

@testable import Report

@Suite("Claims of the report (METHODS 16.16)")
struct ClaimTests {
    private func claim(
        _ id: String, _ toy: Toy = Toy(), _ language: Language = .russian
    ) throws -> Claim {
        let claims = Claims(facts: Facts(toy.material), language: language)
        return try #require(claims.finding(id), "no claim \(id)")
    }

    private func text(
        _ id: String, _ toy: Toy = Toy(), _ language: Language = .russian
    ) throws -> String {
        try claim(id, toy, language).sentence.plain(language)
    }

    @Test("specialisation needs both quotients at one or more, and says which test is missing")
    func specialisation() throws {
        let claim = try claim("specialisation")
        #expect(claim.holds)
        #expect(
            claim.heading.plain(.russian)
                == "Угольный край: главная специализация — добыча угля, доля в 2,82 раза выше, чем по всем сравниваемым регионам"
        )
        #expect(
            claim.sentence.plain(.russian)
                == "В 2013 году оба коэффициента не меньше единицы у 1 из 3 крупных видов деятельности: «добыча угля» (коэффициент локализации 2,82, душевого производства 2,81). Третий признак рыночной специализации, товарность не ниже средней по стране, не проверен: товарности по стране в данных нет."
        )
        #expect(
            try text("specialisation", Toy(), .english)
                == "In 2013, 1 of the 3 larger activities has both quotients at one or more: “добыча угля” (location quotient 2.82, per head 2.81). The third test of market specialisation, marketability at or over the national one, could not be made: national marketability is not in the data."
        )
    }

    @Test("an over-represented activity of a poor region is no specialisation")
    func poorRegion() throws {
        var toy = Toy()
        toy.population = [900, 50, 90]
        let claim = try claim("specialisation", toy)
        #expect(!claim.holds)
        #expect(
            claim.heading.plain(.russian)
                == "Угольный край: ни один вид деятельности не выделяется на фоне структуры по всем сравниваемым регионам"
        )
        #expect(
            claim.sentence.plain(.russian)
                == "В 2013 году наибольший коэффициент локализации — 2,82: добыча угля.")
    }

    @Test(
        "an activity under one per cent of the total carries no claim, however large its quotient")
    func smallActivity() throws {
        let facts = Facts(Toy().material)
        let claims = Claims(facts: facts, language: .russian)
        let span = try #require(facts.span)
        let other = try #require(facts.quotient("new:other", 2013, span)?.value)
        #expect(other > 3, "the only region that has it")
        #expect(!claims.candidates(span, 2013).map(\.activity).contains("new:other"))
        for finding in claims.findings {
            #expect(!finding.sentence.plain(.russian).contains("прочее"), "\(finding.id)")
        }
    }

    @Test("\"changed little\" is said of the span that passes, the other one is described")
    func change() throws {
        let old = try claim("change-old")
        #expect(old.holds)
        #expect(
            old.sentence.plain(.russian).hasPrefix("2010–2011: структура изменилась мало."))
        let new = try claim("change-new")
        #expect(!new.holds)
        #expect(!new.sentence.plain(.russian).contains("мало"))
        #expect(
            new.sentence.plain(.russian)
                == "2012–2013: к другим видам деятельности перешло 19,4\u{A0}% итога. Больше всех выросла доля: «добыча угля», с 36,7\u{A0}% до 56,0\u{A0}%; больше всех снизилась: «услуги», с 47,7\u{A0}% до 35,0\u{A0}%. Коэффициент локализации вида «добыча угля»: 2,69 и 2,82."
        )
    }

    @Test("narrow is a region that both differs from the others and rests on few activities")
    func narrowness() throws {
        let different = try claim("narrowness")
        #expect(!different.holds, "the structure differs most, but is the least concentrated")
        #expect(
            different.sentence.plain(.russian)
                == "Коэффициент специализации 0,366, 1-е место из 3 по отличию от общей структуры; индекс Херфиндаля–Хиршмана 0,444, 3-е место из 3 по сосредоточенности на немногих видах деятельности. Самый крупный вид деятельности даёт 56,0\u{A0}% итога: «добыча угля»."
        )
        var toy = Toy()
        toy.masses[2013]![0] = [190, 12, 20, 0.8]
        let narrow = try claim("narrowness", toy)
        #expect(narrow.holds)
        #expect(narrow.sentence.plain(.russian).hasPrefix("Специализация узкая: коэффициент"))
    }

    @Test("the driver of growth is named only where it outweighs the other part twice")
    func growth() throws {
        let claim = try claim("growth")
        #expect(claim.holds)
        #expect(
            claim.heading.plain(.russian).contains("за счёт отраслевой структуры"))
        var even = Toy()
        even.masses[2013] = [[80, 12, 50, 0.8], [0, 35, 70, 0], [0, 50, 166, 0]]
        let other = try self.claim("growth", even)
        #expect(!other.holds)
        #expect(!other.heading.plain(.russian).contains("за счёт"))
    }

    @Test("\"significant\" needs p under 0.05")
    func convergence() throws {
        let significant = try text("convergence", Toy(), .english)
        #expect(
            significant
                == "2010–2013: poorer regions grew significantly faster (grp per head; slope −0.0200, p = 0.010)."
        )
        var toy = Toy()
        toy.slope = (-0.02, 0.3)
        let claim = try claim("convergence", toy, .english)
        #expect(!claim.holds)
        #expect(
            claim.sentence.plain(.english)
                == "2010–2013: no significant convergence or divergence of regions (grp per head; slope −0.0200, p = 0.30)."
        )
        toy.slope = (0.02, 0.049)
        #expect(
            try text("convergence", toy).contains("более богатые регионы росли значимо быстрее"))
        toy.slope = nil
        let claims = Claims(facts: Facts(toy.material), language: .russian)
        #expect(claims.finding("convergence") == nil, "nothing known, nothing said")
    }

    @Test("marketability names its definition, and says \"little\" of a small range alone")
    func marketability() throws {
        let steady = try text("marketability")
        #expect(
            steady
                == "Уголь: за пределы региона вывезено 0,95 произведённого в 2012 году (0,98 в 2010); коэффициент изменился мало. «Вывезено» — отгружено в другие регионы и за рубеж вместе; коэффициенты взяты из источника."
        )
        var toy = Toy()
        toy.marketability = [2010: 0.9, 2012: 0.4]
        let claim = try claim("marketability", toy)
        #expect(!claim.holds)
        #expect(!claim.sentence.plain(.russian).contains("мало"))
        #expect(claim.heading.plain(.russian) == "Уголь: товарность 0,40 в 2012 году")
    }

    @Test("what the data cannot say is said only where it is true")
    func limits() {
        let claims = Claims(facts: Facts(Toy().material), language: .russian)
        let limits = claims.limits.map { $0.plain(.russian) }
        #expect(limits.contains { $0.contains("Занятости по видам деятельности в данных нет") })
        #expect(limits.contains { $0.contains("Между 2011 и 2012 годами сменилась классификация") })
        #expect(limits.contains { $0.contains("в текущих ценах") })
        #expect(!limits.contains { $0.contains("с одним знаком") }, "the toy has no rounded shares")
    }

    @Test(
        "no number of a sentence stands outside a number that can be asked",
        arguments: Language.allCases)
    func everyNumberIsOne(language: Language) {
        let claims = Claims(facts: Facts(Toy().material), language: language)
        for sentence in claims.findings.flatMap({ [$0.heading, $0.sentence] }) + claims.limits {
            for case .text(let text) in sentence.parts {
                let words = text.split { !$0.isNumber }
                for word in words {
                    #expect(word.count == 4 && word.hasPrefix("20"), "\"\(word)\" in \(text)")
                }
            }
        }
    }
}
