private import CZip

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#else
    private import Darwin
#endif

/// A ZIP archive whose directory was found sound, open for unpacking.
final class Archive {
    let directory: ArchiveDirectory
    let limits: WorkbookLimits
    private let handle: OpaquePointer
    private let bytes: ArchiveBytes
    private let indices: [String: Int]
    /// What reading each entry to its end has given so far: an entry read twice counts once.
    private var inflated: [Int]
    private var total = 0

    /// - Throws: ``PartFailure`` with what is wrong with the archive.
    init(_ source: TabularSource, limits: WorkbookLimits) throws(PartFailure) {
        self.limits = limits
        bytes = try ArchiveBytes(source)
        try Self.checkForm(bytes)
        directory = try ArchiveDirectory(bytes, limits: limits)
        handle = try Self.open(bytes)
        var indices: [String: Int] = [:]
        for (index, entry) in directory.entries.enumerated() { indices[entry.name] = index }
        self.indices = indices
        inflated = directory.entries.map { _ in 0 }
        // libzip must have understood the same directory.
        guard Int(zip_get_num_entries(handle, 0)) == directory.entries.count else {
            throw .problem(.damagedArchive)
        }
    }

    deinit {
        zip_discard(handle)
    }

    private static func open(_ bytes: ArchiveBytes) throws(PartFailure) -> OpaquePointer {
        if let own = try bytes.duplicateDescriptor() {
            var code: Int32 = 0
            // libzip closes the descriptor, unless it fails.
            if let handle = zip_fdopen(own, ZIP_CHECKCONS, &code) { return handle }
            close(own)
            throw .problem(.damagedArchive)
        }
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        let memory = bytes.memory
        let source = zip_source_buffer_create(memory.baseAddress, UInt64(memory.count), 0, &error)
        guard let source else { throw .problem(.damagedArchive) }
        guard let handle = zip_open_from_source(source, ZIP_CHECKCONS | ZIP_RDONLY, &error) else {
            zip_source_free(source)
            throw .problem(.damagedArchive)
        }
        return handle
    }

    /// Tells a file of another form before it is called damaged.
    private static func checkForm(_ bytes: ArchiveBytes) throws(PartFailure) {
        if bytes.count == 0 { throw .problem(.emptyFile) }
        let head = try bytes.read(0, min(bytes.count, 512))
        switch TabularProblem.FileForm.ofHead(head) {
        case .zip: return
        case .text:
            // The bytes that start an empty archive, or one cut off at its head.
            if head.starts(with: [0x50, 0x4B]) { throw .problem(.damagedArchive) }
            let isText = !head.contains { $0 < 0x09 }
            throw .problem(.notAWorkbook(looksLike: isText ? .text : .unknown))
        case .oldWorkbook where try isEncryptedPackage(head, bytes):
            throw .problem(.encryptedArchive)
        case let form: throw .problem(.notAWorkbook(looksLike: form))
        }
    }

    /// A workbook with a password is a compound file with a stream of this name.
    ///
    /// - Source: [MS-CFB] 2.2 and 2.6, [MS-OFFCRYPTO] 2.3.4.
    private static func isEncryptedPackage(
        _ head: [UInt8], _ archive: ArchiveBytes
    ) throws(PartFailure) -> Bool {
        guard head.count == 512 else { return false }
        let header = Bytes(head)
        let sectorBytes = header.word16(30) == 12 ? 4_096 : 512
        let start = (header.word32(48) + 1) * sectorBytes
        guard start < archive.count else { return false }
        let directory = try archive.read(start, min(4_096, archive.count - start))
        let wanted = Array("EncryptedPackage".utf16)
        let places = 0...max(0, directory.count - wanted.count * 2)
        let bytes = Bytes(directory + [UInt8](repeating: 0, count: wanted.count * 2))
        return places.contains { place in
            wanted.indices.allSatisfy { bytes.word16(place + $0 * 2) == Int(wanted[$0]) }
        }
    }

    // MARK: Parts

    func has(_ part: String) -> Bool { indices[part] != nil }

