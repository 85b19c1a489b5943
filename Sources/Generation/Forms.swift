// The application forms: items that ask for the same evidence share one, and each form has its share of the claims.

import Rulebook
import Tables

/// One form: which items it is for, which columns it has, and how it writes its cells.
struct Form: Sendable {
  let items: [Int]
  /// Indices into the rulebook's fields, in their order.
  let fields: [Int]
  /// The claims of the year that are made on it.
  var claims: Range<Int>
  /// 1024 items, each as often as it is claimed.
  let choice: [Int32]
  let number: Int

  var money: MoneyStyle { [.wan, .yuan, .grouped, .yuan][number % 4] }
  var days: DayStyle { number % 3 == 1 ? .slashes : .dashes }
  var lineEnd: LineEnd { number % 4 == 2 ? .crlf : .lf }
  /// Chinese titles in the header and item titles in the cells, or machine names and ids.
  var isChinese: Bool { number % 2 == 0 }
}

/// How often things are claimed, out of the policy alone.
extension Rulebook {
  /// The forms of a year with so many claims: five in a hundred compete before experts.
  func forms(claims: Int) -> [Form] {
    var columns: [(fields: [Int], items: [Int])] = []
    for item in items.indices {
      let fields = formFields(item)
      if let at = columns.firstIndex(where: { $0.fields == fields }) {
        columns[at].items.append(item)
      } else {
        columns.append((fields, [item]))
      }
    }
    let weights = columns.map { form in form.items.map { weight($0) } }
    let competing = items.indices.filter { items[$0].hasExperts }
    let ordinary = weights.indices.flatMap { form in
      zip(columns[form].items, weights[form]).filter { !items[$0.0].hasExperts }.map(\.1)
    }.reduce(0, +)
    var forms: [Form] = []
    var (start, taken) = (0, 0)
    // Shares are parts of a thousand times the ordinary weight, so that no rounding adds up.
    let whole = 1000 * max(1, ordinary)
    for (number, form) in columns.enumerated() {
      for (item, weight) in zip(form.items, weights[number]) {
        taken +=
          items[item].hasExperts
          ? 50 * max(1, ordinary) / competing.count : (competing.isEmpty ? 1000 : 950) * weight
      }
      let end = number == columns.count - 1 ? claims : claims * taken / whole
      forms.append(
        Form(
          items: form.items, fields: form.fields, claims: start..<max(start, end),
          choice: spread(form.items.map(Int32.init), weights[number], over: 1024), number: number))
      start = max(start, end)
    }
    return forms
  }

  /// Cheap titles are many, dear ones few.
  func weight(_ item: Int) -> Int {
    switch items[item].pays {
    case .later: 4
    case .service: 3
    case .cash:
      switch items[item].levels.compactMap({ levels[$0].amount }).min() ?? 0 {
      case ..<1: 4
      case ...10_000_000: 6
      case ...60_000_000: 3
      default: 1
      }
    }
  }

  /// 64 levels of an item, the small ones more often.
  func levelChoice(_ item: Int) -> [Int32] {
    let range = items[item].levels
    let weights = range.map { level in
      switch levels[level].amount ?? 0 {
      case ...5_000_000: 8
      case ...30_000_000: 5
      case ...100_000_000: 2
      default: 1
      }
    }
    return spread(range.map(Int32.init), weights, over: 64)
  }

  /// Every column that some level of the item needs; a column that no rule names stands behind the one before it.
  private func formFields(_ item: Int) -> [Int] {
    let named = Set(items.indices.flatMap { item in items[item].levels.flatMap { evidence(item, $0).map(\.field) } })
    var needed = Set(items[item].levels.flatMap { evidence(item, $0).map(\.field) })
    var before: Int?
    for field in fields.indices where fields[field].source == .column {
      if !named.contains(field), let before, needed.contains(before) { needed.insert(field) }
      before = field
    }
    return needed.sorted()
  }
}

/// The choices in proportion to their weights, each at least once.
func spread(_ choices: [Int32], _ weights: [Int], over count: Int) -> [Int32] {
  let whole = weights.reduce(0, +)
  var (spread, sum): ([Int32], Int) = ([], 0)
  for (choice, weight) in zip(choices, weights) {
    sum += weight
    let end = max(spread.count + 1, count * sum / whole)
    spread += [Int32](repeating: choice, count: end - spread.count)
  }
  return spread
}
