import { ref, watch } from 'vue'

import { call } from '../../bridge'
import type { ErrorCode, PictureSize } from '../../bridge'
import { failedFrom } from './useAction'

/** One picture, fetched when it is first looked at. */
export function usePicture(photoId: () => string | null, size: PictureSize) {
  const dataUrl = ref<string | null>(null)
  const failure = ref<ErrorCode | null>(null)

  watch(
    photoId,
    async (id) => {
      dataUrl.value = null
      failure.value = null
      if (id === null) return
      try {
        const picture = await call('picture', { photo_id: id, size })
        if (photoId() === id) dataUrl.value = picture.data_url
      } catch (cause) {
        if (photoId() === id) failure.value = failedFrom(cause).code
      }
    },
    { immediate: true },
  )

  return { dataUrl, failure }
}