    /// Starts unpacking a part.
    func part(_ name: String) throws(PartFailure) -> Part {
        guard let index = indices[name] else {
            throw .problem(.missingPart(part: Excerpt.of(name)))
        }
        let entry = directory.entries[index]
        // Office programs pack by nothing else.
        guard entry.method == 0 || entry.method == 8 else { throw .problem(.damagedArchive) }
        guard let file = zip_fopen_index(handle, UInt64(index), 0) else {
            throw .problem(.damagedArchive)
        }
        return Part(archive: self, index: index, file: file)
    }

    fileprivate func count(_ bytes: Int, of index: Int) throws(PartFailure) {
        if bytes > inflated[index] {
            total += bytes - inflated[index]
            inflated[index] = bytes
        }
        guard total <= limits.inflatedBytes else {
            throw .problem(.inflatesTooMuch(limit: limits.inflatedBytes))
        }
        let packed = directory.entries[index].packedBytes
        guard bytes <= WorkbookLimits.ratioApplies || bytes / limits.ratio <= packed else {
            throw .problem(.inflatesTooFast(ratio: limits.ratio))
        }
    }

    /// One entry being unpacked, its bytes counted against the limits.
    struct Part: ~Copyable {
        private let archive: Archive
        private let index: Int
        private let file: OpaquePointer
        private var bytesRead = 0

        fileprivate init(archive: Archive, index: Int, file: OpaquePointer) {
            self.archive = archive
            self.index = index
            self.file = file
        }

        deinit { zip_fclose(file) }

        /// Fills a buffer as far as there are bytes.
        ///
        /// - Returns: The number of bytes, 0 at the end.
        mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(PartFailure) -> Int {
            if Task.isCancelled { throw .cancelled }
            let count = zip_fread(file, buffer.baseAddress, UInt64(buffer.count))
            guard count >= 0 else { throw .problem(.damagedArchive) }
            bytesRead += Int(count)
            try archive.count(bytesRead, of: index)
            return Int(count)
        }
    }
}

/// The bytes of an archive, in a file or in memory.
final class ArchiveBytes {
    let count: Int
    /// Empty where they are in a file.
    let memory: UnsafeMutableBufferPointer<UInt8>
    /// -1 where they are in memory.
    private let descriptor: Int32

    init(_ source: TabularSource) throws(PartFailure) {
        switch source {
        case .bytes(let bytes, _):
            memory = .allocate(capacity: bytes.count)
            _ = memory.initialize(from: bytes)
            count = bytes.count
            descriptor = -1
        case .file(let path):
            do throws(FileFailure) {
                let file = try FileDescriptor(reading: path)
                // An archive is read from its end, which a pipe can't do.
                guard let size = try file.size() else {
                    throw FileFailure(.open, path, errno: ESPIPE)
                }
                let own = dup(file.number)
                guard own >= 0 else { throw FileFailure(.open, path, errno: errno) }
                memory = .allocate(capacity: 0)
                count = size
                descriptor = own
            } catch {
                throw .problem(.cannotRead(error.reason))
            }
        }
    }

    deinit {
        memory.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    func read(_ offset: Int, _ length: Int) throws(PartFailure) -> [UInt8] {
        guard offset >= 0, length >= 0, offset <= count - length else {
            throw .problem(.damagedArchive)
        }
        if descriptor < 0 { return Array(memory[offset..<(offset + length)]) }
        var bytes = [UInt8](repeating: 0, count: length)
        var filled = 0
        while filled < length {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + filled, length - filled, off_t(offset + filled))
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .problem(.cannotRead(.init(errno: errno))) }
            // The file has become shorter in the meantime.
            guard got > 0 else { throw .problem(.damagedArchive) }
            filled += got
        }
        return bytes
    }

    /// A descriptor of the file for another's use; `nil` where there is no file.
    func duplicateDescriptor() throws(PartFailure) -> Int32? {
        if descriptor < 0 { return nil }
        let own = dup(descriptor)
        guard own >= 0 else { throw .problem(.cannotRead(.init(errno: errno))) }
        return own
    }
}
