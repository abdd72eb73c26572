/** The field of a form that the county complained about: of `edit.photos[2]` it is `photos`. */
export function fieldOf(place: string | undefined): string | undefined {
  return place?.replace(/^.*\./, '').replace(/\[.*$/, '') || undefined
}
