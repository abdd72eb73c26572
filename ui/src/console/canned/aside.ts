import type { AsideContent, AsideForm, AsideList, AsidePage, AsideRow, DeviceList, DeviceRow } from '../api'
import { now } from './people'

const hour = 3_600_000

function row(number: number, more: Partial<AsideRow>): AsideRow {
  return {
    change_id: `0198f2c1-7c3a-7d20-9f10-5a61c0de000${number}`, disposition: 'quarantined', reason: 'assignment_closed', code: 'assignment_closed', kind: 'save_visit_v1',
    person_id: 'p5', person_name: '周文斌', device_id: 'd2', device_name: '红米 Note 12', device_revoked: false, record_kind: 'visit', record_id: 'v1',
    device_sequence: number, received_ms: now - 2 * 24 * hour, bytes: 20_113, sequence: 40 + number, ...more,
  }
}

export const rows: AsideRow[] = [
  row(1, { reason: 'device_revoked', code: 'device_revoked', person_name: '李春燕', device_name: '华为 畅享 60', device_revoked: true, received_ms: now - 9 * 24 * hour }),
  row(2, { reason: 'device_revoked', code: 'device_revoked', kind: 'void_visit_v1', person_name: '李春燕', device_name: '华为 畅享 60', device_revoked: true, bytes: 214, received_ms: now - 9 * 24 * hour }),
  row(3, { disposition: 'held', reason: 'predecessor_missing', code: 'predecessor_missing', person_name: '赵明德', received_ms: now - 50 * 60_000, bytes: 14_822 }),
  row(4, {}),
  row(5, { reason: 'unknown_kind', code: 'unknown_kind', kind: 'edit_future_v9', person_name: '马秀英', received_ms: now - 6 * 24 * hour, bytes: 812 }),
  row(6, { reason: 'refused_later', code: 'revision_gap', received_ms: now - 3 * 24 * hour }),
  row(7, { disposition: 'voided', received_ms: now - 12 * 24 * hour }),
]

export function asideList(query: URLSearchParams): AsideList {
  const wanted = query.get('disposition')
  const changes = rows.filter((one) => (wanted ? one.disposition === wanted : ['held', 'quarantined'].includes(one.disposition)))
    .filter((one) => !query.get('reason') || one.reason === query.get('reason'))
  const number = (disposition: string) => rows.filter((one) => one.disposition === disposition).length
  return {
    changes, next: null, held: number('held'), quarantined: number('quarantined'), voided: number('voided'),
    phones: [{ device_id: 'd1', device_name: '华为 畅享 60', person_name: '李春燕', changes: 2 }],
    reasons: [{ reason: 'device_revoked', changes: 2 }, { reason: 'predecessor_missing', changes: 1 }],
  }
}

export function asidePage(id: string): AsidePage | null {
  const change = rows.find((one) => one.change_id === id)
  if (!change) return null
  return {
    change, digest: '9f2c81aa03de55f1c0de9f2c81aa03de55f1c0de9f2c81aa03de55f1c0de9f2c', missing: change.reason === 'predecessor_missing' ? '0198f2c1-7c3a-7d20-9f10-5a61c0de0000' : null,
    head_name: '张桂芳', place: '桃源镇上河村', visit_id: null, followers: change === rows[0] && rows[1] ? [rows[1]] : [],
    decisions: change.disposition === 'voided' ? [{ action: 'void', reason: '同一天的走访已经另报', assigned_name: null, result: '', decided_by: '陈思远', decided_ms: now - hour }]
      : [{ action: 'release', reason: '先试着放行', assigned_name: null, result: 'assignment_closed', decided_by: '陈思远', decided_ms: now - hour }],
    actions: change.disposition === 'applied' ? [] : change.disposition === 'voided' ? ['restore'] : change.kind === 'save_visit_v1' ? ['release', 'assign', 'void'] : ['release', 'void'],
    candidates: [{ person_id: 'p1', name: '赵明德', unit: '县水务局' }, { person_id: 'p2', name: '李春燕', unit: '桃源镇卫生院' }],
  }
}

export const content: AsideContent = {
  sections: [
    { code: 'visit', zh: '走访情况', en: 'The visit', groups: [{ member_id: null, member_name: null, answers: [
      { item: 'visit_method', zh: '走访方式', en: 'How contact was made', answer_zh: '入户走访', answer_en: 'At home', unchanged: false, before_zh: null, before_en: null, raised: false },
      { item: 'household_presence', zh: '家中是否有人', en: 'Somebody at home', answer_zh: '有人', answer_en: 'Yes', unchanged: true, before_zh: null, before_en: null, raised: false },
    ] }] },
  ],
  text: '{\n  "kind": "save_visit_v1",\n  "revision": 1\n}', base64: 'e30=', digest: '9f2c81aa',
}

export function decided(form: AsideForm) {
  for (const { change_id } of form.changes) {
    const change = rows.find((one) => one.change_id === change_id)
    if (!change) continue
    change.disposition = form.action === 'void' ? 'voided' : form.action === 'restore' ? 'quarantined' : 'applied'
    change.sequence += 1
  }
  return { changes: form.changes.map(({ change_id }) => ({ change_id, refused: null })) }
}

export const devices: DeviceRow[] = [
  { device_id: 'd1', name: '华为 畅享 60', app_version: '0.1.0', person_id: 'p2', person_name: '李春燕', unit: '桃源镇卫生院', enrolled_ms: now - 200 * 24 * hour, contact_ms: now - 9 * 24 * hour, revoked_ms: now - 10 * 24 * hour, revoked_reason: '在山上丢失', revoked_by: '陈思远', aside: 2 },
  { device_id: 'd2', name: '红米 Note 12', app_version: '0.1.0', person_id: 'p5', person_name: '周文斌', unit: '县农业农村局', enrolled_ms: now - 90 * 24 * hour, contact_ms: now - 5 * hour, revoked_ms: null, revoked_reason: null, revoked_by: null, aside: 2 },
  { device_id: 'd3', name: 'vivo Y36', app_version: '0.1.0', person_id: 'p1', person_name: '赵明德', unit: '县水务局', enrolled_ms: now - 30 * 24 * hour, contact_ms: now - 26 * 60_000, revoked_ms: null, revoked_reason: null, revoked_by: null, aside: 0 },
]

export function deviceList({ state }: { state?: unknown }): DeviceList {
  return {
    devices: devices.filter((one) => (state === 'revoked' ? one.revoked_ms !== null : state === 'active' ? one.revoked_ms === null : true)), next: null,
    active: devices.filter((one) => one.revoked_ms === null).length, revoked: devices.filter((one) => one.revoked_ms !== null).length,
  }
}
