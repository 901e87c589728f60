/// Gives each distinct text a number, in the order of first appearance.
///
/// Texts are compared by their bytes. No `String` is made until ``texts(from:)`` is asked. The
/// hash starts from a random number of the process, so that a file can't be made to collide;
/// the numbers do not depend on it.
struct ByteInterner: ~Copyable {
    private static let seed = UInt64.random(in: 0 ... .max)

    /// Bytes of all texts, one after another.
    private var bytes: UnsafeMutablePointer<UInt8>
    private var byteCapacity = 1 << 12
    private var byteCount = 0
    /// Where each text starts; one more than there are texts.
    private var starts: UnsafeMutablePointer<Int>
    private var startCapacity = 1 << 8
    private(set) var count = 0

    /// Open addressing with linear probing: part of the hash in the upper half, code + 1 in the
    /// lower; 0 is free. At most half full.
    private var slots: UnsafeMutablePointer<UInt64>
    private var slotMask: Int
    private var slotCount = 0

    /// Texts of one to eight bytes, as a word each, in a table of their own: the word is its own
    /// comparison. 0 is free; at most half full.
    private var words: UnsafeMutablePointer<UInt64>
    private var wordCodes: UnsafeMutablePointer<Int32>
    private var wordMask: Int
    private var wordCount = 0

    /// The text last asked for: long tables are mostly sorted.
    private var last: Int32 = -1
    private var lastWord: UInt64 = 0
    private var lastWordCode: Int32 = -1

    init() {
        bytes = .allocate(capacity: byteCapacity)
        starts = .allocate(capacity: startCapacity)
        starts[0] = 0
        slotMask = (1 << 9) - 1
        slots = .allocate(capacity: slotMask + 1)
        slots.initialize(repeating: 0, count: slotMask + 1)
        wordMask = (1 << 9) - 1
        words = .allocate(capacity: wordMask + 1)
        words.initialize(repeating: 0, count: wordMask + 1)
        wordCodes = .allocate(capacity: wordMask + 1)
        wordCodes.initialize(repeating: 0, count: wordMask + 1)
    }

    deinit {
        words.deallocate()
        wordCodes.deallocate()
        bytes.deallocate()
        starts.deallocate()
        slots.deallocate()
    }

