import { answerAdmin } from './admin'
import type { AsideForm, DecideForm, VisitPage } from '../api'
import { asideList, asidePage, content, decided as asideDecided, deviceList, devices } from './aside'
import { answerAssignments } from './assignments'
import { bundles } from './bundles'
import { answerCampaigns } from './campaigns'
import { answerEntries } from './entries'
import { answerHelpingUnits } from './helping-units'
import { answerImportJob, answerImports } from './imports'
import { answerChecklists, answerParams } from './checklists'
import { answerMap } from './map'
import { cannedVillages, overview } from './overview'
import { answerPolicies, book, codes, villages } from './paper'
import { audit, me, people, keys } from './people'
import { teamSync } from './team-sync'
import { answerPhotoDesk, photoMatches, photoSettings } from './photos'
import { answerFilters, answerProblems } from './problems'
import { answerSpots } from './spots'
import { answerReports, reportJob } from './reports'
import { batch, batches, batchPage, householdPage, households, visitPage, visits } from './visits'

/** Answers the console's own requests from memory. Reached only in development with `?canned`. */
export function answerFromCanned(): void {
  const real = window.fetch.bind(window)
  window.fetch = async (input, init) => {
    const address = new URL(String(input instanceof Request ? input.url : input), location.href)
    if (!address.pathname.startsWith('/v1/console')) return real(input, init)
    await new Promise((done) => setTimeout(done, 80))
    const { status, body } = answer(address.pathname.slice('/v1/console'.length), address.searchParams, init)
    if (typeof body === 'string') return new Response(body, { status, headers: { 'content-type': 'text/html' } })
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  }
}

const ok = (body: unknown) => ({ status: 200, body })
let signedIn = !new URLSearchParams(location.search).has('signed-out')

