// Every number of the law, on both sides of its edge.

import Intake
import Tables
import Testing

@testable import Screening

@Suite struct ThresholdTests {
  private func smart(_ total: String, spend: String = "100万元") -> OneClaim {
    OneClaim(
      item: "smart-upgrade",
      evidence: [
        "invest_declared": total, "invest_audited": total, "smart_declared": spend, "smart_audited": spend,
        "it_audited": spend, "maturity": "3",
      ])
  }

  private func saving(_ tce: String, level: String = "retrofit", on day: String = "2024-06-30") -> OneClaim {
    OneClaim(
      item: "energy-saving", level: level,
      evidence: [
        "completed_on": day, "equipment_grade": "1", "baseline_grade": "3", "tce_audited": tce, "tce_basis": "当量",
        "invest_audited": "10万元", "tce_before": "100",
      ])
  }

  @Test func investmentMustBeOverFiveMillion() throws {
    #expect(try smart("5000000.00").decide().reasons == ["investment_not_over"])
    #expect(try smart("5000000.01").decide().status == .awarded)
  }

  @Test func fivePercentIsTakenOfTheSmartSpendAndCappedForTheEnterprise() throws {
    #expect(try smart("600万元", spend: "100万元").decide().amount == 5_000_000)
    #expect(try smart("600万元", spend: "1000万元").decide().amount == 50_000_000)
    let over = try smart("600万元", spend: "1000.2万元").decide()
    #expect(over.amount == 50_000_000)
    #expect(over.reasons == ["reduced_by_limit"])
  }

  @Test func theLowerOfDeclaredAndAuditedCounts() throws {
    var claim = smart("600万元")
    claim.evidence["invest_audited"] = "500万元"
    #expect(try claim.decide().reasons == ["investment_not_over"])
    claim.evidence["invest_audited"] = ""
    #expect(try claim.decide().reasons == ["missing_invest_total"])
  }

  @Test func aRatioThatNoNumberHoldsMakesTheRowInvalid() throws {
    var claim = smart("600万元")
    claim.evidence["it_audited"] = "92233720368547758.07"
    claim.evidence["smart_audited"] = "0.01"
    #expect(try claim.decide() == OneClaim.Answer(status: .invalid, reasons: ["invalid_cell"], amount: 0))
    let place = Place(file: "applications/form.csv", line: 2, column: "it_share")
    let told = try claim.year().faults
    #expect(told.contains(Fault(.error, place, found: "ratio(it_audited;smart_audited)", .tooLarge)))
    claim.evidence["it_audited"] = "9223372036.85"
    #expect(try !claim.decide().reasons.contains("invalid_cell"))
  }

  @Test func awardsAreRoundedDownToAHundredYuan() throws {
    #expect(try smart("600万元", spend: "101999.99").decide().amount == 500_000)
    #expect(try smart("600万元", spend: "102000").decide().amount == 510_000)
    #expect(try smart("600万元", spend: "1999.99").decide().reasons == ["nothing_to_pay"])
  }

  @Test func savingsMustReachFiftyTonnes() throws {
    #expect(try saving("49.999999").decide().reasons == ["saving_below_50"])
    let enough = try saving("50").decide()
    #expect(enough.amount == 2_000_000)
  }

  @Test func fourHundredYuanATonneUpToTwoHundredThousand() throws {
    #expect(try saving("500").decide().amount == 20_000_000)
    #expect(try saving("500.25").decide().reasons == ["reduced_by_limit"])
  }

  @Test(arguments: [("2023-12-31", false), ("2024-01-01", true), ("2024-12-31", true), ("2025-01-01", false)])
  func retrofitsAreCompletedInTheYear(_ day: String, _ passes: Bool) throws {
    #expect(try (saving("100", on: day).decide().status == .awarded) == passes)
  }

