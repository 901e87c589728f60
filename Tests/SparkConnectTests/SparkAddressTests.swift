import Engine
import Foundation
import Testing

@testable import SparkConnect

@Suite("Addresses, tokens, names")
struct SparkAddressTests {
    @Test("host, port and whether the line is secure are read")
    func good() throws {
        let open = try SparkAddress("spark://cluster-1.example:15002")
        #expect((open.host, open.port, open.isSecure) == ("cluster-1.example", 15002, false))
        #expect("\(open)" == "cluster-1.example:15002")
        #expect(try SparkAddress("sparks://[::1]:443").isSecure)
        #expect(
            try SparkAddress("sparks://h:1").url(of: "Interrupt")
                == "https://h:1/spark.connect.SparkConnectService/Interrupt")
    }

    @Test(
        "what is no address is said back, without what may be a secret",
        arguments: [
            ("spark://host", "spark://host"), ("sc://host:1", "sc://host:1"), ("", ""),
            ("spark://host:0", "spark://host:0"), ("spark://host:65536", "spark://host:65536"),
            ("spark://host:1/path", "spark://host:1/path"),
            ("spark://me:geheim@host:1", "…@host:1"),
            ("spark://host:1/;token=geheim", "spark://host:1/…"),
            ("spark://h\r\nx:1", "spark://h\r\nx:1"),
        ])
    func bad(_ text: String, said: String) {
        #expect(throws: EngineError.badAddress(said)) { try SparkAddress(text) }
    }

    @Test("only this machine is loopback")
    func loopback() throws {
        for host in ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"] {
            #expect(try SparkAddress("spark://\(host):1").isLoopback)
        }
        for host in ["127.0.0.1.example.com", "localhost.example.com", "10.0.0.1", "[::2]"] {
            #expect(try !SparkAddress("spark://\(host):1").isLoopback)
        }
    }

    @Test("a token goes over no open line to another machine, and is in no description")
    func tokenInTheOpen() throws {
        let token = ["UKLAD_ENGINE_TOKEN": "geheim"]
        #expect(throws: EngineError.tokenInTheOpen(address: "cluster:1")) {
            try SparkEngine("spark://cluster:1", environment: token)
        }
        let secure = try Credentials(token, for: SparkAddress("sparks://cluster:1"))
        #expect(secure.token?.text == "geheim")
        #expect(!"\(secure)".contains("geheim") && !String(reflecting: secure).contains("geheim"))
        var dumped = ""
        dump(secure, to: &dumped)
        #expect(!dumped.contains("geheim"))
        #expect(try Credentials(token, for: SparkAddress("spark://127.0.0.1:1")).token != nil)
        #expect(try Credentials([:], for: SparkAddress("spark://cluster:1")).token == nil)
    }

    @Test("a token comes from the first line of a file")
    func tokenFile() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let address = try SparkAddress("sparks://cluster:1")
        let environment = ["UKLAD_ENGINE_TOKEN_FILE": file]
        let unusable = EngineError.badSetting(name: "UKLAD_ENGINE_TOKEN_FILE", detail: file)
        #expect(throws: unusable) { try Credentials(environment, for: address) }
        try "geheim \nmore".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try Credentials(environment, for: address).token?.text == "geheim")
        try "".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: unusable) { try Credentials(environment, for: address) }
    }

    @Test("a token that would end its header line is refused, without being said")
    func tokenWithLineBreak() throws {
        let address = try SparkAddress("sparks://cluster:1")
        #expect(throws: EngineError.badSetting(name: "UKLAD_ENGINE_TOKEN", detail: "")) {
            try Credentials(["UKLAD_ENGINE_TOKEN": "a\r\nx-b: c"], for: address)
        }
        #expect(throws: EngineError.badSetting(name: "UKLAD_ENGINE_CA", detail: "/nowhere.pem")) {
            try Credentials(["UKLAD_ENGINE_CA": "/nowhere.pem"], for: address)
        }
    }

    @Test("paths can't leave their quotes")
    func paths() {
        #expect(SparkEngine.quoted(#"/a'b\c"#) == #"'/a\'b\\c'"#)
    }

    @Test("nobody there is said within five seconds, with the address")
    func nobodyThere() throws {
        let engine = try SparkEngine("spark://127.0.0.1:1", environment: [:])
        let start = ContinuousClock.now
        let error = #expect(throws: EngineError.self) { try engine.info() }
        guard case .unreachable("127.0.0.1:1", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(start.duration(to: .now) < .seconds(5))
    }
}
