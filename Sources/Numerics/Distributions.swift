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

    /// The probability of more than `x`, accurate where it is tiny.
    public static func chiSquaredUpperTail(_ x: Double, degreesOfFreedom: Double) -> Double? {
        finite(uklad_chi_squared_upper(degreesOfFreedom, x))
    }

    /// The probability of more than `f`, accurate where it is tiny.
    public static func fisherUpperTail(
        _ f: Double, numeratorDegrees: Double, denominatorDegrees: Double
    ) -> Double? {
        finite(uklad_fisher_f_upper(numeratorDegrees, denominatorDegrees, f))
    }

    /// The probability of a |t| at least this large.
    public static func studentTwoSided(_ t: Double, degreesOfFreedom: Double) -> Double? {
        studentCumulative(-abs(t), degreesOfFreedom: degreesOfFreedom).map { 2 * $0 }
    }

    /// Twice the smaller tail of `f`.
    public static func fisherTwoSided(
        _ f: Double, numeratorDegrees: Double, denominatorDegrees: Double
    ) -> Double? {
        guard
            let lower = fisherCumulative(
                f, numeratorDegrees: numeratorDegrees, denominatorDegrees: denominatorDegrees),
            let upper = fisherUpperTail(
                f, numeratorDegrees: numeratorDegrees, denominatorDegrees: denominatorDegrees)
        else { return nil }
        return min(1, 2 * min(lower, upper))
    }

    private static func finite(_ value: Double) -> Double? {
        value.isFinite ? value : nil
    }
}
