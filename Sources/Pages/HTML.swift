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
  json.replacing("&", with: "\\u0026").replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
    .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
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
