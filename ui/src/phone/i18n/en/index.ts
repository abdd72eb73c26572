import type { Words } from '..'
import { code } from './code'
import { common } from './common'
import { error } from './error'
import { households } from './households'
import { me } from './me'
import { review } from './review'
import { start } from './start'
import { summary } from './summary'
import { today } from './today'
import { visit } from './visit'

export const en: Words = { code, common, error, households, me, review, start, summary, today, visit }
