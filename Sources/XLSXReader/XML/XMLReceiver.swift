import Glibc

/// A receiver of the elements and text of an XML document, in order.
protocol XMLReceiver: AnyObject {
    func begin(_ name: XMLText, attributes: XMLAttributes) throws
    func end(_ name: XMLText) throws
    func text(_ bytes: UnsafeRawBufferPointer)
}

/// A name or an attribute's value in the parser's memory, valid only during a call.
struct XMLText: CustomStringConvertible {
    let start: UnsafePointer<CChar>

    @inline(__always)
    static func == (text: XMLText, word: StaticString) -> Bool {
        strcmp(text.start, word.utf8Start) == 0
    }

    var description: String {
        String(cString: start)
    }

    /// The value of a text of at most 18 decimal digits; `nil` for other texts.
    var number: Int? {
        var number = 0
        var end = start
        while end - start < 18, let digit = digit(end.pointee) {
            number = number * 10 + digit
            end += 1
        }
        return end.pointee == 0 && (1...18).contains(end - start) ? number : nil
    }

    private func digit(_ character: CChar) -> Int? {
        (48...57).contains(character) ? Int(character) - 48 : nil
    }
}

/// The attributes of an element.
struct XMLAttributes {
    /// Names and values alternately, terminated by nil.
    let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

    @inline(__always)
    subscript(_ name: StaticString) -> XMLText? {
        var place = list
        while let candidate = place[0], let value = place[1] {
            if XMLText(start: candidate) == name { return XMLText(start: value) }
            place += 2
        }
        return nil
    }
}
