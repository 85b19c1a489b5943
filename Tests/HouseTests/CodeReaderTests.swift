import Testing

private func words(_ text: String) -> Set<String> { Source(path: "Sources/x/y.swift", text: text).words }

@Test func `Words in comments and in literals are no words of the code`() {
  #expect(words("let a = 1 // Double\n/// Float\nb") == ["let", "a", "1", "b"])
  #expect(words(#"f("Double \"print\" // no comment") + c  // random"#) == ["f", "c"])
  #expect(words("a\"\"\"\nDouble \"print\" it\n\"\"\"b") == ["a", "b"])
  #expect(words(##"a#"Double "print" \(Date)"#b"##) == ["a", "b"])
  #expect(words(#"a"" + b"#) == ["a", "b"])
  #expect(words("a) + b) + c") == ["a", "b", "c"])
}

@Test func `What a literal interpolates is code, and so is what stands behind it`() {
  #expect(words(#""x \(Double(y, "z \(w)")) q" + r"#) == ["Double", "y", "w", "r"])
  #expect(words("\"\"\"\nx \\(a(b)) y\n\"\"\" + c") == ["a", "b", "c"])
}

@Test func `Code keeps its literals and its line ends and loses its comments`() {
  let source = Source(path: "Sources/x/y.swift", text: "let a = \"// 甲\" // 乙\n// 丙\nlet b\n")
  #expect(source.code == "let a = \"// 甲\" \n\nlet b\n")
}
