// The claims of a synthetic year: who claims what, at which level, for which subject, each a function of its number.

import Rulebook
import Tables

struct Claim: Sendable {
  var item: Int
  /// Index into the rulebook's levels.
  var level: Int
  var enterprise: Int
  /// The number of the project or product, -1 for the enterprise itself.
  var subject: Int
}

struct Claims: Sendable {
  let forms: [Form]
  let seed: UInt64
  let enterprises: Enterprises
  private let levels: [[Int32]]
  private let claimants: [Kind]
  let hasSubject: [Bool]
  private let groups: [Int]
  /// Of a thousand claims so many follow another of the same enterprise; more where the enterprise has one limit for all.
  private let followers: [Int]
  /// The form of the first competition of the item's group, if that is another form: dual applications.
  private let partners: [Int?]

  init(_ rulebook: Rulebook, enterprises: Enterprises, claims: Int, seed: UInt64) {
    (self.enterprises, self.seed) = (enterprises, seed)
    let (items, forms) = (rulebook.items, rulebook.forms(claims: claims))
    self.forms = forms
    levels = items.indices.map(rulebook.levelChoice)
    claimants = items.indices.map(rulebook.claimant)
    hasSubject = items.map { $0.groupPer == .subject }
    groups = items.map(\.group)
    followers = items.map { $0.enterpriseLimit == nil ? 60 : 200 }
    partners = items.indices.map { item in
      let first = rulebook.groups[items[item].group].items.first { items[$0].slots != nil }
      guard let first, first != item else { return nil }
      return forms.firstIndex { $0.items.contains(first) && !$0.claims.isEmpty }
    }
  }

  func form(_ claim: Int) -> Int { forms.firstIndex { $0.claims.contains(claim) } ?? forms.count - 1 }

  /// The claim with this number.
  func claim(_ number: Int) -> Claim { claim(number, forms[form(number)]) }

  func claim(_ number: Int, _ form: Form) -> Claim {
    var claim = alone(number, form)
    var chance = Chance(seed, .kinship, number)
    let draw = chance.below(1000)
    let leader = max(form.claims.lowerBound, number & ~7)
    if draw < followers[claim.item], leader < number {
      follow(alone(leader, form), &claim, sameSubject: draw < 6, &chance)
    } else if draw < 400, let partner = partners[claim.item] {
      let other = forms[partner]
      let twin = alone(other.claims.lowerBound + chance.below(other.claims.count), other)
      if groups[twin.item] == groups[claim.item] { (claim.enterprise, claim.subject) = (twin.enterprise, twin.subject) }
    } else if draw >= 997, leader < number {
      let other = alone(leader, form)
      if other.subject >= 0, groups[other.item] == groups[claim.item] { claim.subject = other.subject }
    }
    return claim
  }

  /// Another claim of the enterprise to the same item: another project, another level, or the same once more.
  private func follow(_ leader: Claim, _ claim: inout Claim, sameSubject: Bool, _ chance: inout Chance) {
    claim.item = leader.item
    claim.enterprise = leader.enterprise
    claim.level = Int(levels[leader.item][chance.below(levels[leader.item].count)])
    if sameSubject || leader.subject < 0 { claim.subject = leader.subject }
  }

  /// The claim as it is before it follows or accompanies another.
  private func alone(_ number: Int, _ form: Form) -> Claim {
    var chance = Chance(seed, .claim, number)
    let item = Int(form.choice[chance.below(form.choice.count)])
    let level = Int(levels[item][chance.below(levels[item].count)])
    let kind = enterprises.count(of: claimants[item]) > 0 ? claimants[item] : .ordinary
    let enterprise = enterprises.enterprise(chance.below(enterprises.count(of: kind)), of: kind)
    return Claim(item: item, level: level, enterprise: enterprise, subject: hasSubject[item] ? number : -1)
  }
}
