// datapackage.json: every table of a run with its hash and its Table Schema, so that stock tools can read and check it.

package import Tables

/// A table as Frictionless describes it.
package struct TableSchema: Sendable {
  package let name: String
  package let title: String
  /// Name, type, and whether a cell may be blank.
  package let fields: [(name: String, type: String, required: Bool)]
  package let key: [String]
  /// The column that names a row of `decisions`.
  package let refersToDecisions: String?

  /// - Parameter words: the columns as `name:type`, a plain name being text, `*` behind it a cell that is never blank.
  package init(_ name: String, _ title: String, _ words: String, key: [String] = [], refersToDecisions: String? = nil) {
    self.name = name
    self.title = title
    fields = words.split(separator: " ").map { word in
      let required = word.hasSuffix("*")
      let parts = word.prefix { $0 != "*" }.split(separator: ":")
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "string", required)
    }
    self.key = key
    self.refersToDecisions = refersToDecisions
  }

  /// A table of nothing but text.
  package init(_ name: String, _ title: String, columns: [String]) {
    self.name = name
    self.title = title
    fields = columns.map { ($0, "string", false) }
    key = []
    refersToDecisions = nil
  }

  fileprivate var json: JSON {
    var schema: [String: JSON] = [
      "fields": .array(
        fields.map { field in
          var members: [String: JSON] = ["name": .string(field.name), "type": .string(field.type)]
          if field.type == "boolean" {
            members["trueValues"] = .array([.string("yes")])
            members["falseValues"] = .array([.string("no")])
          }
          if field.required { members["constraints"] = .object(["required": .bool(true)]) }
          return .object(members)
        }), "missingValues": .array([.string("")]),
    ]
    if !key.isEmpty { schema["primaryKey"] = .array(key.map { .string($0) }) }
    if let refersToDecisions {
      let reference: [String: JSON] = [
        "resource": .string("decisions"), "fields": .array([.string("application_id")]),
      ]
      schema["foreignKeys"] = .array([
        .object(["fields": .array([.string(refersToDecisions)]), "reference": .object(reference)])
      ])
    }
    return .object(schema)
  }
}

/// A table of the run: its file, how it is written, what stands in it.
package struct PackagedTable: Sendable {
  let file: FileDigest
  let encoding: Encoding
  let schema: TableSchema

  package init(file: FileDigest, encoding: Encoding, schema: TableSchema) {
    self.file = file
    self.encoding = encoding
    self.schema = schema
  }
}

package func dataPackage(name: String, title: String, _ tables: [PackagedTable]) -> JSON {
  let resources = tables.map { table in
    JSON.object([
      "name": .string(table.schema.name), "title": .string(table.schema.title), "type": .string("table"),
      "path": .string(table.file.path), "format": .string("csv"), "mediatype": .string("text/csv"),
      "encoding": .string(table.encoding == .gb18030 ? "gb18030" : "utf-8"), "bytes": .integer(Int64(table.file.bytes)),
      "hash": .string("sha256:" + table.file.sha256), "schema": table.schema.json,
    ])
  }
  return .object(["name": .string(name), "title": .string(title), "resources": .array(resources)])
}
