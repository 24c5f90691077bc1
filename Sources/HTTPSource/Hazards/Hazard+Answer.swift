extension Hazard {
    private static let serverErrors = [500, 502, 503, 504]
    /// The maximum delay requested by `Retry-After`, in seconds.
    private static let retrySeconds = 3
    private static let drip = SourceAnswer.Drip(byteCount: 4096, pauseMilliseconds: 5)

    /// Applies the hazard to a good answer.
    ///
    /// - Parameter now: The current time in seconds since 1970, for dates.
    func spoil(
        _ answer: SourceAnswer, now: Int, random: inout KeyedRandom
    ) -> SourceAnswer {
        if let retryAfter = retryAfter(now: now, random: &random) {
            var refusal = SourceAnswer.failure(429)
            refusal.headers = [.init(name: "retry-after", value: retryAfter)]
            return refusal
        }
        var answer = answer
        switch self {
        case .serverError: return .failure(random.choice(of: Self.serverErrors))
        case .truncatedBody: answer.cutByteCount = random.next(below: max(answer.body.count, 1))
        case .malformedBody: answer.body = Self.malformed(answer.body, random: &random)
        case .emptyBody: answer.body = []
        case .slowDrip: answer.drip = Self.drip
        default: break
        }
        return answer
    }

    /// Returns the value of the `Retry-After` header; `nil` for a hazard without it.
    private func retryAfter(now: Int, random: inout KeyedRandom) -> String? {
        switch self {
        case .retryAfterSeconds: "\(1 + random.next(below: Self.retrySeconds))"
        case .retryAfterDate: HTTPDate.text(of: now + Self.retrySeconds)
        case .retryAfterPast: HTTPDate.text(of: max(now - 3600, 0))
        case .retryAfterNegative: "-5"
        case .retryAfterGarbage: "soon"
        case .retryAfterZero: "0"
        case .retryAfterHuge: "99999999999999999999"
        default: nil
        }
    }

    /// Returns a body of the same length that is not JSON from some position on.
    private static func malformed(_ body: [UInt8], random: inout KeyedRandom) -> [UInt8] {
        guard !body.isEmpty else { return Array("<".utf8) }
        var body = body
        for place in random.next(below: body.count)..<body.count { body[place] = UInt8(ascii: "<") }
        return body
    }
}
