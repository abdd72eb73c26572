import { computed, onUnmounted, ref, shallowRef } from 'vue'
import type { Ref } from 'vue'

/** Why there is no picture. */
export type Trouble = 'none' | 'denied' | 'in_use' | 'nothing'

export type CameraState = { is: 'off' } | { is: 'starting' } | { is: 'live' } | { is: 'trouble'; why: Trouble }

/** What browsers know of a camera beyond the types. */
interface Torch {
  torch?: boolean
}

/** A camera that shows nothing by then shows nothing at all. */
const FIRST_FRAME_MS = 10_000
/** Full resolution takes a second or two on a cheap phone. */
const PHOTO_MS = 8_000

/** A video frame is evidence too where the camera takes no photo. */
const FRAME_QUALITY = 0.95

export function hasCamera(): boolean {
  return typeof navigator.mediaDevices?.getUserMedia === 'function'
}

export function troubleOf(cause: unknown): Trouble {
  switch ((cause as { name?: string } | null)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotReadableError':
    case 'AbortError':
      return 'in_use'
    default:
      return 'none'
  }
}

type Facing = 'environment' | 'user'

/** Which camera, and how large. A preview of 1920 is smooth where photos are taken apart from it. */
function wanted(choice: { facing: Facing } | { device: string }): MediaStreamConstraints {
  const size = 'ImageCapture' in window ? { width: { ideal: 1920 }, height: { ideal: 1440 } } : { width: { ideal: 4096 }, height: { ideal: 3072 } }
  const which = 'device' in choice ? { deviceId: { exact: choice.device } } : { facingMode: { ideal: choice.facing } }
  return { audio: false, video: { ...which, ...size } }
}

/** The live picture in `video`, and photos from it. Never runs while the page is hidden. */
export function useCamera(video: Ref<HTMLVideoElement | null>) {
  const state = ref<CameraState>({ is: 'off' })
  const size = ref({ width: 0, height: 0 })
  const cameras = ref(0)
  const hasTorch = ref(false)
  const torch = ref(false)
  const stream = shallowRef<MediaStream | null>(null)
  const track = computed(() => stream.value?.getVideoTracks()[0] ?? null)
  let choice: { facing: Facing } | { device: string } = { facing: 'environment' }
  let wish = false
  let turn = 0
  let takesPhotos = true

  function release(): void {
    turn += 1
    for (const one of stream.value?.getTracks() ?? []) one.stop()
    stream.value = null
    if (video.value) video.value.srcObject = null
    hasTorch.value = false
    torch.value = false
  }

  async function open(): Promise<void> {
    release()
    const mine = turn
    state.value = { is: 'starting' }
    try {
      const opened = await navigator.mediaDevices.getUserMedia(wanted(choice))
      const picture = opened.getVideoTracks()[0]
      if (mine !== turn || !video.value || !picture) {
        for (const one of opened.getTracks()) one.stop()
        return
      }
      stream.value = opened
      takesPhotos = true
      // Unplugged, or taken by another app.
      picture.onended = () => {
        if (mine === turn) fail('in_use')
      }
      video.value.srcObject = opened
      const shows = await firstFrame(video.value)
      if (mine !== turn) return
      if (!shows) return fail('nothing')
      resized()
      state.value = { is: 'live' }
      hasTorch.value = (picture.getCapabilities?.() as Torch | undefined)?.torch === true
      const devices = await navigator.mediaDevices.enumerateDevices()
      cameras.value = devices.filter((one) => one.kind === 'videoinput').length
    } catch (cause) {
      if (mine === turn) fail(troubleOf(cause))
    }
  }

  function fail(why: Trouble): void {
    release()
    state.value = { is: 'trouble', why }
  }

  function firstFrame(screen: HTMLVideoElement): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), FIRST_FRAME_MS)
      const seen = (): void => {
        clearTimeout(timer)
        resolve(screen.videoWidth > 0)
      }
      if (screen.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) seen()
      else screen.addEventListener('loadeddata', seen, { once: true })
      // What is muted may always play; a stop in between says so by itself.
      screen.play().catch(() => undefined)
    })
  }

  /** A phone that is turned turns its picture. */
  function resized(): void {
    if (video.value) size.value = { width: video.value.videoWidth, height: video.value.videoHeight }
  }

  function start(): Promise<void> {
    wish = true
    return document.hidden ? Promise.resolve() : open()
  }
  function stop(): void {
    wish = false
    release()
    state.value = { is: 'off' }
  }

  function visibility(): void {
    if (!wish) return
    if (document.hidden) {
      release()
      state.value = { is: 'starting' }
    } else {
      void open()
    }
  }
  document.addEventListener('visibilitychange', visibility)
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', visibility)
    stop()
  })

  async function setTorch(on: boolean): Promise<void> {
    try {
      await track.value?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
      torch.value = on
    } catch {
      // Some phones only claim to have one.
      hasTorch.value = false
    }
  }

  /** Front and back on a phone; one after the other on a desk. */
  async function switchCamera(): Promise<void> {
    const now = track.value?.getSettings()
    if (now?.facingMode === 'environment' || now?.facingMode === 'user') {
      choice = { facing: now.facingMode === 'user' ? 'environment' : 'user' }
    } else {
      const devices = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === 'videoinput')
      const at = devices.findIndex((one) => one.deviceId === now?.deviceId)
      const next = devices[(at + 1) % devices.length]
      if (next) choice = { device: next.deviceId }
    }
    await open()
  }

  /** A photo at the sensor's own resolution, else the frame that is shown; null when there is none. */
  async function take(): Promise<Blob | null> {
    if (takesPhotos && track.value && 'ImageCapture' in window) {
      const photo = await sensorPhoto(track.value).catch(() => null)
      if (photo && photo.size > 0) return photo
      takesPhotos = false
    }
    return frame(video.value)
  }

  return { state, size, cameras, hasTorch, torch, start, stop, resized, setTorch, switchCamera, take }
}

async function sensorPhoto(track: MediaStreamTrack): Promise<Blob> {
  const camera = new ImageCapture(track)
  const can = await camera.getPhotoCapabilities().catch(() => null)
  const most = can?.imageWidth?.max && can.imageHeight?.max ? { imageWidth: can.imageWidth.max, imageHeight: can.imageHeight.max } : undefined
  return Promise.race([
    camera.takePhoto(most),
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('the camera took too long')), PHOTO_MS)),
  ])
}

function frame(video: HTMLVideoElement | null): Promise<Blob | null> {
  const canvas = painted(video, Infinity)
  return new Promise((resolve) => (canvas ? canvas.toBlob(resolve, 'image/jpeg', FRAME_QUALITY) : resolve(null)))
}

/** What the camera shows at this moment, no wider than asked. */
export function painted(video: HTMLVideoElement | null, widest: number): HTMLCanvasElement | null {
  if (!video || video.videoWidth === 0) return null
  const scale = Math.min(1, widest / Math.max(video.videoWidth, video.videoHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(video.videoWidth * scale)
  canvas.height = Math.round(video.videoHeight * scale)
  const pen = canvas.getContext('2d')
  pen?.drawImage(video, 0, 0, canvas.width, canvas.height)
  return pen ? canvas : null
}
