/** What each command makes of a made-up visit: enough to walk through every screen. */
import type { AnswerInput, DismissProblem, LocateInput, Name, PhotoInput, PhotoRef, SectionRef, VisitForm } from '../index'
import { photo, refreshed, visitForm } from './form'
import { NOW } from './people'

export function emptyForm(id: string): VisitForm {
  const form = visitForm(id)
  if (id !== 'v2') return form
  return {
    ...form,
    place: 'returned',
    revision: 2,
    comments: [
      { item: 'visit_scene_photo', item_label: '入户现场照片', member_id: null, text: '照片里看不清人，请补拍一张正面的。', author: '孙队长', made_ms: NOW - 3_600_000 },
      { item: null, item_label: null, member_id: null, text: '走访情况写得太简单。', author: '孙队长', made_ms: NOW - 3_600_000 },
    ],
  }
}

export function finishedForm(id: string): VisitForm {
  const form = visitForm(id)
  const sections = form.sections.map((section) => ({
    ...section,
    unchanged: section.can_confirm_unchanged,
    groups: section.groups.map((group) => ({
      ...group,
      items: group.items.map((item) => {
        if (item.kind === 'photo') return { ...item, photos: [photo(`${id}-1`), photo(`${id}-2`)] }
        const first = item.options[0]
        const value = item.value ?? (item.kind === 'multi_enum' ? { type: 'choices' as const, value: item.options.slice(0, 2).map((one) => one.code) } : item.kind === 'text' ? { type: 'text' as const, value: '10:26入户走访，受访人王秀英。与上次相比无变化。' } : item.kind === 'member_ref' ? { type: 'member' as const, value: 'm1' } : first ? { type: 'choice' as const, value: first.code } : null)
        return { ...item, value, carried: false }
      }),
    })),
  }))
  return problems(refreshed({
    ...form, sections, place: id.startsWith('r') ? 'received' : 'waiting', editable: false, reopenable: id === 'v3', ended_ms: NOW + 1_500_000,
    location: { lat: 25.49034, lon: 103.79655, accuracy_m: 12, quality: 'good', manual: false, mock: false, missing_reason: null, distance_m: 41 },
    conclusions: [{ code: 'food', title: '两不愁结论', value: 'ok' }, { code: 'water', title: '饮水安全结论', value: 'basic' }, { code: 'medical', title: '基本医疗结论', value: 'fail' }, { code: 'env', title: '五净达标数', value: '5' }],
  }))
}

function problems(form: VisitForm): VisitForm {
  return {
    ...form,
    problems: [
      { key: 'p1', title: '缺少应季衣物', member_name: null, category: { code: 'basic_living', label: '基本生活' }, severity: { code: 'critical', label: '红色-保障未达标' }, unit: { code: 'town_civil', label: '镇民政办' }, dismissed: null, risk_lead: { code: 'other', label: '其他' } },
      { key: 'p2', title: '参保年度不是当年', member_name: '王大勇', category: { code: 'medical', label: '医疗' }, severity: { code: 'major', label: '橙色-政策未落实/风险明显' }, unit: { code: 'town_medins', label: '镇医保办' }, dismissed: null, risk_lead: null },
    ],
  }
}

/** The visit after one command. */
export function form(before: VisitForm, command: Name, args: unknown): VisitForm {
  const next = structuredClone(before)
  const find = (code: string, memberId: string | null) => next.sections.flatMap((section) => section.groups).find((group) => group.member_id === memberId && group.items.some((item) => item.code === code))?.items.find((item) => item.code === code)
  switch (command) {
    case 'answer': {
      const { item: code, member_id, value } = args as AnswerInput
      const item = find(code, member_id)
      if (item) Object.assign(item, { value, carried: false })
      if (code === 'seasonal_clothing') return refreshed(problems(next))
      break
    }
    case 'confirm_unchanged': {
      const section = next.sections.find((one) => one.code === (args as SectionRef).section)
      if (!section) break
      section.unchanged = true
      section.can_confirm_unchanged = false
      for (const item of section.groups.flatMap((group) => group.items)) {
        item.carried = false
        item.value ??= item.kind === 'multi_enum' ? { type: 'choices', value: ['none'] } : { type: 'choice', value: 'yes' }
      }
      break
    }
    case 'add_photo': {
      const { item: code, member_id } = args as PhotoInput
      const item = find(code, member_id)
      item?.photos.push(photo(`p${item.photos.length}-${before.photo_waiver ?? ''}${code}`))
      break
    }
    case 'remove_photo':
      for (const item of next.sections.flatMap((section) => section.groups.flatMap((group) => group.items))) item.photos = item.photos.filter((one) => one.photo_id !== (args as PhotoRef).photo_id)
      break
    case 'waive_photo':
      next.photo_waiver = (args as { reason: string }).reason || null
      break
    case 'locate': {
      const { lat, lon } = args as LocateInput
      next.location = { ...next.location, lat, lon, manual: true, quality: 'good', missing_reason: null, distance_m: 12 }
      break
    }
    case 'waive_location':
      next.location.missing_reason = (args as { reason: string }).reason
      break
    case 'dismiss_problem': {
      const { key, reason } = args as DismissProblem
      const problem = next.problems.find((one) => one.key === key)
      if (problem) problem.dismissed = reason || null
      break
    }
    case 'seal_visit':
      return { ...next, editable: false, reopenable: true, place: 'waiting', ended_ms: NOW }
    case 'reopen_visit':
      return { ...next, editable: true, reopenable: false, place: 'draft', ended_ms: null }
    case 'void_visit':
      return { ...next, editable: false, reopenable: false, place: 'voided' }
  }
  return refreshed(next)
}
