import type {
  AsideList, AuditList, BatchList, BatchPage, ConsoleMe, DecideForm, EnrolmentCode, HouseholdList,
  HouseholdPage, IdNumber, Overview, PeopleList, SignInForm, VisitList, VisitPage,
} from './api'
import { get, post } from './http'

/** What the console can ask of the county, one function a question. */
const part = encodeURIComponent

export const signIn = (form: SignInForm) => post<ConsoleMe>('/sign-in', form)
export const signOut = () => post<void>('/sign-out')
export const loadMe = () => get<ConsoleMe>('/me')

export const loadOverview = (signal?: AbortSignal) => get<Overview>('/overview', {}, signal)

export const loadBatches = (query: { after?: string; state?: string }, signal?: AbortSignal) =>
  get<BatchList>('/batches', query, signal)
export const loadBatch = (id: string, signal?: AbortSignal) => get<BatchPage>(`/batches/${part(id)}`, {}, signal)
export const acceptClean = (id: string) => post<BatchPage>(`/batches/${part(id)}/accept-clean`)

export const loadVisits = (query: { after?: string; state?: string; town?: string }, signal?: AbortSignal) =>
  get<VisitList>('/visits', query, signal)
export const loadVisit = (id: string, signal?: AbortSignal) => get<VisitPage>(`/visits/${part(id)}`, {}, signal)
export const decide = (id: string, form: DecideForm) => post<VisitPage>(`/visits/${part(id)}/decide`, form)

export const householdFilters = ['all', 'due', 'monitored', 'visited'] as const
export type HouseholdFilter = (typeof householdFilters)[number]
export const loadHouseholds = (
  query: { after?: string; text?: string; town?: string; filter?: HouseholdFilter },
  signal?: AbortSignal,
) => get<HouseholdList>('/households', query, signal)
export const loadHousehold = (id: string, signal?: AbortSignal) =>
  get<HouseholdPage>(`/households/${part(id)}`, {}, signal)
export const showIdNumber = (member: string) => post<IdNumber>(`/members/${part(member)}/id-number`)

export const loadPeople = (query: { after?: string; text?: string }, signal?: AbortSignal) =>
  get<PeopleList>('/people', query, signal)
export const makeEnrolmentCode = (person: string) => post<EnrolmentCode>('/enrolments', { person_id: person })

export const loadAside = (signal?: AbortSignal) => get<AsideList>('/aside', {}, signal)
export const loadAudit = (query: { after?: string }, signal?: AbortSignal) => get<AuditList>('/audit', query, signal)
