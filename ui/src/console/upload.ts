import { failureCodes, RequestFailed } from './http'

/** Sends a file as it is, telling how far it is. The fetch of browsers cannot tell. */
export function upload<T>(path: string, file: Blob, progress: (part: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/v1/console${path}`)
    request.setRequestHeader('ruhu-console', '1')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0)
    request.onload = () => {
      const answer = request.response as (T & { code?: string }) | null
      if (request.status === 200 && answer) resolve(answer)
      else reject(new RequestFailed(failureCodes.find((known) => known === answer?.code) ?? 'internal', request.status))
    }
    request.onerror = () => reject(new RequestFailed('offline', 0))
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
