import { computed, reactive } from 'vue'

import type { CommandFailed, ErrorCode } from '../../../bridge'
import { base64Of } from '../base64'

/** One picture from the shutter to the store. */
export interface Shot {
  id: number
  /** A small copy for the strip; absent where the browser could not make one. */
  thumb: string | null
  state: 'waiting' | 'saving' | 'saved' | 'failed'
  failure: ErrorCode | null
  /** Once saved. */
  photoId: string | null
}

/** What one item of a visit does with pictures. */
export interface Keeper {
  /** The photos the item holds now. */
  held: () => string[]
  max: () => number
  add: (data: string, imported: boolean) => Promise<CommandFailed | null>
  remove: (photoId: string) => Promise<CommandFailed | null>
}

export interface Taken {
  thumb: string | null
  imported: boolean
  /** The photo this one is taken instead of. */
  replaces: string | null
}

/** Pictures of one item, saved one after another while the camera goes on. */
export function makeShots(first: Keeper) {
  let keeper = first
  let next = 1
  let line: Promise<unknown> = Promise.resolve()
  const list = reactive<Shot[]>([])
  /** Kept until the store has it, whatever happens in between. */
  const pictures = new Map<number, { picture: Blob; imported: boolean; replaces: string | null }>()

  async function keep(shot: Shot): Promise<void> {
    const taken = pictures.get(shot.id)
    if (!taken) return
    shot.state = 'saving'
    shot.failure = (await stored(shot, taken))?.code ?? null
    shot.state = shot.failure === null ? 'saved' : 'failed'
    if (shot.failure === null) pictures.delete(shot.id)
  }

  async function stored(shot: Shot, { picture, imported, replaces }: { picture: Blob; imported: boolean; replaces: string | null }): Promise<CommandFailed | null> {
    const before = keeper.held()
    const old = replaces !== null && before.includes(replaces) ? replaces : null
    // Where there is room the new one comes first: a failure then costs nothing.
    const full = before.length >= keeper.max()
    if (old !== null && full) {
      const failure = await keeper.remove(old)
      if (failure) return failure
    }
    const failure = await keeper.add(await base64Of(picture), imported)
    if (failure) return failure
    shot.photoId = keeper.held().find((id) => !before.includes(id)) ?? null
    if (old === null || full) return null
    // The new photo is safe; the old one is still there to be removed by hand.
    await keeper.remove(old)
    return null
  }

  function queue(shot: Shot): Promise<void> {
    shot.state = 'waiting'
    shot.failure = null
    const turn = line.then(() => keep(shot)).catch(() => {
      shot.state = 'failed'
      shot.failure = 'internal'
    })
    line = turn
    return turn
  }

  function add(picture: Blob, { thumb, imported, replaces }: Taken): Promise<void> {
    const id = next
    next += 1
    pictures.set(id, { picture, imported, replaces })
    list.push({ id, thumb, state: 'waiting', failure: null, photoId: null })
    return queue(list[list.length - 1] as Shot)
  }

  function drop(shot: Shot): void {
    pictures.delete(shot.id)
    const at = list.findIndex((one) => one.id === shot.id)
    if (at >= 0) list.splice(at, 1)
  }

  /** Takes a picture back, saved or not, so that another can be taken. */
  async function takeBack(shot: Shot): Promise<CommandFailed | null> {
    if (shot.state === 'saving') return null
    if (shot.photoId !== null && keeper.held().includes(shot.photoId)) {
      const failure = await keeper.remove(shot.photoId)
      if (failure) return failure
    }
    drop(shot)
    return null
  }

  /** What is not in the store yet takes a place too, unless it replaces what is there. */
  const unsaved = computed(() => list.filter((shot) => shot.state !== 'saved'))
  const adding = computed(() => unsaved.value.filter((shot) => !keeper.held().includes(pictures.get(shot.id)?.replaces ?? '')).length)

  return {
    list,
    /** Of this sitting, less what was removed elsewhere. */
    shown: computed(() => list.filter((shot) => shot.photoId === null || keeper.held().includes(shot.photoId))),
    failed: computed(() => list.filter((shot) => shot.state === 'failed')),
    saving: computed(() => list.some((shot) => shot.state === 'waiting' || shot.state === 'saving')),
    count: computed(() => keeper.held().length + adding.value),
    unsaved,
    add,
    retry: queue,
    takeBack,
    settled: () => line,
    /** A new sitting: what is saved is the item's own and leaves the strip. */
    begin() {
      for (const shot of [...list]) if (shot.state === 'saved') drop(shot)
    },
    attach(to: Keeper) {
      keeper = to
    },
  }
}

export type Shots = ReturnType<typeof makeShots>

/** A phone without a camera app offers its files instead. What was there before is no photo of this visit. */
export function isOlder(file: File, askedMs: number): boolean {
  return file.lastModified < askedMs - FILE_TIME_MS
}

/** Card file systems count time in steps of two seconds. */
const FILE_TIME_MS = 3000

/** By item, so that a picture that could not be saved is still there when its section is opened again. */
const waiting = new Map<string, Shots>()

export function shotsOf(key: string, keeper: Keeper): Shots {
  const known = waiting.get(key)
  known?.attach(keeper)
  const shots = known ?? makeShots(keeper)
  waiting.set(key, shots)
  return shots
}

/** The item has left the screen. */
export async function leaveShots(key: string): Promise<void> {
  const shots = waiting.get(key)
  await shots?.settled()
  if (shots && shots.unsaved.value.length === 0) waiting.delete(key)
}
