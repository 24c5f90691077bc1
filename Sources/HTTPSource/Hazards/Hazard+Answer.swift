extension Hazard {
    private static let serverErrors = [500, 502, 503, 504]
    /// The longest time that `Retry-After` asks for, in seconds.
    private static let retrySeconds = 3
    private static let drip = SourceAnswer.Drip(byteCount: 4096, pauseMilliseconds: 5)

    /// A good answer made bad.
    ///
    /// - Parameter now: Seconds since 1970, for dates.
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

    /// The value of the header of a refusal; nil for a hazard that is none.
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

    /// As long as before, and not JSON from some place on.
    private static func malformed(_ body: [UInt8], random: inout KeyedRandom) -> [UInt8] {
        guard !body.isEmpty else { return Array("<".utf8) }
        var body = body
        for place in random.next(below: body.count)..<body.count { body[place] = UInt8(ascii: "<") }
        return body
    }
}
