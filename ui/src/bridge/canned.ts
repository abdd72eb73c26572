/** Answers from made-up data, in tests and in a developer's browser. No build for phones contains it. */
import { handIn, setAside } from './canned/aside'
import { entryList, entryPage, householdEntries, ledgerShelf } from './canned/entries'
import { entryForm, reckoned } from './canned/entryForms'
import { facts } from './canned/facts'
import { problemList, problemPage, raisePage } from './canned/problems'
import { policyCard } from './canned/policies'
import { rescue } from './canned/rescue'
import { reviewAnswers } from './canned/review'
import { campaignPage } from './canned/tasks'
import { form as editForm, emptyForm, finishedForm } from './canned/visits'
import { households, household, householdTags, me, NOW, status, today } from './canned/people'
import type { Args, Commands, Host, Name, Phase, Room, Status } from './index'

export type Answers = { [N in Name]?: (args: Args<N>) => Commands[N][1] | Promise<Commands[N][1]> }

/** A host that answers what a test tells it to; `change` says that data changed. */
export function cannedWith(answers: Answers): Host & { change: () => void; asked: [Name, unknown][] } {
  const listeners = new Set<() => void>()
  const asked: [Name, unknown][] = []
  return {
    asked,
    change: () => listeners.forEach((listener) => listener()),
    async call(name, args) {
      asked.push([name, args])
      const answer = answers[name] as ((args: unknown) => unknown) | undefined
      if (!answer) throw { code: 'unknown_command' }
      return answer(args)
    },
    onChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onProgress: () => () => undefined,
  }
}

