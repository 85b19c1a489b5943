// Lists of words as bytes in one piece, and the made-up vocabulary of names and projects.

/// Words that are put by their number, without a String or an array each.
struct Words: Sendable {
  let flat: [UInt8]
  /// Where each word begins, and the end of the last one.
  let ends: [Int32]

  init(_ words: [String]) {
    var (flat, ends): ([UInt8], [Int32]) = ([], [0])
    for word in words {
      flat += Array(word.utf8)
      ends.append(Int32(flat.count))
    }
    self.flat = flat
    self.ends = ends
  }

  /// Words between spaces.
  init(_ list: String) { self.init(list.split(separator: " ").map(String.init)) }

  var count: Int { ends.count - 1 }
}

extension Words {
  /// 64 trees, birds, beasts and fish: three of them make a name that no company bears.
  static let creatures = Words(
    """
    榆 柞 椿 桦 杉 栎 枫 楠 槐 柏 橡 樟 榉 栾 梧 楸 槭 柚 桐 杨 柳 松 竹 梅 兰 荷 菊 桂 桃 李 杏 梨 \
    鹭 鸢 鹤 鸬 鸮 鹳 鹊 燕 雁 隼 鲟 鲤 鲫 鲈 蛙 蝉 蜓 貂 獾 鹿 麂 羚 狸 驼 象 鲸 鲲 鹏 鹰 鸥 鹂 莺
    """)
  /// 32 products.
  static let products = Words(
    """
    机器人 环保设备 精密机械 智能装备 模具 轴承 电子 变压器 线缆 新能源 新材料 电机 农机 塑业 印刷 纺织 \
    半导体 医疗器械 汽车部件 仪器仪表 压缩机 阀门 泵业 光电 齿轮 钢管 铝业 涂料 焊接设备 传感器 轨道部件 数控机床
    """)
  static let companies = Words("有限公司 科技有限公司 股份有限公司 制造有限公司")
  /// 16 endings of a project's name.
  static let projects = Words(
    """
    数字化车间改造项目 柔性产线项目 质量追溯系统 智能仓储项目 余热回收项目 变频调速改造 设备更新项目 能源管控平台 \
    研发制造一体化 检测线升级 供应链协同平台 远程运维系统 在线监测项目 首批应用项目 绿色工艺改造 数据治理项目
    """)
  static let banks = Words("示例银行湖塘支行 示例银行前黄支行 示例农商行牛塘支行 示例银行洛阳支行")
  static let departments = Words("区税务局 区市场监管局 区人社局 区生态环境局 区应急局")
  static let faults = Words("重大税收违法失信 产品质量监督抽查不合格 劳动争议较多 环境违法行为 安全生产事故")
}
