// What can be known of an application, as the policy names it, and what kind of value it is.

package import Tables

extension Fact {
  /// The fact of the registers or of the application itself with this name, as `enterprise.moved_in`.
  init?(register name: String) {
    if name == "score" {
      self = .score
    } else if name == "received_at" {
      self = .receivedAt
    } else if let fact = Fact.tail(of: name, behind: "enterprise.").flatMap(EnterpriseFact.init) {
      self = .enterprise(fact)
    } else if let fact = Fact.tail(of: name, behind: "figures.").flatMap(FiguresFact.init) {
      self = .figures(fact)
    } else {
      return nil
    }
  }

  private static func tail(of name: String, behind prefix: String) -> String? {
    name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
  }
}

extension EnterpriseFact {
  package var kind: FactKind {
    switch self {
    case .region, .industry, .grade: .code
    case .town, .legalForm, .status: .text
    case .founded, .movedIn: .day
    }
  }
}

extension FiguresFact {
  package var kind: FactKind {
    switch self {
    case .sales, .output, .growth, .record: .money
    case .growthList: .flag
    }
  }
}

extension Rulebook {
  /// The fact in words: a field's title, `注册地区划`, `score`.
  package func title(of fact: Fact, in language: Language) -> String {
    let (chinese, english) =
      switch fact {
      case .field(let field): (fields[field].title, fields[field].title)
      case .enterprise(let fact): fact.titles
      case .figures(let fact): fact.titles
      case .score: ("总分", "score")
      case .receivedAt: ("受理时间", "time of acceptance")
      }
    return language == .zh ? chinese : english
  }
}

extension EnterpriseFact {
  fileprivate var titles: (chinese: String, english: String) {
    switch self {
    case .region: ("注册地区划", "region code")
    case .town: ("所属镇街", "town")
    case .legalForm: ("主体类型", "legal form")
    case .industry: ("行业代码", "industry code")
    case .status: ("登记状态", "registration status")
    case .grade: ("综合评价等级", "grade")
    case .founded: ("成立日期", "date of foundation")
    case .movedIn: ("迁入日期", "date of moving in")
    }
  }
}

extension FiguresFact {
  fileprivate var titles: (chinese: String, english: String) {
    switch self {
    case .sales: ("开票销售", "invoiced sales")
    case .output: ("工业总产值", "industrial output")
    case .growth: ("开票销售增量", "growth of invoiced sales")
    case .record: ("以前年度最高开票销售", "highest sales of earlier years")
    case .growthList: ("新增长点名单", "on the growth list")
    }
  }
}
