"""The tables of a year: columns, kinds and Chinese titles, as spec 2 and facts/columns.csv have them. Proves nothing alone."""

TITLES = dict(pair.split(":") for pair in """
    application_id:申报编号 item:事项 level:级别 uscc:统一社会信用代码 enterprise_name:单位名称 subject:标的编号 subject_name:标的名称
    received_at:受理时间 name:单位名称 legal_form:主体类型 region:注册地区划 town:镇街 industry:行业代码 status:状态 founded:成立日期
    moved_in:迁入日期 grade:综合评价等级 year:年度 sales:开票销售 output:工业总产值 growth_list:新增长点名单 history_complete:历史完整 expert:专家编号
    criterion:指标 score:得分 recused:回避 tier:层级 amount:金额 date:日期 same_subject:是否同一奖励标的 document:文号 agreement:协议编号
    items:事项 from:起始 to:截止 department:部门 kind:类型 cleared:解除日期 advice:建议 batch:批次号 aliases:别名 code:区划码
    administered:本区管理 district_share:区级承担比例 account_name:户名 bank:开户银行 bank_code:联行号 account:账号 working:是否工作日
    """.split())

OWN_TITLES = {
    ("enterprises", "town"): "所属镇街",
    ("enterprises", "status"): "登记状态",
    ("vetoes", "date"): "认定日期",
}

REGISTERS = {  # column:kind, * = must be filled
    "enterprises": "uscc:code* name:text* legal_form:text* region:code* town:text* industry:code* status:text* "
    "founded:date moved_in:date grade:code",
    "figures": "uscc:code* year:year* sales:money* output:money growth_list:flag history_complete:flag",
    "scores": "application_id:code* expert:code* criterion:text* score:quantity* recused:flag",
    "upper_awards": "uscc:code* tier:text* item:item* level:level subject:code amount:money* date:date* "
    "status:word* same_subject:flag document:text",
    "special_deals": "uscc:code* agreement:text* items:items from:date* to:date",
    "vetoes": "uscc:code* department:text* kind:text* date:date* cleared:date advice:word* document:text",
    "prior_awards": "batch:text* year:year* uscc:code* item:item* level:level subject:code amount:money* "
    "status:word*",
    "towns": "town:text* aliases:text code:code administered:flag*",
    "shares": "town:text* item:item district_share:percent*",
    "accounts": "uscc:code* account_name:text* bank:text* bank_code:text account:text*",
    "workdays": "date:date* working:flag*",
}
REGISTERS = {
    name: [(word.split(":")[0], word.split(":")[1].rstrip("*"), word.endswith("*")) for word in columns.split()]
    for name, columns in REGISTERS.items()
}
CORE = [
    ("application_id", "code"),
    ("item", "item"),
    ("level", "level"),
    ("uscc", "code"),
    ("enterprise_name", "text"),
    ("subject", "code"),
    ("subject_name", "text"),
    ("received_at", "time"),
]
