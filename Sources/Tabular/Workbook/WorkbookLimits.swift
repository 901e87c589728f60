/// Sizes beyond which a workbook is refused rather than read (RELIABILITY C5).
public struct WorkbookLimits: Sendable, Hashable {
    /// Parts of the archive.
    public var entries: Int
    /// Bytes the parts unpack to, all together.
    public var inflatedBytes: Int
    /// How many times its packed size a part may unpack to, beyond the first MiB.
    public var ratio: Int
    /// Levels of nested XML elements.
    public var xmlDepth: Int
    /// Bytes of the texts that all sheets share, which are held in memory.
    public var sharedTextBytes: Int
    /// Cells of a sheet, those filled from merged cells included.
    public var cells: Int

    public init(
        entries: Int = 10_000, inflatedBytes: Int = 1 << 30, ratio: Int = 100,
        xmlDepth: Int = 100, sharedTextBytes: Int = 256 << 20, cells: Int = 50_000_000
    ) {
        self.entries = entries
        self.inflatedBytes = inflatedBytes
        self.ratio = ratio
        self.xmlDepth = xmlDepth
        self.sharedTextBytes = sharedTextBytes
        self.cells = cells
    }

    /// Unpacked bytes below which the ratio says nothing.
    static let ratioApplies = 1 << 20
    /// Bytes of one tag or one cell.
    static let tokenBytes = 1 << 20
    static let mergedRanges = 200_000
}

/// What ends the reading of a part of a workbook.
enum PartFailure: Error {
    case problem(TabularProblem.Kind)
    case cancelled
}
