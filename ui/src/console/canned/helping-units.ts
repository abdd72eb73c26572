import type { EditStepRow, HelpingUnitCard, HelpingUnitEndForm, HelpingUnitForm, HelpingUnitList, HelpingUnitPage, HelpingUnitSearch } from '../api'
import { now } from './people'

// Invented people and places throughout: nothing here exists.
const levels = [{ code: 'provincial', zh: '省级单位', en: 'Provincial unit' }, { code: 'municipal', zh: '市级单位', en: 'Municipal unit' }, { code: 'county', zh: '县区级单位', en: 'County or district unit' }]
const gov = { code: 'gov', zh: '党政机关', en: 'Party or government body' }
const firm = { code: 'private', zh: '民营企业', en: 'Private enterprise' }
const school = { code: 'university', zh: '大专院校/科研院所', en: 'University or research institute' }
const classes = [{ code: '2', zh: '二类企业', en: 'Class 2 enterprise' }, { code: '3', zh: '三类企业', en: 'Class 3 enterprise' }]
const unit = (n: number, name: string, level: number, more: Partial<HelpingUnitCard>): HelpingUnitCard => ({
  helping_unit_id: `u${n}`, name, level: levels[level]!, kind: gov, class: null, head_name: '', head_phone: '', people: 0, villages: 0, households: 0, quota: null, ended_on: null, ...more,
})
const units: HelpingUnitCard[] = [
  unit(1, '县水务局', 2, { head_name: '钱志刚', head_phone: '139****1234', people: 14, villages: 2, households: 96 }),
  unit(2, '县农业农村局', 2, { head_name: '何雨', head_phone: '138****7788', people: 21, villages: 3, households: 143 }),
  unit(3, '青岚师范学院', 1, { kind: school, head_name: '沈怀瑾', people: 6, villages: 1, households: 12 }),
  unit(4, '青岚乳业有限公司', 2, { kind: firm, class: classes[0]!, head_name: '金鑫', head_phone: '137****0021', people: 4, villages: 1, households: 18, quota: 30 }),
  unit(5, '县粮食局', 2, { ended_on: '2025-12-31' }),
]
const history: EditStepRow[] = [
  { sequence: 12, of: '', field: { code: 'villages', zh: '帮扶村', en: 'Villages helped' }, was_zh: '桃源镇 · 上河村 2025-03-01–', was_en: '桃源镇 · 上河村 2025-03-01–', became_zh: '桃源镇 · 上河村 2025-03-01–、云台乡 · 石门村 2026-01-01–', became_en: '桃源镇 · 上河村 2025-03-01–, 云台乡 · 石门村 2026-01-01–', by_name: '陈思远', at_ms: now - 86_400_000 },
]

function pageOf(card: HelpingUnitCard): HelpingUnitPage {
  return {
    unit: card, village_names: card.villages ? ['桃源镇 · 上河村', '云台乡 · 石门村', '云台乡 · 柳树沟'] : [],
    facts: { name: card.name, level: card.level.code, kind: card.kind.code, class: card.class?.code ?? null, head_name: card.head_name, head_phone: card.head_phone ? '13900001234' : '', villages: card.villages ? [{ village_code: '620502103204', from: '2025-03-01', to: null }, { village_code: '620502103205', from: '2026-01-01', to: null }, { village_code: '620502103206', from: '2023-03-01', to: '2025-02-28' }] : [] },
    people: card.people ? [{ person_id: 'p1', name: '赵明德', households: 12 }, { person_id: 'p2', name: '李春燕', households: 6 }] : [], more_people: card.people > 2, end_reason: card.ended_on ? '机构改革，并入县发改局' : null, history, today: new Date(now).toISOString().slice(0, 10), may_edit: card.ended_on === null,
  }
}

export function answerHelpingUnits(id: string | undefined, move: string | undefined, body: Record<string, unknown>): { status: number; body?: unknown } {
  if (id === 'search') {
    const { text, level, kind, state } = body as unknown as HelpingUnitSearch
    const shown = units.filter((one) => one.name.includes(text ?? '') && (!level || one.level.code === level) && (!kind || one.kind.code === kind) && (!state || (state === 'ended') === (one.ended_on !== null)))
    const list: HelpingUnitList = {
      units: shown, next: null, total: shown.length, unlisted: [{ unit: '水务局', people: 7 }, { unit: '桃源镇人民政府（扶贫办）', people: 3 }], levels, classes, may_edit: true,
      kinds: [{ kind: gov, enterprise: false }, { kind: firm, enterprise: true }, { kind: school, enterprise: false }],
    }
    return { status: 200, body: list }
  }
  if (move === 'link') return { status: 200, body: { people: 7 } }
  const card = units.find((one) => one.helping_unit_id === id) ?? units[0]!
  if (move === 'end') {
    const { day } = body as unknown as HelpingUnitEndForm
    return { status: 200, body: pageOf({ ...card, ended_on: day, people: 0, villages: 0, households: 0 }) }
  }
  const form = body as unknown as HelpingUnitForm
  return { status: 200, body: pageOf(form.wanted ? { ...card, name: form.wanted.name } : card) }
}
