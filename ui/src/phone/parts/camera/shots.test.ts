import { expect, test } from 'vitest'
import { reactive } from 'vue'

import { CommandFailed } from '../../../bridge'
import { isOlder, leaveShots, makeShots, shotsOf } from './shots'
import type { Keeper } from './shots'

/** An item over an app that saves, or fails with the code it is told. */
function item(max: number, there: string[] = []) {
  const state = reactive({ held: [...there], fail: null as CommandFailed | null, asked: [] as string[], next: 1 })
  const keeper: Keeper = {
    held: () => state.held,
    max: () => max,
    async add(data, imported) {
      state.asked.push(`add ${atob(data)}${imported ? ' imported' : ''}`)
      await Promise.resolve()
      if (state.fail) return state.fail
      state.held = [...state.held, `p${state.next}`]
      state.next += 1
      return null
    },
    async remove(id) {
      state.asked.push(`remove ${id}`)
      await Promise.resolve()
      if (state.fail) return state.fail
      state.held = state.held.filter((one) => one !== id)
      return null
    },
  }
  return { state, keeper, shots: makeShots(keeper) }
}
const picture = (name: string): Blob => new Blob([name])
const fresh = { thumb: null, imported: false, replaces: null }

test('several in a row are saved one after another, in the order they were taken', async () => {
  const { shots, state } = item(6)
  void shots.add(picture('a'), fresh)
  void shots.add(picture('b'), fresh)
  void shots.add(picture('c'), { ...fresh, imported: true })
  expect(shots.count.value).toBe(3)
  expect(shots.saving.value).toBe(true)
  await shots.settled()
  expect(state.asked).toEqual(['add a', 'add b', 'add c imported'])
  expect(shots.list.map((shot) => [shot.state, shot.photoId])).toEqual([['saved', 'p1'], ['saved', 'p2'], ['saved', 'p3']])
  expect(shots.count.value).toBe(3)
})

test('a picture that could not be saved is kept, told by its code, and saved later', async () => {
  const { shots, state } = item(6)
  state.fail = new CommandFailed('disk_full')
  await shots.add(picture('a'), fresh)
  expect(shots.failed.value.map((shot) => shot.failure)).toEqual(['disk_full'])
  expect(shots.count.value, 'it still holds its place').toBe(1)
  state.fail = null
  const [failed] = shots.list
  if (failed) await shots.retry(failed)
  expect(state.asked).toEqual(['add a', 'add a'])
  expect(shots.failed.value).toEqual([])
  expect(shots.list[0]?.photoId).toBe('p1')
})

test('one that fails does not hold up the next', async () => {
  const { shots, state } = item(6)
  state.fail = new CommandFailed('photo_broken')
  await shots.add(picture('a'), fresh)
  state.fail = null
  await shots.add(picture('b'), fresh)
  expect(shots.list.map((shot) => shot.state)).toEqual(['failed', 'saved'])
})

test('a retake takes the saved one back, and its place is free', async () => {
  const { shots, state } = item(2)
  await shots.add(picture('a'), fresh)
  await shots.add(picture('b'), fresh)
  expect(shots.count.value).toBe(2)
  const [first] = shots.list
  if (first) expect(await shots.takeBack(first)).toBeNull()
  expect(state.held).toEqual(['p2'])
  expect(shots.list).toHaveLength(1)
  expect(shots.count.value).toBe(1)
})

test('what could not be taken back stays and says why', async () => {
  const { shots, state } = item(2)
  await shots.add(picture('a'), fresh)
  state.fail = new CommandFailed('not_editable')
  const [first] = shots.list
  if (first) expect((await shots.takeBack(first))?.code).toBe('not_editable')
  expect(shots.list).toHaveLength(1)
})

test('with room the new photo is there before the old one goes', async () => {
  const { shots, state } = item(3, ['old'])
  const saved = shots.add(picture('new'), { ...fresh, replaces: 'old' })
  expect(shots.count.value, 'it takes no place of its own').toBe(1)
  await saved
  expect(state.asked).toEqual(['add new', 'remove old'])
  expect(state.held).toEqual(['p1'])
})

test('with room a failure costs the old photo nothing', async () => {
  const { shots, state } = item(3, ['old'])
  state.fail = new CommandFailed('disk_full')
  await shots.add(picture('new'), { ...fresh, replaces: 'old' })
  expect(state.asked).toEqual(['add new'])
  expect(state.held).toEqual(['old'])
})

test('in a full item the old one makes room first, once', async () => {
  const { shots, state, keeper } = item(1, ['old'])
  const { add } = keeper
  keeper.add = () => Promise.resolve(new CommandFailed('photo_broken'))
  await shots.add(picture('new'), { ...fresh, replaces: 'old' })
  keeper.add = add
  const [failed] = shots.list
  if (failed) await shots.retry(failed)
  expect(state.asked).toEqual(['remove old', 'add new'])
  expect(state.held).toEqual(['p1'])
})

test('a new sitting begins with an empty strip, but forgets nothing unsaved', async () => {
  const { shots, state } = item(6)
  await shots.add(picture('a'), fresh)
  state.fail = new CommandFailed('disk_full')
  await shots.add(picture('b'), fresh)
  shots.begin()
  expect(shots.list.map((shot) => shot.state)).toEqual(['failed'])
})

test('an unsaved picture outlives its screen, a saved one does not', async () => {
  const { keeper, state } = item(6)
  state.fail = new CommandFailed('disk_full')
  const before = shotsOf('v1 photo', keeper)
  await before.add(picture('a'), fresh)
  await leaveShots('v1 photo')
  const after = shotsOf('v1 photo', keeper)
  expect(after.failed.value).toHaveLength(1)
  state.fail = null
  const [failed] = after.list
  if (failed) await after.retry(failed)
  await leaveShots('v1 photo')
  expect(shotsOf('v1 photo', keeper).list).toHaveLength(0)
})

test('a file from before the camera was asked is no photo of it', () => {
  const asked = 1_795_312_800_000
  expect(isOlder(new File(['x'], 'a.jpg', { lastModified: asked - 86_400_000 }), asked)).toBe(true)
  // Card file systems round down.
  expect(isOlder(new File(['x'], 'a.jpg', { lastModified: asked - 1_500 }), asked)).toBe(false)
  expect(isOlder(new File(['x'], 'a.jpg', { lastModified: asked + 4_000 }), asked)).toBe(false)
})
