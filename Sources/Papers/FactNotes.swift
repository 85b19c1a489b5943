// Where a fact stands: file, row, column and the cell as it was written.

import Intake
import Rulebook
import Scoring
import Tables

extension Explainer {
  /// A fact with its place; a computed one is preceded by the evidence that it is made of.
  func factNotes(_ fact: Fact, _ kind: FactKind, _ application: Application) -> [FactNote] {
    let title = rulebook.title(of: fact, in: language)
    let (row, facts) = (application.row, application.facts)
    let value: String
    switch kind {
    case .text, .code: value = facts.text(fact, row).map { String(decoding: $0, as: UTF8.self) } ?? ""
    case .money, .number, .day, .moment, .flag:
      let number = fact == .score ? Scoring.score(row, facts).total ?? Cell.missing : facts.number(fact, row)
      value = Cell.isKnown(number) ? peopleText(number, kind, language) : ""
    }
    switch fact {
    case .field(let field): return fieldNotes(field, title, value, application)
    case .receivedAt: return [coreNote(.receivedAt, application)]
    case .enterprise(let fact):
      guard let enterprise = facts.enterprise(row) else {
        return [FactNote(name: "enterprise." + fact.rawValue, title: title, value: "", place: nil, raw: "")]
      }
      let note = enterpriseNote(fact.rawValue, title, enterprise, application)
      return [
        FactNote(name: "enterprise." + fact.rawValue, title: title, value: value, place: note.place, raw: note.raw)
      ]
    case .figures(let fact): return figuresNotes(fact, title, value, application)
    case .score: return [FactNote(name: "score", title: title, value: value, place: nil, raw: "")]
    }
  }

  private func fieldNotes(_ field: Int, _ title: String, _ value: String, _ application: Application) -> [FactNote] {
    let rules = rulebook.fields[field]
    switch rules.source {
    case .column:
      let column = Core.allCases.count + rulebook.fields[..<field].count { $0.source == .column }
      guard application.facts.has(column) else {
        return [FactNote(name: rules.name, title: title, value: value, place: nil, raw: "")]
      }
      return [
        FactNote(
          name: rules.name, title: title, value: value, place: application.facts.place(application.row, column),
          raw: application.written.cell(column))
      ]
    case .lower(let a, let b), .sum(let a, let b), .ratio(let a, let b):
      let parts = [a, b].flatMap { part in
        factNotes(.field(part), rulebook.fields[part].kind, application)
      }
      return parts + [FactNote(name: rules.name, title: title, value: value, place: nil, raw: "")]
    }
  }

  private func figuresNotes(_ fact: FiguresFact, _ title: String, _ value: String, _ application: Application)
    -> [FactNote]
  {
    let name = "figures." + fact.rawValue
    let rows = year.registers.figures[application.enterprise]
    let this = Int32(rulebook.settings.year)
    func note(_ column: String, _ row: FiguresRow) -> FactNote {
      let note = registerNote("figures", column, row.place, application)
      return FactNote(
        name: "\(row.year).\(column)", title: "\(row.year) 年 \(note.title)", value: note.value, place: note.place,
        raw: note.raw)
    }
    var notes: [FactNote] = []
    for figures in rows {
      switch fact {
      case .sales where figures.year == this: notes.append(note("sales", figures))
      case .output where figures.year == this: notes.append(note("output", figures))
      case .growthList where figures.year == this: notes.append(note("growth_list", figures))
      case .growth where figures.year == this || figures.year == this - 1: notes.append(note("sales", figures))
      case .record where figures.year < this: notes.append(note("sales", figures))
      case .record where figures.year == this: notes.append(note("history_complete", figures))
      case .sales, .output, .growth, .growthList, .record: break
      }
    }
    return notes + [FactNote(name: name, title: title, value: value, place: nil, raw: "")]
  }

  /// A core cell of the application.
  func coreNote(_ column: Core, _ application: Application) -> FactNote {
    let (row, facts) = (application.row, application.facts)
    let spec = Schema.core[column.rawValue]
    let moment = column == .receivedAt ? facts.receivedAt(row) : Cell.missing
    let value = Cell.isKnown(moment) ? momentText(moment) : column == .receivedAt ? "" : facts.text(column, row)
    return FactNote(
      name: spec.name, title: spec.title, value: value, place: facts.place(row, column.rawValue),
      raw: application.written.cell(column.rawValue))
  }

  /// A cell of the enterprise register.
  func enterpriseNote(_ column: String, _ title: String, _ enterprise: Int, _ application: Application) -> FactNote {
    let note = registerNote("enterprises", column, year.registers.enterprises.place(enterprise), application)
    return FactNote(name: "enterprise." + column, title: title, value: note.raw, place: note.place, raw: note.raw)
  }

  /// A cell of a register's row.
  func registerNote(_ register: String, _ column: String, _ place: RowPlace, _ application: Application) -> FactNote {
    let table = year.registers.tables[register]!
    let index = table.source.columns.firstIndex { $0.name == column }!
    let raw = application.written(table, register, place).cell(index)
    return FactNote(
      name: "\(register).\(column)", title: table.source.columns[index].title, value: raw,
      place: table.source.place(line: place.line, index), raw: raw)
  }
}
