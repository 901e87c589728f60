internal import CSpecialFunctions

/// Distribution functions (Boost.Math). Each gives nil outside its domain.
public enum Distributions {
    public static func normalCumulative(_ z: Double) -> Double? {
        finite(uklad_normal_cdf(z))
    }

    public static func normalQuantile(_ probability: Double) -> Double? {
        finite(uklad_normal_quantile(probability))
    }

    public static func studentCumulative(_ t: Double, degreesOfFreedom: Double) -> Double? {
        finite(uklad_students_t_cdf(degreesOfFreedom, t))
    }

    public static func studentQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double? {
        finite(uklad_students_t_quantile(degreesOfFreedom, probability))
    }

    public static func fisherCumulative(
        _ f: Double, numeratorDegrees: Double, denominatorDegrees: Double
    ) -> Double? {
        finite(uklad_fisher_f_cdf(numeratorDegrees, denominatorDegrees, f))
    }

    public static func chiSquaredCumulative(_ x: Double, degreesOfFreedom: Double) -> Double? {
        finite(uklad_chi_squared_cdf(degreesOfFreedom, x))
    }

    private static func finite(_ value: Double) -> Double? {
        value.isFinite ? value : nil
    }
}