function answer(path: string, query: URLSearchParams, init?: RequestInit): { status: number; body?: unknown } {
  const [, collection, id, move] = path.split('/')
  const body = init?.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
  if (collection === 'sign-in') {
    if (body.password === 'wrong') return { status: 401, body: { code: 'sign_in_refused' } }
    if (body.password === 'often') return { status: 429, body: { code: 'too_many_attempts', retry_after_s: 42 } }
    signedIn = true
    return ok(me)
  }
  if (!signedIn) return { status: 401, body: { code: 'signed_out' } }
  const admin = answerAdmin(collection, id, move, body, init?.method === 'POST')
  if (admin) return admin
  const state = query.get('state')
  switch (collection) {
    case 'me': return ok(me)
    case 'sign-out': signedIn = false; return { status: 204 }
    case 'overview': return ok(id ? { areas: cannedVillages.filter((one) => one.code.startsWith(id)) } : overview)
    case 'map': return ok(answerMap(id, move, query, body))
    case 'batches':
      if (move === 'accept-clean') {
        for (const visit of visits) if (visit.state === 'batched' && visit.flags.length === 0) acceptOne(visit.visit_id)
        return ok(batchPage())
      }
      return ok(id ? batchPage() : { batches: batches.filter((row) => !state || row.state.code === state), next: state ? null : 'b4' })
    case 'visits':
      if (move === 'decide' && id) return decided(id, body as unknown as DecideForm)
      return ok(id ? withMatches(visitPage(id)) : { visits: visits.filter((row) => !state || row.state === state), next: null })
    case 'problems':
    case 'units': return answerProblems(collection, id, move, body, init?.body !== undefined)
    case 'problem-filters': return answerFilters(id, move, body, init?.body !== undefined)
    case 'spot-checks':
    case 'spot-items': return answerSpots(collection, id, move, body, init?.body !== undefined)
    case 'photo-desk': return ok(answerPhotoDesk(id, body))
    case 'campaigns': return answerCampaigns(id, move, body, init?.body !== undefined)
    case 'ledgers':
    case 'entries': return answerEntries(collection, id, move, body)
    case 'villages': return ok(villages)
    case 'household-codes': return ok(codes(String(body.village)))
    case 'policy-card': return ok(answerPolicies(body))
    case 'helpers': return answerAssignments('lists', id, body, true)
    case 'households':
      if (move === 'helpers') return answerAssignments('household', id, body, init?.body !== undefined)
      if (move === 'book' && id) return ok(book(Number(id.slice(1)) - 1))
      return ok(id && id !== 'search' ? householdPage(Number(id.slice(1)) - 1) : { households: households.filter((row) => row.head_name.includes(String(body.text ?? ''))), next: 'h8', total: 2413 })
    case 'helping-units': return answerHelpingUnits(id, move, body)
    case 'reports': return answerReports(id, move, body)
    case 'towns': return ok({ towns: overview.towns })
    case 'facts': return ok({ ...householdPage(0), household: { ...households[0], contested: 0 }, contested: [] })
    case 'members': return ok({ id_number: '620502195804111234' })
    case 'people': return move === 'post' ? answerAssignments('post', id, body, true) : ok(people)
    case 'team-sync': return ok(String(body.text ?? '') === '无' ? { teams: [], next: null } : teamSync())
    case 'enrolments': return ok({ code: 'K7QF-3MXA-9TWD', expires_ms: Date.now() + 15 * 60_000 })
    case 'bundles': return ok(bundles)
    case 'imports': return answerImports(id, move)
    case 'jobs': return ok(id === reportJob()?.job_id ? reportJob() : answerImportJob(id))
    case 'aside': {
      if (!id) return ok(asideList(query))
      const page = asidePage(id)
      if (!page) return { status: 404, body: { code: 'not_found' } }
      return ok(move === 'content' ? content : move === 'export' ? { change: page.change, edit_base64: content.base64 } : page)
    }
    case 'aside-decisions': return ok(asideDecided(body as unknown as AsideForm))
    case 'devices': {
      const device = devices.find((one) => one.device_id === id)
      if (move === 'revoke' && device) Object.assign(device, { revoked_ms: Date.now(), revoked_reason: String(body.reason), revoked_by: me.name })
      return ok(device ?? deviceList(body))
    }
    case 'audit': return id === 'export' ? ok({ job_id: 'j1' }) : ok(audit)
    case 'photo-matches': {
      const match = photoMatches.find((one) => String(one.match_id) === id)
      if (match) return ok(Object.assign(match, { outcome: body.outcome, reason: body.reason, settled_by: me.name, settled_ms: Date.now() }))
      const found = (open: boolean) => photoMatches.filter((one) => (one.outcome === 'open') === open)
      return ok({ matches: found(state !== 'settled'), next: null, open: found(true).length, settled: found(false).length })
    }
    case 'photo-settings': return ok(init?.body ? Object.assign(photoSettings, body, { set_ms: Date.now(), set_by: me.name }) : photoSettings)
    case 'checklists': return ok(answerChecklists(id, body))
    case 'params': return ok(answerParams(body))
    case 'keys':
      if (id === 'replace') keys.keys = [{ key_id: '0f1e2d3c4b5a6978', made_ms: Date.now(), signs_now: true, introduced_by: '6a3803d5f059902a', reason: String(body.reason) }, ...keys.keys.map((key) => ({ ...key, signs_now: false }))]
      return ok(keys)
    default: return { status: 404, body: { code: 'not_found' } }
  }
}

function withMatches(page: VisitPage): VisitPage {
  const own = photoMatches.filter((one) => one.later.visit?.visit_id === page.visit.visit_id)
  return { ...page, photos: page.photos.map((photo, at) => ({ ...photo, matches: at === 0 ? own : [] })) }
}

function acceptOne(id: string) {
  const visit = visits.find((row) => row.visit_id === id)
  if (visit) visit.state = 'county_accepted'
  batch.accepted += 1
  batch.waiting -= 1
}

function decided(id: string, form: DecideForm) {
  const visit = visits.find((row) => row.visit_id === id)
  if (!visit) return { status: 404, body: { code: 'not_found' } }
  if (visit.visit_id === 'v5') {
    visit.state = 'county_accepted'
    return { status: 409, body: { code: 'stale' } }
  }
  if (form.decision === 'accept') acceptOne(id)
  else visit.state = form.decision === 'revoke' ? 'captain_approved' : 'returned_to_captain'
  return ok(visitPage(id))
}
