/** Made-up policy texts: no real county's amounts. */
import type { PolicyCard, PolicyLine } from '../commands'

const NAMES: [string, string, string][] = [
  ['education', '义务教育资助、雨露计划', '乡镇教管中心/学区'],
  ['medical', '参保资助、三重保障、大病救治、签约服务', '乡镇医保经办'],
  ['housing', '危房改造、动态监测', '乡镇住房安全'],
  ['water', '饮水安全标准与报修', '乡镇供水'],
  ['industry', '产业奖补、到户项目、农业保险', '乡镇农业产业'],
  ['employment', '务工奖补、公益岗、培训', '乡镇就业'],
  ['finance', '小额信贷', '乡镇金融'],
  ['subsistence', '低保、特困、临时救助、残疾高龄补贴', '乡镇民政'],
  ['relocation', '搬迁后续扶持', '乡镇帮扶'],
  ['monitor', '防返贫监测标准、程序、风险消除', '乡镇帮扶'],
  ['four_not_remove', '四个不摘:不摘责任、不摘政策、不摘帮扶、不摘监管', '乡镇党委'],
]

export function policyCard(empty: boolean): PolicyCard {
  const policies = NAMES.map(([code, name, unit], at): PolicyLine => ({
    code,
    name,
    unit_role: { code, label: unit },
    text: !empty && at < 4 ? { text: '（演示文字）凭户口簿到村里登记，镇里审核后发放。\n问：什么时候到账？答：审核后次月。', from: '2026-01-01', until: at === 0 ? '2026-12-31' : null } : null,
    next: !empty && at === 0 ? { text: '（演示文字）明年起改为按学期发放。', from: '2027-01-01', until: null } : null,
  }))
  return {
    date: '2026-11-18',
    filled: policies.filter((one) => one.text).length,
    policies,
    villages: empty ? [] : [{ town: '青石镇', village: '石桥村', groups: 5, households: 120, people: 412, exited: 96, exited_people: 330, monitored: 40, monitored_people: 131, team: [{ name: '孙立', unit: '县委办公室', captain: true }, { name: '赵明', unit: '县水务局', captain: false }] }],
  }
}
