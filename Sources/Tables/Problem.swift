// Everything that can be wrong with a table, and what would be right, in both languages, in one place.

package enum Problem: Equatable, Sendable {
  // The file
  case undecodable(Encoding, offset: Int)
  case unclosedQuote
  case endlessRow
  case missingColumn(name: String, title: String)
  case doubledColumn(name: String)
  case unknownColumn
  case notParted
  case brokenHeader
  case emptyFile
  case missingFile
  case unreadableFile(reason: String)
  case readAsGB18030
  // The row
  case wrongCellCount(found: Int, expected: Int)
  case brokenQuote
  case notData
  case repeatedRow(of: Place)
  case duplicateID(of: Place)
  case unknownItem
  case unknownLevel
  case levelNeeded
  // The cell
  case blank
  case notMoney, tooFine, negative, scientific, tooLarge
  case unitContradicts
  case notQuantity
  case notPercent
  case notDay
  case spreadsheetSerial(Day)
  case notMoment
  case notFlag
  case notYear
  case unknownWord([String])
  case spreadsheetDamage
  case digitsRoundedOff
  case leadingZerosLost
  // The register
  case rowsDiffer(from: Place)
  case pointsExceeded(String)
  case unknownCriterion
  case expertTwice
  case unknownEnterprise
  case unknownApplication
  case unknownPolicyItem
  case unknownTown
  case overWhole
  case noShare
  // The payments
  case unknownOrder
  case contradictsOrder
  // The policy; the text says in full what would be right
  case policy(zh: String, en: String)

  package func text(in language: Language) -> String {
    language == .zh ? chinese : english
  }

  private var chinese: String {
    switch self {
    case .undecodable(let encoding, let offset): "第 \(offset) 字节不是 \(encoding.rawValue)；请另存为 UTF-8 或 GB18030"
    case .unclosedQuote: "引号从本行开始一直没有结束；请补上结束引号"
    case .endlessRow: "从本行开始 16 MiB 之内没有行尾；请检查换行和引号"
    case .missingColumn(let name, let title): "缺少必需的列“\(title)”（\(name)）"
    case .doubledColumn(let name): "有两列都表示 \(name)；只能保留一列"
    case .unknownColumn: "不认识的列，已忽略"
    case .notParted: "表头的各列不是用逗号分隔的；请另存为逗号分隔的 CSV"
    case .brokenHeader: "表头的引号有误，无法读取"
    case .emptyFile: "文件没有表头"
    case .missingFile: "没有这个文件"
    case .unreadableFile(let reason): "无法读取：\(reason)"
    case .readAsGB18030: "按 UTF-8 找不到必需的列，已按 GB18030 读取"
    case .wrongCellCount(let found, let expected): "本行有 \(found) 格，表头有 \(expected) 列；两者应当相等"
    case .brokenQuote: "结束引号之后还有文字；引号应包住整格，格内的引号写成两个"
    case .notData: "不是数据行，已跳过"
    case .repeatedRow(let place): "与 \(place.description) 完全相同，已去掉"
    case .duplicateID(let place): "申报编号与 \(place.description) 相同而内容不同；请改正其中一行"
    case .unknownItem: "政策中没有这个事项；应为事项的代码或名称"
    case .unknownLevel: "该事项没有这个级别；应为级别的代码、名称或别名"
    case .levelNeeded: "该事项有几个级别，请写明级别"
    case .blank: "不能为空"
    case .notMoney: "不是金额；应如 1,234.56 或 50万元"
    case .tooFine: "比分还细；金额最多精确到 0.01 元"
    case .negative: "金额不能为负"
    case .scientific: "科学记数法不能用；请写成完整数字，如 1,200.00"
    case .tooLarge: "数字太大"
    case .unitContradicts: "单位与表头不一致"
    case .notQuantity: "不是数量；应为最多六位小数的数字"
    case .notPercent: "不是百分比；应如 5%"
    case .notDay: "不是日期；应如 2024-05-03"
    case .spreadsheetSerial(let day): "这是表格软件的日期序号，相当于 \(day.description)；请写成日期"
    case .notMoment: "不是时间；应如 2025-03-05 09:12"
    case .notFlag: "应为“是”或“否”"
    case .notYear: "不是年度；应为四位数字"
    case .unknownWord(let words): "应为以下之一：\(words.joined(separator: "、"))"
    case .spreadsheetDamage: "代码被表格软件改成了科学记数法；请把该列设为文本后重填"
    case .rowsDiffer(let place): "与 \(place.description) 说的是同一对象而内容不同；只能保留一行"
    case .digitsRoundedOff: "第十五位以后的数字被表格软件变成了零；请把该列设为文本后重填"
    case .leadingZerosLost: "开头的零被表格软件去掉了；请把该列设为文本后重填"
    case .pointsExceeded(let points): "超过该指标的满分 \(points)"
    case .unknownCriterion: "该事项没有这个专家评分指标"
    case .expertTwice: "同一专家对同一指标打了两次分；只能保留一次"
    case .unknownEnterprise: "企业登记表中没有这个代码"
    case .unknownApplication: "没有这个申报编号"
    case .unknownPolicyItem: "政策中没有这个事项或级别，此行不影响任何申报"
    case .unknownTown: "镇街表中没有这个镇街"
    case .overWhole: "比例不能超过 100%"
    case .unknownOrder: "本次拨付明细没有这个编号"
    case .contradictsOrder: "与拨付编号指的不是同一笔；请核对"
    case .noShare: "分级承担表没有该镇街，全部由区级承担"
    case .policy(let zh, _): zh
    }
  }

  private var english: String {
    switch self {
    case .undecodable(let encoding, let offset):
      "byte \(offset) is not \(encoding.rawValue); save the file as UTF-8 or GB18030"
    case .unclosedQuote: "the quote that opens here is never closed; add the closing quote"
    case .endlessRow: "no end of the row within 16 MiB; look at the line ends and quotes"
    case .missingColumn(let name, let title): "the required column \(name) (\(title)) is missing"
    case .doubledColumn(let name): "two columns mean \(name); keep one"
    case .unknownColumn: "unknown column, ignored"
    case .notParted: "the header's cells are not parted by commas; save the table as comma-separated CSV"
    case .brokenHeader: "the header's quotes are broken"
    case .emptyFile: "the file has no header"
    case .missingFile: "there is no such file"
    case .unreadableFile(let reason): "cannot be read: \(reason)"
    case .readAsGB18030: "the required columns are missing under UTF-8; read as GB18030"
    case .wrongCellCount(let found, let expected): "\(found) cells where the header has \(expected)"
    case .brokenQuote: "text behind a closing quote; quote the whole cell and double the quotes inside"
    case .notData: "not a data row, skipped"
    case .repeatedRow(let place): "equal to \(place.description) cell for cell, dropped"
    case .duplicateID(let place): "the id of \(place.description) on a row that differs; correct one of them"
    case .unknownItem: "no item of the policy; write its id or its title"
    case .unknownLevel: "no level of this item; write its id, its title or an alias"
    case .levelNeeded: "the item has several levels; name one"
    case .blank: "must not be blank"
    case .notMoney: "is no amount; write it out, for example 1,234.56 or 50万元"
    case .tooFine: "finer than one fen; an amount has at most two decimals of a yuan"
    case .negative: "an amount is never negative"
    case .scientific: "is no amount; write it out, for example 1,200.00"
    case .tooLarge: "too large a number"
    case .unitContradicts: "the unit contradicts the header"
    case .notQuantity: "is no quantity; write a number with at most six decimals"
    case .notPercent: "is no percentage; write for example 5%"
    case .notDay: "is no date; write for example 2024-05-03"
    case .spreadsheetSerial(let day): "a spreadsheet's serial number, it would mean \(day.description); write the date"
    case .notMoment: "is no time; write for example 2025-03-05 09:12"
    case .notFlag: "write 是 or 否"
    case .notYear: "is no year; write four digits"
    case .unknownWord(let words): "write one of \(words.joined(separator: ", "))"
    case .spreadsheetDamage:
      "a spreadsheet turned the code into scientific notation; make the column text and fill it again"
    case .rowsDiffer(let place): "differs from \(place.description), which speaks of the same; keep one"
    case .digitsRoundedOff:
      "a spreadsheet turned the digits behind the fifteenth into zeros; make the column text and fill it again"
    case .leadingZerosLost:
      "a spreadsheet took the zeros in front; make the column text and fill it again"
    case .pointsExceeded(let points): "more than the criterion's \(points) points"
    case .unknownCriterion: "the item has no such experts criterion"
    case .expertTwice: "the same expert marked the same criterion twice; keep one"
    case .unknownEnterprise: "the enterprise register has no such code"
    case .unknownApplication: "there is no such application"
    case .unknownPolicyItem: "no item or level of the policy; the row concerns no claim"
    case .unknownTown: "the towns table has no such town"
    case .overWhole: "a share is at most 100%"
    case .unknownOrder: "the payment order has no such number"
    case .contradictsOrder: "is of another order than the order number says; look which is meant"
    case .noShare: "the shares table has no row for this town; the district bears all"
    case .policy(_, let en): en
    }
  }
}

