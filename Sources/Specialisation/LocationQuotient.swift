public import Region

/// The location quotient of one industry in one region (коэффициент локализации).
///
///     LQ = (e / e_r) / (E_i / E)
///
/// Above 1, the region is more specialised in the industry than the reference economy.
/// All four arguments share one measure and one unit, which cancel; nothing is
/// rounded, clamped or replaced by a default.
///
/// - Parameters:
///   - industryInRegion: `e`, the industry in the region. Zero is a true zero.
///   - region: `e_r`, all industries in the region.
///   - industryInReference: `E_i`, the industry in the reference economy.
///   - reference: `E`, all industries in the reference economy.
/// - Returns: A finite number, 0 or more; exactly 0 only where `e` is 0.
/// - Throws: ``Region/Undefined``, naming the first quantity that leaves the quotient undefined.
/// - Complexity: O(1). Relative rounding error at most 3 · 2⁻⁵³ to first order.
/// - Source: Florence (1939); METHODS 1.1; paper tag P-spec.
public func locationQuotient(
    industryInRegion: Double, region: Double,
    industryInReference: Double, reference: Double
) throws(Undefined) -> Double {
    let named = [
        ("e", industryInRegion), ("e_r", region),
        ("E_i", industryInReference), ("E", reference),
    ]
    for (symbol, value) in named where !(value.isFinite && value >= 0) {
        throw .notAQuantity(symbol: symbol)
    }
    guard region > 0 else { throw .emptyRegion }
    guard industryInReference > 0 else { throw .emptyIndustry }
    guard reference > 0 else { throw .zeroReference }

    let quotient = (industryInRegion / region) / (industryInReference / reference)
    let vanished = quotient == 0 && industryInRegion > 0
    guard quotient.isFinite, !vanished else { throw .outOfRange }
    return quotient
}