/** A whole phone. `?canned&phase=new`, `&lang=en`, `&text=200`, `&contrast`, `&empty`, `&fail`, `&slow` show its other faces. */
export function cannedHost(query: URLSearchParams): Host {
  let now: Status = status()
  now = {
    ...now,
    phase: (query.get('phase') as Phase | null) ?? 'ready',
    room: (query.get('room') as Room | null) ?? 'enough',
    settings: { ...now.settings, language: query.get('lang') ?? 'zh', text_percent: Number(query.get('text') ?? 100), high_contrast: query.has('contrast') },
  }
  const forms = new Map<string, ReturnType<typeof emptyForm>>()
  const formOf = (id: string) => forms.get(id) ?? (id.startsWith('r') || ['v3', 'v4', 'v5'].includes(id) ? finishedForm(id) : emptyForm(id))
  const edit = (id: string, command: Name, args: unknown) => {
    const next = editForm(formOf(id), command, args)
    forms.set(id, next)
    return next
  }
  const mine = (command: Name) => (args: { visit_id: string }) => edit(args.visit_id, command, args)

  const answers: Answers = {
    status: () => now,
    enrol: () => { throw { code: 'bad_code' } },
    unlock: () => { throw { code: 'pin_wait', retry_after_s: 30 } },
    lock: () => (now = { ...now, phase: 'locked' }),
    change_pin: () => now,
    save_settings: (settings) => (now = { ...now, settings }),
    today: () => (query.has('empty') ? { ...today(), campaigns: [], drafts: [], returned: [], unsent: [], due: [], problems: [], problems_total: 0, entries: [], entries_total: 0, to_review: 0, contested: 0, visited: 120 } : today()),
    list_households: ({ text, filter, skip }) => {
      const found = households().filter((one) => (text === '' || one.head_name.includes(text)) && (filter !== 'due' || one.task === 'due' || one.task === 'overdue') && (filter !== 'monitored' || one.category !== null) && (filter !== 'visited' || one.task === 'done') && (filter !== 'contested' || one.contested > 0))
      return { total: found.length, households: found.slice(skip, skip + 50) }
    },
    campaign: ({ campaign_id }) => campaignPage(campaign_id, query.has('empty')),
    household_tags: () => (query.has('empty') ? [] : householdTags()),
    print: () => (query.has('no-printer') ? 'impossible' : 'in_page'),
    policy_card: () => policyCard(query.has('empty')),
    household: ({ household_id }) => household(household_id),
    household_facts: ({ household_id }) => facts(household_id),
    save_facts: ({ household_id }) => facts(household_id),
    resolve_fact: ({ household_id }) => facts(household_id),
    undo_facts: ({ household_id }) => facts(household_id),
    start_visit: ({ household_id }) => edit(`new-${household_id}`, 'visit', {}),
    visit: ({ visit_id }) => formOf(visit_id),
    answer: mine('answer') as Answers['answer'],
    confirm_unchanged: mine('confirm_unchanged') as Answers['confirm_unchanged'],
    stamp_preview: () => ({ lines: ['入户走访', '', '秦安县兴国镇王家沟村三组', 'N34.58081 E105.72420 ±12m WGS-84', '李建国 县农业农村局', '户主 王** 户编号 0017', '校验码 ········'], time_line: 1, now_ms: Date.now() }),
    add_photo: mine('add_photo') as Answers['add_photo'],
    remove_photo: mine('remove_photo') as Answers['remove_photo'],
    waive_photo: mine('waive_photo') as Answers['waive_photo'],
    locate: mine('locate') as Answers['locate'],
    waive_location: mine('waive_location') as Answers['waive_location'],
    dismiss_problem: mine('dismiss_problem') as Answers['dismiss_problem'],
    seal_visit: mine('seal_visit'),
    reopen_visit: mine('reopen_visit'),
    void_visit: mine('void_visit') as Answers['void_visit'],
    picture: ({ photo_id }) => ({ data_url: picture(photo_id) }),
    problems: () => problemList(query.has('empty')),
    household_problems: () => (query.has('empty') ? [] : [...problemList(false).to_do, ...problemList(false).closed]),
    problem_page: ({ problem_id }) => problemPage(problem_id),
    move_problem: ({ problem_id }) => problemPage(problem_id === 'q1' ? 'q4' : problem_id),
    withdraw_problem_move: () => ({ household_id: 'h0', area_code: null, page: problemPage('q2') }),
    raise_page: ({ household_id, area_code }) => raisePage(household_id, area_code, null),
    raise_problem: () => problemPage('q9'),
    keep_problem_draft: () => ({}),
    ledgers: () => ledgerShelf(query.has('empty')),
    entries: (asked) => entryList(asked, query.has('empty')),
    household_entries: () => householdEntries(query.has('empty')),
    entry_page: ({ entry_id }) => entryPage(entry_id),
    entry_form: (target) => entryForm(target.entry_id ? { ...target, ledger: entryPage(target.entry_id).card.ledger.code } : target),
    keep_entry_draft: ({ input }) => reckoned(input),
    save_entry: () => entryPage('e4'),
    move_entry: ({ target }) => entryPage(target.entry_id ?? 'e1'),
    withdraw_entry: () => ({ target: { ledger: 'good_deed', household_id: 'h0', entry_id: null, step: null } }),
    ...reviewAnswers(query),
    me: () => (query.has('empty') ? { ...me(), waiting: [], photos_waiting: 0, recorded: 78, verified: 78, sync: { ...me().sync, last_error: null, next_in_s: null }, photos_for_wifi: 0 } : me()),
    journal: () => ({
      entries: query.has('empty') ? [] : [
        { position: 9, at_ms: NOW, event: 'round_failed', subject: null, count: null, code: 'offline' },
        { position: 8, at_ms: NOW - 60_000, event: 'refused', subject: 'v4', count: 1, code: 'stale_revision' },
        { position: 7, at_ms: NOW - 120_000, event: 'photo_verified', subject: 'v5', count: 3, code: null },
        { position: 6, at_ms: NOW - 180_000, event: 'received', subject: null, count: 12, code: null },
        { position: 5, at_ms: NOW - 240_000, event: 'sent', subject: 'v5', count: 4, code: null },
      ],
      more: true,
    }),
    sync_now: () => { throw { code: 'offline' } },
    cancel_sync: () => ({}),
    rescue: () => rescue(query.has('empty')),
    network: () => ({}),
    front: () => ({}),
    retry_parked: () => me(),
    set_aside: () => setAside(query.has('empty')),
    retry_change: () => setAside(true),
    retry_photo: () => setAside(true),
    take_back: () => setAside(true),
    put_back: () => setAside(false),
    hand_in: () => handIn(query.has('empty')),
  }
  const host = cannedWith(answers)
  return {
    ...host,
    async call(name, args) {
      // `slow` waits for ever, `slow=1500` as many milliseconds.
      if (query.has('slow') && name !== 'status') await new Promise((done) => setTimeout(done, Number(query.get('slow')) || 60_000))
      if (query.has('fail') && name !== 'status') throw { code: 'internal' }
      return host.call(name, args)
    },
    network: query.has('preview') ? { online: () => Promise.resolve(true), set: () => Promise.resolve() } : undefined,
  }
}

function picture(id: string): string {
  const hue = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 360
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="hsl(${hue} 35% 68%)"/><path d="M60 190 200 90l140 100v90H60z" fill="#f3e7cf"/><rect x="170" y="210" width="60" height="70" fill="#8a5a3c"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