/// Why a cell of this kind could not be read, found out after the fact: `text` is trimmed.
func problem(in text: String, as kind: CellKind, unit: MoneyUnit?) -> Problem {
  let folded = foldedForm(text)
  switch kind {
  case .text, .code: return .blank
  case .creditCode: return .spreadsheetDamage
  case .year: return .notYear
  case .money: return moneyProblem(folded, unit: unit)
  case .quantity: return quantityProblem(folded)
  case .percent: return .notPercent
  case .day: return dayProblem(folded)
  case .moment: return .notMoment
  case .flag: return .notFlag
  case .word(let words): return .unknownWord(words.flatMap { $0 })
  }
}

private func moneyProblem(_ text: String, unit: MoneyUnit?) -> Problem {
  let bytes = Array(text.utf8)
  if text.hasPrefix("-") { return .negative }
  if text.contains(where: { $0 == "e" || $0 == "E" }), text.first?.isNumber == true { return .scientific }
  if !isMoney(formOnly(bytes[...]), unit: nil) { return .notMoney }
  if !isMoney(formOnly(bytes[...]), unit: unit) { return .unitContradicts }
  return isMoney(withoutWholePart(bytes), unit: unit) ? .tooLarge : .tooFine
}

private func quantityProblem(_ text: String) -> Problem {
  let small = withoutWholePart(Array(text.utf8))
  return readQuantity(small.span, 0, small.count) == Cell.invalid ? .notQuantity : .tooLarge
}

private func isMoney(_ bytes: [UInt8], unit: MoneyUnit?) -> Bool {
  readMoney(bytes.span, 0, bytes.count, unit: unit) != Cell.invalid
}

/// Every digit made 0: neither too large nor too fine, so what is still wrong is the form.
private func formOnly(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  bytes.map { isDigit($0) ? UInt8(ascii: "0") : $0 }
}

/// Every digit before the point made 0: not too large.
private func withoutWholePart(_ bytes: [UInt8]) -> [UInt8] {
  let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
  return formOnly(bytes[..<point]) + bytes[point...]
}

private func dayProblem(_ text: String) -> Problem {
  if let serial = Int(text), (1...2_958_465).contains(serial), text.utf8.count <= 6 {
    return .spreadsheetSerial(Day(spreadsheetSerial: serial))
  }
  return .notDay
}
