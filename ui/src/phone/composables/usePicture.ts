import { ref, watch } from 'vue'

import { call } from '../../bridge'
import type { ErrorCode, PhotoCard, PictureSize } from '../../bridge'
import { failedFrom } from './useAction'
import { useOnline } from './useOnline'

/** Which picture: another copy of the same photo is another one. */
export type PictureOf = Pick<PhotoCard, 'photo_id' | 'copy'>

/**
 * One picture, fetched when it is first looked at. One taken on another phone comes from the
 * county: it may take a while, and is tried again when there is a signal again.
 */
export function usePicture(photo: () => PictureOf | null, size: PictureSize) {
  const dataUrl = ref<string | null>(null)
  const failure = ref<ErrorCode | null>(null)
  const { browserOnline, reachable } = useOnline()
  const key = (): string | null => {
    const wanted = photo()
    return wanted && `${wanted.photo_id} ${wanted.copy}`
  }

  async function look(): Promise<void> {
    dataUrl.value = null
    failure.value = null
    const asked = key()
    const wanted = photo()
    if (wanted === null) return
    try {
      const picture = await call('picture', { photo_id: wanted.photo_id, size })
      if (key() === asked) dataUrl.value = picture.data_url
    } catch (cause) {
      if (key() === asked) failure.value = failedFrom(cause).code
    }
  }

  watch(key, look, { immediate: true })
  watch(
    () => browserOnline.value && reachable.value,
    (online) => {
      if (online && failure.value !== null) void look()
    },
  )

  return { dataUrl, failure, retry: look }
}
