/** An answer that is here whole, so that one turn of the loop settles a page under test. */
export class Answered extends Response {
  constructor(
    private readonly whole: unknown,
    status = 200,
  ) {
    super(null, { status })
  }
  override json(): Promise<unknown> {
    return Promise.resolve(structuredClone(this.whole))
  }
}
