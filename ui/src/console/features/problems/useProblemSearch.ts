import { computed, ref, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import type { ProblemSearch } from '../../api'
import { problemGroups, type ProblemGroup } from '../../endpoints'
import { useSearchText } from '../../useSearchText'

export const views = ['ledger', 'problems', 'tasks', 'duties', 'deadlines'] as const
export type View = (typeof views)[number]
/** How the overview counts them by age; any number of days is asked for in the bar. */
export const ages = ['week', 'fortnight', 'month', 'older'] as const
export const sorts = ['newest', 'due'] as const

type Kept = 'severity' | 'category' | 'town' | 'village' | 'of' | 'source' | 'owner' | 'age' | 'older' | 'from' | 'to' | 'sort' | 'group' | 'view'

/** What the ledger is narrowed by. All but what may be a name is kept in the address: what is typed never is, nor a unit's name. */
export function useProblemSearch() {
  const route = useRoute()
  const router = useRouter()
  const { typed, text } = useSearchText()
  const unit = ref('')
  const read = (name: Kept) => (typeof route.query[name] === 'string' ? String(route.query[name]) : '')
  const kept = (name: Kept) => computed({
    get: () => read(name),
    set: (value: string) => void router.replace({ query: { ...route.query, [name]: value || undefined } }),
  })
  const all: Record<Kept, Ref<string>> = {
    severity: kept('severity'), category: kept('category'), town: kept('town'), village: kept('village'), of: kept('of'), source: kept('source'), owner: kept('owner'), age: kept('age'), older: kept('older'), from: kept('from'), to: kept('to'), sort: kept('sort'), group: kept('group'), view: kept('view'),
  }
  const group = computed({
    get: (): ProblemGroup => problemGroups.find((known) => known === all.group.value) ?? 'open',
    set: (value) => (all.group.value = value === 'open' ? '' : value),
  })
  const view = computed({
    get: (): View => views.find((known) => known === all.view.value) ?? 'ledger',
    set: (value) => (all.view.value = value === 'ledger' ? '' : value),
  })
  const form = computed((): ProblemSearch => ({
    group: group.value, severity: all.severity.value || null, category: all.category.value || null, town: all.town.value || null, village: all.village.value || null, household_id: null, of: all.of.value || null, source: all.source.value || null,
    owner_id: all.owner.value || null, unit: unit.value || null, older_than: Number(all.older.value) || null, age: ages.find((known) => known === all.age.value) ?? null, due_from: all.from.value || null, due_to: all.to.value || null, sort: all.sort.value || null, text: text.value || null, after: null,
  }))
  const narrowed = computed(() => Object.entries(form.value).filter(([name, value]) => !['group', 'sort'].includes(name) && value !== null).length)

  function put(query: LocationQueryRaw, said: string, of: string) {
    void router.replace({ query })
    typed.value = said
    unit.value = of
  }
  /** Shows what somebody kept under a name. */
  function apply(search: ProblemSearch) {
    const { group, severity, category, town, village, of, source, owner_id, older_than, age, due_from, due_to, sort } = search
    const query = { group: group === 'open' ? null : group, severity, category, town, village, of, source, owner: owner_id, older: older_than, age, from: due_from, to: due_to, sort, view: all.view.value }
    put(Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as LocationQueryRaw, search.text ?? '', search.unit ?? '')
  }
  const clear = () => put(all.view.value ? { view: all.view.value } : {}, '', '')
  return { ...all, group, view, unit, typed, text, form, narrowed, apply, clear }
}
export type ProblemSearchState = ReturnType<typeof useProblemSearch>
