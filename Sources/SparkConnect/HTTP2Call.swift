private import CCurl
internal import Engine

/// What is posted, and where.
struct HTTP2Request {
    let url: String
    /// `name: value` each.
    let headers: [String]
    let body: [UInt8]
    /// A file of certificates to believe instead of the system's.
    let authorities: String?
}

/// Why a request has no answer to its end.
enum LineFault: Error, Hashable {
    /// No connection came about, so the server knows nothing of the request.
    case notConnected(String)
    /// The server's certificate is not what it should be.
    case untrusted(String)
    /// The connection ended, or became silent, before the answer did.
    case cut(String)
}

extension HTTP2Request {
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Posts the request and waits until the answer has ended.
    ///
    /// Every call has a connection of its own: libcurl 7.88, which Debian 12 has, fails where it
    /// would use an open one of HTTP/2 without TLS again. So calls may overlap, too.
    ///
    /// - Parameters:
    ///   - check: asked some twenty times a second; what it throws ends the call.
    ///   - receive: told when more of the answer is here. Nothing more is read before it returns,
    ///     which is how a slow reader slows the server down.
    func perform(
        into answer: HTTP2Answer, check: () throws(CallFailure) -> Void,
        receive: () throws(CallFailure) -> Void
    ) throws(CallFailure) {
        guard Self.isReady, let call = Transfer(self, into: answer) else {
            throw .line(.notConnected("libcurl does not start"))
        }
        while true {
            try check()
            let end = call.advance()
            // The connection may end after the last message has come: what came counts.
            try receive()
            guard let end else { continue }
            if let fault = call.fault(ended: end) { throw .line(fault) }
            return
        }
    }
}

/// What has come of an answer.
final class HTTP2Answer {
    fileprivate(set) var status: Int?
    /// Headers and trailers, by their names in lower case.
    fileprivate(set) var fields: [String: String] = [:]
    var frames: GRPCFrames

    init(limit: Int) {
        frames = GRPCFrames(limit: limit)
    }

    /// Whether it is one of gRPC's, and not a page of another kind of server.
    var isGRPC: Bool {
        status == 200 && fields["content-type"]?.hasPrefix("application/grpc") ?? false
    }

    /// Takes a header line; false where there are more than any server of ours sends.
    fileprivate func take(headerLine line: String) -> Bool {
        if line.hasPrefix("HTTP/") {
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        } else if let colon = line.firstIndex(of: ":") {
            let name = line[..<colon].lowercased()
            fields[name] = line[line.index(after: colon)...].trimmed
        }
        return fields.count <= 200
    }
}

/// One request in libcurl's hands.
private struct Transfer: ~Copyable {
    private let driver: UnsafeMutableRawPointer
    private let handle: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let words: UnsafeMutablePointer<CChar>

    /// - Parameter answer: must outlive the transfer; libcurl knows it by its address alone.
    init?(_ request: HTTP2Request, into answer: HTTP2Answer) {
        guard let driver = curl_multi_init() else { return nil }
        guard let handle = curl_easy_init() else {
            curl_multi_cleanup(driver)
            return nil
        }
        self.driver = driver
        self.handle = handle
        words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        headers = nil
        for line in request.headers { headers = curl_slist_append(headers, line) }
        ccurl_set_words(handle, words)
        ccurl_set_text(handle, CURLOPT_URL, request.url)
        ccurl_set_list(handle, CURLOPT_HTTPHEADER, headers)
        ccurl_set_long(handle, CURLOPT_POST, 1)
        _ = request.body.withUnsafeBytes { ccurl_set_body(handle, $0.baseAddress, $0.count) }
        secure(request)
        watch()
        receive(into: answer)
        curl_multi_add_handle(driver, handle)
    }

    deinit {
        curl_multi_remove_handle(driver, handle)
        curl_easy_cleanup(handle)
        curl_multi_cleanup(driver)
        curl_slist_free_all(headers)
        words.deallocate()
    }

    /// Waits a moment for the line and does what there is to do; how the transfer ended, if it has.
    func advance() -> CURLcode? {
        var running: CInt = 0
        curl_multi_poll(driver, nil, 0, 50, nil)
        guard curl_multi_perform(driver, &running) == CURLM_OK else { return CURLE_RECV_ERROR }
        guard running == 0 else { return nil }
        var left: CInt = 0
        return curl_multi_info_read(driver, &left)?.pointee.data.result ?? CURLE_RECV_ERROR
    }

    private func secure(_ request: HTTP2Request) {
        let isSecure = request.url.hasPrefix("https:")
        let version = isSecure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
        ccurl_set_long(handle, CURLOPT_HTTP_VERSION, version)
        ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, isSecure ? "https" : "http")
        ccurl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1)
        ccurl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2)
        ccurl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // A proxy of the environment would see an open line's token.
        ccurl_set_text(handle, CURLOPT_PROXY, "")
        if let authorities = request.authorities {
            ccurl_set_text(handle, CURLOPT_CAINFO, authorities)
            ccurl_set_text(handle, CURLOPT_CAPATH, nil)
        }
    }

    /// Notices a server that does not answer, and a line that has silently gone.
    private func watch() {
        ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, 4000)
        ccurl_notice_dead_lines(handle)
    }

    private func receive(into answer: HTTP2Answer) {
        ccurl_set_long(handle, CURLOPT_BUFFERSIZE, 512 << 10)
        ccurl_set_receivers(
            handle,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let answer = Unmanaged<HTTP2Answer>.fromOpaque(context).takeUnretainedValue()
                let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return answer.take(headerLine: String(decoding: line, as: UTF8.self).trimmed)
                    ? size * count : 0
            },
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let answer = Unmanaged<HTTP2Answer>.fromOpaque(context).takeUnretainedValue()
                if answer.isGRPC {
                    answer.frames.append(UnsafeRawBufferPointer(start: bytes, count: size * count))
                }
                return size * count
            }, Unmanaged.passUnretained(answer).toOpaque())
    }

    /// What libcurl's code means to us; nil for an answer to its end.
    func fault(ended code: CURLcode) -> LineFault? {
        let own = String(cString: words)
        let detail = own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
        switch code {
        case CURLE_OK: return nil
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
            CURLE_OPERATION_TIMEDOUT, CURLE_OUT_OF_MEMORY:
            return .notConnected(detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return .untrusted(detail)
        default: return .cut(detail)
        }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
