import Region
public import ResourceCycles
import Wording

/// The ash of METHODS 6.3, in millions of dollars.
public enum ToyDeposits {
    public static var context: DepositContext {
        let dollars = Unit("mln USD") ?? .one
        let metals: [(String, Double, Double?, Double, String)] = [
            ("Ga", 50e-6, 0.4, 250, "USD/kg"), ("Sc", 20e-6, 0.3, 900, "USD/kg"),
            ("Al2O3", 0.25, 0.6, 300, "USD/t"),
        ]
        let assays = metals.map { name, grade, _, _, _ in
            Assay(
                deposit: "heap", component: name,
                grade: RangedNumber(low: grade * 0.8, middle: grade, high: grade * 1.2),
                isRecoverable: false, unit: Unit("g/t") ?? .one,
                key: ["heap", name, "content", "2020"], quality: .reported)
        }
        let transfers = metals.map { name, _, recovery, _, _ in
            WasteProcess.Transfer(
                to: "product-\(name)", component: name,
                share: RangedNumber(low: nil, middle: recovery, high: nil), payability: 1,
                key: ["leaching", "product-\(name)", name], quality: .reported)
        }
        let prices = metals.map { name, _, _, price, unit in
            ProductPrice(
                product: "product-\(name)", year: 2020,
                price: RangedNumber(low: price * 0.7, middle: price, high: price * 1.3),
                unit: Unit(unit) ?? .one, quality: .reported)
        }
        let process = WasteProcess(
            code: "leaching", input: "ash", capacity: 0.5e6,
            cost: RangedNumber(low: 35, middle: 40, high: 50), costUnit: Unit("USD/t"),
            investment: RangedNumber(low: 20, middle: 25, high: 35), investmentUnit: dollars,
            buildYears: 1, transfers: transfers, quality: .reported)
        let heap = WasteDeposit(
            code: "heap", place: "A", kind: "ash", stock: 2.5e6, inflow: 0, areaInHectares: 300,
            year: 2020, quality: .reported)
        func assumed(_ name: Assumption.Name, _ value: Double, _ unit: String = "1") -> Assumption {
            Assumption(name: name, value: value, unit: Unit(unit) ?? .one)
        }
        let assumptions = [
            assumed(.discountRate, 0.1), assumed(.horizonYears, 5, "year"),
            assumed(.avoidedPayment, 5, "USD/t"), assumed(.landValue, 10_000, "USD/ha"),
            assumed(.valueVolatility, 0.3), assumed(.waitYears, 5, "year"),
            assumed(.riskFreeRate, 0.04),
        ]
        return DepositContext(
            deposits: [heap], assays: assays, processes: [process],
            prices: Dictionary(uniqueKeysWithValues: prices.map { ($0.product, $0) }),
            assumptions: Dictionary(uniqueKeysWithValues: assumptions.map { ($0.name, $0) }),
            region: "A", correlations: [("price-Ga", "price-Sc", 0.6)])
    }

    public static let text = """
        A heap of 2.5 million tonnes of ash on 300 hectares, worked up at half a million tonnes a year. The
        plant costs 25 million dollars (20 to 35), a tonne costs 40 dollars to work up (35 to 50) and spares a
        payment of 5; a hectare set free is worth 10,000 dollars; the rate is 10 %, over five years, without
        taxes.

        | component | grade, g/t | recovery | price |
        | --- | ---: | ---: | ---: |
        | Ga | 50 | 0.4 | 250 USD/kg |
        | Sc | 20 | 0.3 | 900 USD/kg |
        | Al2O3 | 250,000 | 0.6 | 300 USD/t |

        Grades may be a fifth higher or lower, prices three tenths; those of gallium and scandium move together
        (rank correlation 0.6). The value of the plant moves by 0.3 a year, one may wait for five years, and
        the rate without risk is 0.04.
        """
}
