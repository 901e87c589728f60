#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The most memory the process has held, in bytes.
private func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) * 1_024
}

/// Called by libFuzzer with each input. RELIABILITY C1: memory grows by no more than 64 MiB and
/// four times the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let before = peakMemory()
    fuzz(Array(UnsafeBufferPointer(start: start, count: count)))
    let growth = peakMemory() - before
    require(growth <= 64 << 20 + 4 * count, "memory stays within bounds: \(growth) bytes")
    return 0
}