    /// The number of a text, new or known.
    @inline(__always)
    mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
        if let word = Self.word(text) { return code(ofWord: word, text) }
        if last >= 0 && isText(Int(last), text) { return last }
        last = lookUp(text)
        return last
    }

    /// The number of a text of one to eight bytes, the last of them not NUL, given as the word
    /// that has its first byte lowest and zeros above its last.
    @inline(__always)
    mutating func code(ofWord word: UInt64, _ text: UnsafeBufferPointer<UInt8>) -> Int32 {
        if word == lastWord { return lastWordCode }
        var index = Self.place(ofWord: word) & wordMask
        while true {
            let found = words[index]
            if found == word {
                (lastWord, lastWordCode) = (word, wordCodes[index])
                return lastWordCode
            }
            if found == 0 { return addWord(word, text, at: index) }
            index = (index &+ 1) & wordMask
        }
    }

    @inline(__always)
    private static func place(ofWord word: UInt64) -> Int {
        Int(truncatingIfNeeded: mix(word ^ seed))
    }

    @inline(never)
    private mutating func addWord(
        _ word: UInt64, _ text: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> Int32 {
        let code = Int32(append(text))
        words[index] = word
        wordCodes[index] = code
        (lastWord, lastWordCode) = (word, code)
        wordCount += 1
        if wordCount * 2 > wordMask { growWords() }
        return code
    }

    private mutating func growWords() {
        let (old, oldCodes, oldCount) = (words, wordCodes, wordMask + 1)
        wordMask = oldCount * 4 - 1
        words = .allocate(capacity: wordMask + 1)
        words.initialize(repeating: 0, count: wordMask + 1)
        wordCodes = .allocate(capacity: wordMask + 1)
        wordCodes.initialize(repeating: 0, count: wordMask + 1)
        for k in 0..<oldCount where old[k] != 0 {
            var index = Self.place(ofWord: old[k]) & wordMask
            while words[index] != 0 { index = (index + 1) & wordMask }
            words[index] = old[k]
            wordCodes[index] = oldCodes[k]
        }
        old.deallocate()
        oldCodes.deallocate()
    }

    /// The text as a word, where it is short enough and no zeros at its end could be mistaken
    /// for its end.
    @inline(__always)
    private static func word(_ text: UnsafeBufferPointer<UInt8>) -> UInt64? {
        let count = text.count
        guard count > 0, count <= 8, text[count &- 1] != 0 else { return nil }
        let raw = UnsafeRawBufferPointer(text)
        if count == 8 { return raw.loadUnaligned(as: UInt64.self) }
        var word: UInt64 = 0
        var i = count
        while i > 0 {
            i &-= 1
            word = word << 8 | UInt64(raw[i])
        }
        return word
    }

    func text(_ code: Int) -> String {
        withText(code) { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a text, valid inside `body` only.
    func withText<Result>(
        _ code: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let start = starts[code]
        return body(UnsafeBufferPointer(start: bytes + start, count: starts[code + 1] - start))
    }

    @inline(__always)
    private func isText(_ code: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = starts[code]
        guard starts[code &+ 1] &- start == text.count else { return false }
        guard let other = text.baseAddress else { return true }
        let own = bytes + start
        // Compared backwards: codes of one classification share their beginnings.
        var i = text.count
        let raw = UnsafeRawPointer(own)
        let otherRaw = UnsafeRawPointer(other)
        while i >= 8 {
            i &-= 8
            let a = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            let b = otherRaw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            if a != b { return false }
        }
        while i > 0 {
            i &-= 1
            if own[i] != other[i] { return false }
        }
        return true
    }

    private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state = seed ^ (UInt64(text.count) &* 0x9E37_79B9_7F4A_7C15)
        let raw = UnsafeRawBufferPointer(text)
        var i = 0
        while i &+ 8 <= raw.count {
            state = mix(state ^ raw.loadUnaligned(fromByteOffset: i, as: UInt64.self))
            i &+= 8
        }
        var tail: UInt64 = 0
        while i < raw.count {
            tail = tail << 8 | UInt64(raw[i])
            i &+= 1
        }
        return mix(state ^ tail)
    }

    /// The two halves of a 128-bit product folded together spread every bit of the input.
    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(
            by: 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low
    }

    private mutating func lookUp(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
        let hash = Self.hash(text)
        let tag = hash & 0xFFFF_FFFF_0000_0000
        var index = Int(truncatingIfNeeded: hash) & slotMask
        while true {
            let slot = slots[index]
            if slot == 0 { break }
            if slot & 0xFFFF_FFFF_0000_0000 == tag {
                let code = Int(slot & 0xFFFF_FFFF) - 1
                if isText(code, text) { return Int32(code) }
            }
            index = (index + 1) & slotMask
        }
        let code = append(text)
        slots[index] = tag | UInt64(code + 1)
        slotCount += 1
        if slotCount * 2 > slotMask { growSlots() }
        return Int32(code)
    }

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        precondition(count < Int(Int32.max) - 1, "more than two thousand million distinct texts")
        if byteCount + text.count > byteCapacity {
            let larger = max(byteCapacity * 2, byteCount + text.count)
            let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
            grown.update(from: bytes, count: byteCount)
            bytes.deallocate()
            (bytes, byteCapacity) = (grown, larger)
        }
        if count + 2 > startCapacity {
            let larger = startCapacity * 2
            let grown = UnsafeMutablePointer<Int>.allocate(capacity: larger)
            grown.update(from: starts, count: count + 1)
            starts.deallocate()
            (starts, startCapacity) = (grown, larger)
        }
        if let base = text.baseAddress {
            (bytes + byteCount).update(from: base, count: text.count)
        }
        byteCount += text.count
        count += 1
        starts[count] = byteCount
        return count - 1
    }

    private mutating func growSlots() {
        let larger = (slotMask + 1) * 4
        slots.deallocate()
        slots = .allocate(capacity: larger)
        slots.initialize(repeating: 0, count: larger)
        slotMask = larger - 1
        for code in 0..<count {
            let start = starts[code]
            let slice = UnsafeBufferPointer(start: bytes + start, count: starts[code + 1] - start)
            // Short texts stand in the other table.
            if Self.word(slice) != nil { continue }
            let hash = Self.hash(slice)
            var index = Int(truncatingIfNeeded: hash) & slotMask
            while slots[index] != 0 { index = (index + 1) & slotMask }
            slots[index] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(code + 1)
        }
    }
}
