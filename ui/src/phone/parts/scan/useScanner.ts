import { onUnmounted, ref, watch } from 'vue'
import type { Ref } from 'vue'

import { painted, useCamera } from '../camera/useCamera'
import { prepare, readCode } from './decode'

/** Wide enough for a printed card at arm's length, small enough for a cheap phone. */
const WIDEST_PX = 960
/** Between two looks: the hand moves, the battery lasts. */
const PAUSE_MS = 150
/** The same code held in the picture is told again only after so long. */
const SAME_MS = 2_500

/** Looks for a code in the live picture until it is stopped; `found` hears each text. */
export function useScanner(video: Ref<HTMLVideoElement | null>, found: (text: string) => void) {
  const camera = useCamera(video)
  /** The decoder cannot run in this web view. */
  const broken = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = { text: '', at: 0 }
  let turn = 0

  async function look(mine: number): Promise<void> {
    const canvas = painted(video.value, WIDEST_PX)
    const picture = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
    const text = picture ? await readCode(picture).catch(() => null) : null
    if (mine !== turn || camera.state.value.is !== 'live') return
    const now = performance.now()
    if (text !== null && (text !== last.text || now - last.at > SAME_MS)) {
      last = { text, at: now }
      found(text)
    }
    if (mine === turn) timer = setTimeout(() => void look(mine), PAUSE_MS)
  }

  watch(camera.state, (state) => {
    turn += 1
    clearTimeout(timer)
    if (state.is === 'live') void look(turn)
  })

  async function start(): Promise<void> {
    broken.value = false
    last = { text: '', at: 0 }
    prepare().catch(() => {
      broken.value = true
      camera.stop()
    })
    await camera.start()
  }
  function stop(): void {
    turn += 1
    clearTimeout(timer)
    camera.stop()
  }
  onUnmounted(stop)
  return { state: camera.state, broken, cameras: camera.cameras, hasTorch: camera.hasTorch, torch: camera.torch, setTorch: camera.setTorch, switchCamera: camera.switchCamera, start, stop }
}
