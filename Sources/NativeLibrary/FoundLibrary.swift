public import Foundation
private import Glibc

/// Why a library can't be used.
public enum LibraryFailure: Error, Hashable, Sendable {
    /// It is in none of the places looked at.
    case notFound(lookedAt: [String])
    /// A file was found and is not the library: the loader's own words.
    case notTheLibrary(path: String, detail: String)
}

/// A native library that is found at run time, so that the program builds and starts without it.
public struct FoundLibrary {
    public let path: String
    private let handle: UnsafeMutableRawPointer

    /// The places where a library is looked for, in order: the file that a variable of the
    /// environment names, and no other; else beside the program, in `../lib/uklad` of it and in
    /// `.deps/lib` of the folders above it.
    public static func candidates(
        for file: String, variable: String,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        executable: String = CommandLine.arguments.first ?? ""
    ) -> [String] {
        if let named = environment[variable], !named.isEmpty { return [named] }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        var folder = URL(filePath: program ?? executable).deletingLastPathComponent()
        var paths = [
            folder.appending(path: file).path,
            folder.deletingLastPathComponent().appending(path: "lib/uklad/\(file)").path,
        ]
        while folder.path != "/", paths.count < 12 {
            paths.append(folder.appending(path: ".deps/lib/\(file)").path)
            folder.deleteLastPathComponent()
        }
        return paths
    }

    /// Opens the first of these files that is there.
    public init(at paths: [String]) throws(LibraryFailure) {
        guard let path = paths.first(where: { access($0, R_OK) == 0 }) else {
            throw .notFound(lookedAt: paths)
        }
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw .notTheLibrary(path: path, detail: String(cString: dlerror()))
        }
        self.path = path
        self.handle = handle
    }

    /// An entry point, taken for a function of the type that is asked for.
    public func entry<Entry>(_ symbol: String) throws(LibraryFailure) -> Entry {
        guard let address = dlsym(handle, symbol) else {
            throw .notTheLibrary(path: path, detail: "no \(symbol)")
        }
        return unsafeBitCast(address, to: Entry.self)
    }
}
