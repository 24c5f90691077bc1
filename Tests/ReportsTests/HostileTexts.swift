import MemoryBudget

/// Texts made to break out of a report: markup of every format, log commands, terminal controls,
/// and characters that hide or join others. The same seed gives the same texts.
struct HostileTexts {
    private var generator: SplitMix64
    /// The number of texts used.
    private(set) var count = 0

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    /// Returns the next text, of one to six pieces.
    mutating func next() -> String {
        count += 1
        return (0..<Int.random(in: 1...6, using: &generator)).map { _ in piece() }.joined()
    }

    private mutating func piece() -> String {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: String(scalar())
        case 1: pick(Self.marks) + pick(Self.joining)
        case 2: pick(Self.joining) + pick(Self.marks)
        case 3: pick(Self.hidden)
        case 4: pick(Self.names)
        case 5: pick(Self.marks)
        default: pick(Self.phrases)
        }
    }

    private mutating func pick(_ texts: [String]) -> String {
        texts[Int.random(in: 0..<texts.count, using: &generator)]
    }

    /// Returns any scalar, mostly of the first plane.
    private mutating func scalar() -> Unicode.Scalar {
        let most: UInt32 = Bool.random(using: &generator) ? 0x3FF : 0x10_FFFF
        return Unicode.Scalar(UInt32.random(in: 0...most, using: &generator)) ?? "\u{FFFD}"
    }

    private static let marks = [
        "<", ">", "&", "\"", "'", "|", "`", "[", "](", ")", "*", "_", "~", "$", "#", "@", "\\", "%",
        ":", ",", ";", "{", "}", "=", "-", "+", "!", "/", " ", "\n", "\r\n", "\r", "\t",
    ]
    private static let joining = [
        "\u{301}", "\u{338}", "\u{20DD}", "\u{FE0F}", "\u{200D}", "\u{200C}", "\u{34F}",
        "\u{E0100}", "\u{1F3FB}", String(repeating: "\u{301}", count: 30),
    ]
    private static let hidden = [
        "\u{0}", "\u{7}", "\u{8}", "\u{1B}[31m", "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{7F}",
        "\u{9B}31m", "\u{9D}0;title\u{9C}", "\u{85}", "\u{2028}", "\u{2029}", "\u{202E}",
        "\u{2066}", "\u{200B}", "\u{AD}", "\u{FEFF}", "\u{E0041}", "\u{3164}", "\u{FFFE}",
        "\u{FFF9}",
    ]
    private static let names = [
        "streamed", "load-all", "名前", "é", "e\u{301}", "👩‍👩‍👧", "⚠️", "क्‍ष", "std::vector<int>",
        "::operator new", "closure #1 in App.run", "a b", "x=1",
    ]
    private static let phrases = [
        "\n::add-mask::x", "\r\n::error::x", "::set-output name=a::b", "\n ::stop-commands::x",
        "##[add-mask]x", "##vso[task.setvariable variable=a]b", "\n##[group]", "%0A::error::x",
        "%0D%0A", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "\" onload=\"alert(1)", "</text><script/>", "--><!--", "]]>", "<![CDATA[", "&#0;", "&lt;",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>&b;", "[x](https://evil.example)", "![x](y)", "<b>",
        "www.evil.example", "https://evil.example", "@someone", "#12", "\n\n# heading\n", "- item",
        "1. item", "    code", "\n====\n", "| a | b |", "\n|-|-|\n", "**a**", "{0}", "${{ x }}",
        "\n- [ ] x", "<details>", "</details>", "\",\"a\":\"b", "\\u0000", "`a`", "\n```\n",
    ]
}
