// Text into HTML: always escaped, wherever it stands.

/// Text for an element or a quoted attribute. Control characters, which HTML does not allow, become blanks.
func escaped(_ text: String) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\n": result += "\n"
    default:
      let value = scalar.value
      let isControl = value < 0x20 || (0x7F...0x9F).contains(value) || value & 0xFFFE == 0xFFFE
      result.unicodeScalars.append(isControl ? " " : scalar)
    }
  }
  return result
}

/// JSON for a script element: `<`, `>` and `&` and the line ends of JavaScript cannot end or change the script.
func scriptSafe(_ json: String) -> String {
  var safe: [UInt8] = []
  safe.reserveCapacity(json.utf8.count + 1024)
  for byte in json.utf8 {
    switch byte {
    case UInt8(ascii: "&"): safe += Array("\\u0026".utf8)
    case UInt8(ascii: "<"): safe += Array("\\u003c".utf8)
    case UInt8(ascii: ">"): safe += Array("\\u003e".utf8)
    // U+2028 and U+2029 end in these bytes, behind E2 80.
    case 0xA8 where safe.suffix(2).elementsEqual([0xE2, 0x80]):
      safe.replaceSubrange((safe.count - 2)..., with: Array("\\u2028".utf8))
    case 0xA9 where safe.suffix(2).elementsEqual([0xE2, 0x80]):
      safe.replaceSubrange((safe.count - 2)..., with: Array("\\u2029".utf8))
    default: safe.append(byte)
    }
  }
  return String(decoding: safe, as: UTF8.self)
}

/// A row of table cells; the texts are HTML already.
func row(_ cells: [String], tag: String = "td", classes: [String] = []) -> String {
  let open = cells.indices.map { at in
    let name = at < classes.count ? classes[at] : ""
    let scope = tag == "th" ? " scope=\"col\"" : ""
    return "<\(tag)\(scope)\(name.isEmpty ? "" : " class=\"\(name)\"")>\(cells[at])</\(tag)>"
  }
  return "<tr>\(open.joined())</tr>\n"
}

/// Thousandths as a number for an attribute: `12.345`, `12`.
func decimal(_ thousandths: Int128) -> String {
  let magnitude = thousandths.magnitude
  let fraction = String(String(magnitude % 1000 + 1000).dropFirst())
  return (thousandths < 0 ? "-" : "") + "\(magnitude / 1000)" + (magnitude % 1000 == 0 ? "" : "." + fraction)
}
