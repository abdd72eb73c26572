/** Made-up books, codes and policy texts. */
import type { CodeSheet, HouseholdBook, Labelled, PolicyCardPage, PolicyTextsForm, VillageList } from '../api'
import { me, now } from './people'
import { rowsOf } from './entries'
import { householdPage, visits } from './visits'

const code = (name: string, zh: string, en: string): Labelled => ({ code: name, zh, en })

export function book(at: number): HouseholdBook {
  const page = householdPage(at)
  const { household } = page
  return {
    household_id: '0190a1b2-0000-7000-8000-0000000000aa', number: household.number, county: '云溪县', town: household.town, village: household.village, group: household.group, head_name: household.head_name,
    printed_ms: now, printed_by: me.name, base_type: page.base_type, category: household.category, monitor_since: '202403',
    risks: [code('lack_labor', '因缺劳动力', 'Lack of labour')], risks_hidden: 1, risk_eliminated: false, welfare: [code('dibao', '低保', 'Subsistence allowance')], relocated: false, no_labor: false, size: household.size,
    address: page.address, phone_masked: page.phone_masked, net_income_fen: page.net_income_fen, percap_fen: 956_012,
    members: page.members.map((one, place) => ({
      name: one.name, relation: one.relation, gender: one.gender, age: [68, 65, 13, 40][place] ?? null, id_number_masked: one.id_number_masked,
      education: code('primary', '小学', 'Primary'), school: null, health: [], labor: one.labor, work: null, work_months: 0, active: one.active,
    })),
    shows_health: false, members_ill: 2,
    helpers: [{ name: '赵明德', unit: '县水利局', phone: '13900001234', primary: true, from: '2025-03-01' }], captain: { name: '李春燕', unit: '县委组织部', phone: '13900005678', primary: false, from: '' },
    visits: Array.from({ length: 60 }, (_, place) => ({ ...visits[place % visits.length]!, visit_id: `p${place}`, ended_ms: now - place * 30 * 86_400_000 })),
    problems: [{ number: '620502-2026-00012', title: '饮用水水量不达标', state: code('rectifying', '整改中', 'Rectifying'), unit: '镇水保站', found_ms: now - 20 * 86_400_000, due: '2026-12-10', closed_ms: null }],
    entries: rowsOf(household.household_id),
  }
}

export const villages: VillageList = { villages: [{ code: '620502103204', town: '桃源镇', name: '上河村', households: 46 }, { code: '620502103205', town: '桃源镇', name: '下河村', households: 31 }] }

export function codes(village: string): CodeSheet {
  const found = villages.villages.find((one) => one.code === village) ?? villages.villages[0]!
  return {
    county: '云溪县', town: found.town, village: found.name,
    codes: Array.from({ length: found.households }, (_, at) => ({
      household_id: `0190a1b2-0000-7000-8000-${String(at).padStart(12, '0')}`, head_masked: `${'王李张刘杨'[at % 5]}*`, number_tail: String(at + 1).padStart(4, '0'), group: `第${1 + Math.floor(at / 12)}组`,
    })),
  }
}

const line = (name: string, zh: string, en: string, unit: string): PolicyCardPage['policies'][number] => ({ policy: code(name, zh, en), unit_role: code(unit, unit, unit), texts: [], set_ms: null, set_by: null })
const policies: PolicyCardPage = {
  most_chars: 2000, may_edit: true,
  policies: [
    { ...line('education', '义务教育资助、雨露计划', 'Compulsory education aid', '乡镇教管中心/学区'), set_ms: now, set_by: me.name, texts: [{ text: '（演示文字）明年起按学期发放。', from: '2027-01-01', until: null }, { text: '（演示文字）凭户口簿到村里登记，镇里审核后发放。\n问：什么时候到账？答：审核后次月。', from: '2026-01-01', until: '2026-12-31' }] },
    line('medical', '参保资助、三重保障、大病救治、签约服务', 'Medical', '乡镇医保经办'), line('housing', '危房改造、动态监测', 'Housing', '乡镇住房安全'), line('water', '饮水安全标准与报修', 'Water', '乡镇供水'),
  ],
}

export function answerPolicies(form: Partial<PolicyTextsForm>): PolicyCardPage {
  const found = policies.policies.find((one) => one.policy.code === form.policy)
  if (found && form.texts) Object.assign(found, { texts: [...form.texts].sort((a, b) => (a.from < b.from ? 1 : -1)), set_ms: now, set_by: me.name })
  return { ...policies, policies: [...policies.policies] }
}
