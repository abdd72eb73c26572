import { allWords } from '.'

/** A test shows one page without the router, which otherwise brings the words. */
await allWords()
