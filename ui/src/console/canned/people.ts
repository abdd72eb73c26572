import type { AuditList, ConsoleMe, PeopleList, CountyKeyList } from '../api'

// Invented people and places throughout: nothing here exists.
const hour = 3_600_000

export const now = Date.now()

export const me: ConsoleMe = { person_id: 'p-county', name: '陈思远', unit: '县帮扶办', county: '青岚县', roles: ['county', 'administrator'] }

export const people: PeopleList = {
  people: [
    { person_id: 'p1', name: '赵明德', unit: '县水务局', roles: ['captain', 'cadre'], area: '桃源镇 · 上河村', households: 12, devices: 1, last_contact_ms: now - 26 * 60_000, post_start: null, unit_listed: true, leaves_on: null, ended_on: null },
    { person_id: 'p2', name: '李春燕', unit: '桃源镇卫生院', roles: ['cadre'], area: '桃源镇 · 上河村', households: 6, devices: 1, last_contact_ms: now - 5 * hour, post_start: '2026-10-08', unit_listed: false, leaves_on: null, ended_on: null },
    { person_id: 'p3', name: '孙建国', unit: '桃源镇人民政府', roles: ['town_captain'], area: '桃源镇', households: 0, devices: 2, last_contact_ms: now - 2 * hour, post_start: null, unit_listed: true, leaves_on: null, ended_on: null },
    { person_id: 'p4', name: '马秀英', unit: '县教育局', roles: ['cadre'], area: '云台乡 · 石门村', households: 8, devices: 0, last_contact_ms: null, post_start: null, unit_listed: true, leaves_on: null, ended_on: null },
    { person_id: 'p5', name: '周文斌', unit: '县农业农村局', roles: ['captain', 'cadre'], area: '云台乡 · 石门村', households: 10, devices: 1, last_contact_ms: now - 4 * 24 * hour, post_start: null, unit_listed: true, leaves_on: '2026-12-15', ended_on: null },
    { person_id: 'p-county', name: '陈思远', unit: '县帮扶办', roles: ['county', 'administrator'], area: '青岚县', households: 0, devices: 0, last_contact_ms: null, post_start: null, unit_listed: true, leaves_on: null, ended_on: null },
    { person_id: 'p6', name: '吴海生', unit: '县林业局', roles: [], area: '', households: 0, devices: 0, last_contact_ms: now - 40 * 24 * hour, post_start: null, unit_listed: false, leaves_on: null, ended_on: '2026-10-31' },
  ],
  next: 'p-county',
}

export const audit: AuditList = {
  entries: [
    { position: 184, at_ms: now - 3 * 60_000, actor_name: '陈思远', action: 'visit_accepted', subject: 'visit 0198f2c1-7c3a' },
    { position: 183, at_ms: now - 9 * 60_000, actor_name: '陈思远', action: 'id_number_shown', subject: 'member 0198a011-51fe' },
    { position: 182, at_ms: now - 20 * 60_000, actor_name: '陈思远', action: 'signed_in', subject: '' },
    { position: 181, at_ms: now - 3 * hour, actor_name: '罗静', action: 'visit_returned', subject: 'visit 0198f1f0-20aa' },
    { position: 180, at_ms: now - 4 * hour, actor_name: '罗静', action: 'enrolment_issued', subject: 'person 0198a000-7781' },
  ],
  next: '180',
}

export const keys: CountyKeyList = {
  keys: [
    { key_id: '6a3803d5f059902a', made_ms: now - 40 * 24 * hour, signs_now: true, introduced_by: '34750f98bd59fcfc', reason: '年度例行更换' },
    { key_id: '34750f98bd59fcfc', made_ms: now - 400 * 24 * hour, signs_now: false, introduced_by: null, reason: '' },
  ],
  epoch: '9b1f04c27de8', server_version: '0.1.0', min_app_version: null,
}