  @Test(arguments: [("2023-12-31", false), ("2024-01-01", true), ("2024-12-31", true), ("2025-01-01", false)])
  func titlesAreConferredInTheYear(_ day: String, _ passes: Bool) throws {
    let answer = try OneClaim.title("smart-factory", "national", on: day).decide()
    #expect((answer.status == .awarded) == passes)
    if !passes { #expect(answer.reasons == ["not_recognised_in_year"]) }
  }

  @Test func salesMustBeOverFiveBillionForTheFirstTime() throws {
    func claim(_ sales: String, _ before: String, complete: String = "是") throws -> OneClaim.Answer {
      var claim = OneClaim(item: "scale-first-50yi", subject: "")
      claim.figures = [(2024, sales, "", complete), (2023, before, "", "")]
      return try claim.decide()
    }
    #expect(try claim("5000000000.00", "1亿元").reasons == ["sales_not_over"])
    #expect(try claim("5000000000.01", "50亿元") == .init(status: .awarded, reasons: ["full"], amount: 20_000_000))
    #expect(try claim("60亿元", "5000000000.01").reasons == ["not_first_time"])
    #expect(try claim("60亿元", "1亿元", complete: "").reasons == ["missing_figures.record"])
  }

  @Test func growthMustBeOverOneBillion() throws {
    func claim(_ sales: String, listed: String = "是") throws -> OneClaim.Answer {
      var claim = OneClaim(item: "scale-growth-10yi", subject: "")
      claim.figures = [(2024, sales, listed, "是"), (2023, "10亿元", "", "")]
      return try claim.decide()
    }
    #expect(try claim("2000000000.00").reasons == ["growth_not_over"])
    #expect(try claim("2000000000.01") == .init(status: .awarded, reasons: ["full"], amount: 5_000_000))
    #expect(try claim("30亿元", listed: "否").reasons == ["not_on_growth_list"])
  }

  @Test func insurancePaysEightyPercentUpToHalfAMillion() throws {
    func claim(_ premium: String, on day: String = "2024-05-01") throws -> OneClaim.Answer {
      try OneClaim(
        item: "first-order-insurance", subject: "CP-1",
        evidence: [
          "in_catalogue": "是", "first_order": "是", "insured_by_maker": "是", "premium_paid": premium,
          "premium_paid_on": day,
        ]
      ).decide()
    }
    #expect(try claim("1万元").amount == 800_000)
    #expect(try claim("62.5万元").amount == 50_000_000)
    #expect(try claim("70万元") == .init(status: .awarded, reasons: ["full"], amount: 50_000_000))
    #expect(try claim("1万元", on: "2025-01-01").reasons == ["premium_not_in_year"])
  }

  /// What the law grants for each title, in 万元.
  static let titles: [(String, String, Int64)] = [
    ("smart-factory", "lighthouse", 300), ("smart-factory", "national", 200), ("smart-factory", "provincial", 50),
    ("smart-factory", "municipal", 5), ("green-mfg", "national", 100), ("green-mfg", "provincial", 50),
    ("green-mfg", "municipal", 5), ("service-mfg", "national", 200), ("service-mfg", "provincial", 50),
    ("service-mfg", "municipal", 5), ("it-integration-pilot", "national", 200),
    ("industrial-internet-pilot", "national", 200), ("industrial-design-center", "national", 200),
    ("industrial-design-center", "provincial", 50), ("industrial-design-center", "municipal", 5),
    ("srdi-recognition", "champion", 200), ("srdi-recognition", "little-giant", 100),
    ("srdi-recognition", "provincial", 50), ("iii-mgmt-cert", "AAA", 10), ("iii-mgmt-cert", "AA", 5),
    ("digital-transform-cert", "pass", 10), ("cmmm-cert", "pass", 10), ("dcmm-cert", "pass", 10),
    ("ics-security-star", "star5", 30), ("ics-security-star", "star4", 20), ("ics-security-star", "star3", 10),
    ("ics-security-star", "star2", 5), ("ics-security-star", "star1", 2),
    ("industrial-internet-platform", "national", 200), ("industrial-internet-platform", "provincial", 50),
    ("digital-promotion-center", "municipal", 5), ("tech-innovation-demo", "national", 200),
    ("enterprise-tech-center", "national", 200), ("enterprise-tech-center", "provincial", 50),
    ("enterprise-tech-center", "municipal", 5), ("green-product-title", "energy-leader", 5),
    ("green-product-title", "water-leader", 5), ("green-product-title", "energy-star", 5),
    ("green-product-title", "energy-catalog", 5), ("green-product-title", "env-catalog", 5),
    ("green-product-title", "water-catalog", 5), ("first-set-equipment", "provincial", 50),
    ("first-set-equipment", "suxichang", 20), ("first-set-equipment", "municipal", 5), ("cloud-star", "star5", 10),
    ("cloud-star", "star4", 3), ("cloud-star", "star3", 1),
  ]

  @Test(arguments: titles)
  func everyTitlePaysItsCeiling(_ item: String, _ level: String, _ wan: Int64) throws {
    var claim = OneClaim.title(item, level)
    claim.subject = "CP-1"
    #expect(try claim.decide() == .init(status: .awarded, reasons: ["full"], amount: wan * 1_000_000))
  }

  @Test(arguments: [("champion", 100), ("little-giant", 50), ("provincial", 30)] as [(String, Int64)])
  func relocationPaysOnlyWhoHasMovedInTheYear(_ level: String, _ wan: Int64) throws {
    var claim = OneClaim(
      item: "srdi-relocation", level: level, subject: "",
      evidence: ["newly_attracted": "是", "recognised_on": "2023-06-01", "recognition_kind": "新认定"])
    #expect(try claim.decide().amount == wan * 1_000_000)
    claim.enterprise["moved_in"] = "2023-12-31"
    #expect(try claim.decide().reasons == ["not_moved_in_year"])
    claim.enterprise["moved_in"] = "2024-01-01"
    #expect(try claim.decide().status == .awarded)
  }
}

@Suite struct UpperAwardTests {
  private func claim(_ rows: String..., item: String = "smart-factory", level: String = "municipal") throws
    -> OneClaim.Answer
  {
    var claim = OneClaim.title(item, level)
    claim.registers["upper_awards.csv"] =
      "uscc,tier,item,level,subject,amount,date,status,same_subject,document\n"
      + rows.map { "91320412YL9249770T,省,\(item),,,\($0),\n" }.joined()
    return try claim.decide()
  }

  @Test func smallerOnesAreToppedUpAndLargerOnesCover() throws {
    #expect(
      try claim("1万元,2024-12-01,已下达,是") == .init(status: .awarded, reasons: ["reduced_by_upper"], amount: 4_000_000))
    #expect(try claim("49900.01,2024-12-01,paid,是").reasons == ["upper_award_covers"])
    #expect(try claim("5万元,2024-12-01,paid,是").status == .superseded)
    #expect(try claim("80万元,2024-12-01,paid,是").status == .superseded)
    #expect(try claim("1万元,2024-12-01,paid,是", "1万元,2024-12-02,granted,是").amount == 3_000_000)
  }

  @Test func undecidedAndUnclearOnesWait() throws {
    #expect(try claim("1万元,2024-12-01,公示中,是").reasons == ["upper_award_undecided"])
    #expect(try claim("1万元,2024-12-01,applied,").reasons == ["upper_award_undecided"])
    #expect(try claim("1万元,2024-12-01,granted,").reasons == ["upper_award_unclear"])
    #expect(try claim("1万元,2024-12-01,announced,否").status == .awarded)
  }
}
