// What must hold of the two signatures under a final run.

package struct Signer {
  package enum Trouble {
    /// No signature file.
    case missing
    /// The key is nobody's in allowed_signers.
    case unknown
    /// The signature holds, but not for this person now: expired, or not for this namespace.
    case notAllowed
    case namespace
    /// The signature is of other bytes.
    case otherFile
  }

  package let name: String
  package let key: String?
  package let trouble: Trouble?

  package init(name: String = "", key: String? = nil, trouble: Trouble? = nil) {
    self.name = name
    self.key = key
    self.trouble = trouble
  }

  fileprivate func saying(_ role: String) -> Saying {
    switch trouble {
    case .missing:
      Saying(zh: "缺少 SHA256SUMS.\(role).sig", en: "SHA256SUMS.\(role).sig is missing: one signer is not enough")
    case .unknown:
      Saying(
        zh: "SHA256SUMS.\(role).sig 的密钥不在 allowed_signers 中",
        en: "the key of SHA256SUMS.\(role).sig is nobody's in allowed_signers")
    case .notAllowed:
      Saying(
        zh: "\(name) 现在不得以 allot-\(role) 签字（已过期或未获授权）",
        en: "\(name) may not sign as allot-\(role) now: expired, or not for this namespace")
    case .namespace:
      Saying(
        zh: "SHA256SUMS.\(role).sig 的用途不是 allot-\(role)",
        en: "SHA256SUMS.\(role).sig was made for another namespace than allot-\(role)")
    case .otherFile:
      Saying(
        zh: "SHA256SUMS.\(role).sig 不是对本次运行的签字，或签字之后文件被改动",
        en:
          "SHA256SUMS.\(role).sig is not a signature of this run's SHA256SUMS: of another run, or changed after signing"
      )
    case nil: Saying(zh: "", en: "")
    }
  }
}

package func signatureCheck(isFinal: Bool, reviewer: Signer, approver: Signer, sameKey: Bool) -> Check {
  var check = Check("two-people", "两人签字", "two people have signed")
  check.expect(isFinal, Saying(zh: "这是草案，不是正式运行", en: "this run is a draft, not a final one"))
  check.expect(reviewer.trouble == nil, reviewer.saying("review"))
  check.expect(approver.trouble == nil, approver.saying("approve"))
  if reviewer.trouble == nil, approver.trouble == nil {
    check.expect(
      reviewer.name != approver.name && !sameKey,
      Saying(zh: "审核和批准都是 \(approver.name) 一人", en: "\(approver.name) signed both as reviewer and as approver"))
  }
  return check
}

/// Every file of a run against the file made again from the inputs.
package func comparison(_ published: [String: [UInt8]], _ made: [(name: String, bytes: [UInt8])]) -> Check {
  var check = Check("recomputed", "由输入重算，逐字节相同", "recomputed from the inputs, every byte the same")
  for (name, bytes) in made {
    guard let own = published[name] else {
      check.fail(Saying(zh: "缺少 \(name)", en: "\(name) is missing"))
      continue
    }
    let at = zip(own, bytes).enumerated().first { $1.0 != $1.1 }?.offset ?? min(own.count, bytes.count)
    check.expect(
      own == bytes, Saying(zh: "\(name) 第 \(at) 字节起与重算不同", en: "\(name) differs from byte \(at) on"))
  }
  for name in published.keys.sorted() where !name.hasSuffix(".sig") && !made.contains(where: { $0.name == name }) {
    check.fail(Saying(zh: "重算没有 \(name)", en: "\(name) is not made from these inputs"))
  }
  return check
}
