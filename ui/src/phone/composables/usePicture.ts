import { ref, watch } from 'vue'

import { call } from '../../bridge'
import type { ErrorCode, PictureSize } from '../../bridge'
import { failedFrom } from './useAction'
import { useOnline } from './useOnline'

/**
 * One picture, fetched when it is first looked at. One taken on another phone comes from the
 * county: it may take a while, and is tried again when there is a signal again.
 */
export function usePicture(photoId: () => string | null, size: PictureSize) {
  const dataUrl = ref<string | null>(null)
  const failure = ref<ErrorCode | null>(null)
  const { browserOnline, reachable } = useOnline()

  async function look(id: string | null): Promise<void> {
    dataUrl.value = null
    failure.value = null
    if (id === null) return
    try {
      const picture = await call('picture', { photo_id: id, size })
      if (photoId() === id) dataUrl.value = picture.data_url
    } catch (cause) {
      if (photoId() === id) failure.value = failedFrom(cause).code
    }
  }

  watch(photoId, look, { immediate: true })
  watch(
    () => browserOnline.value && reachable.value,
    (online) => {
      if (online && failure.value !== null) void look(photoId())
    },
  )

  return { dataUrl, failure }
}
