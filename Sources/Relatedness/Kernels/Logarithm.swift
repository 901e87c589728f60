#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#else
    private import Darwin
#endif

enum Logarithm {
    static func base2(_ value: Double) -> Double { log2(value) }
    static func exponential(_ value: Double) -> Double { exp(value) }
}
