import type { BookPerson, HouseholdBook, Labelled } from '../../api'
import { dateOf, dateText, yuanText, type Language } from '../../../shared/format'
import { householdCode, type PrintBook, type PrintCard } from '../../../shared/print/book'
import { ledgerParts } from '../../../shared/print/ledgers'
import type { WordKey } from '../../words'

type Say = (key: WordKey, values?: Record<string, string | number>) => string

/** The county's book of a household, laid out for paper; the server has masked what is in it. */
export function bookOf(book: HouseholdBook, t: Say, label: (one: Labelled) => string, stateWord: (state: string) => string, language: Language): PrintBook {
  const joined = (labels: Labelled[]) => labels.map(label).join(language === 'zh' ? '、' : ', ')
  const yuan = (fen: number | null) => (fen === null ? '' : t('paper.yuanOf', { amount: yuanText(fen) }))
  const day = (ms: number) => dateText(dateOf(ms), language)
  const risks = [...book.risks.map(label), ...(book.risks_hidden ? [t('paper.hiddenRisks', { n: book.risks_hidden })] : [])]
  const some = (name: WordKey, value: string | null): [string, string][] => (value ? [[t(name), value]] : [])
  const row = (role: string, one: BookPerson) => [role, one.name, one.unit, one.phone ?? '', one.from && dateText(one.from, language)]
  return {
    lang: language === 'zh' ? 'zh-CN' : 'en',
    title: t('paper.title'),
    place: [book.county, book.town, book.village].join(' '),
    cover: [
      [t('paper.head'), book.head_name],
      [t('paper.hhNumber'), book.number],
      [t('paper.address'), book.address ?? `${book.village} ${book.group}`],
      [t('paper.printedOn'), day(book.printed_ms)],
      [t('paper.printedBy'), book.printed_by],
    ],
    code: householdCode(book.household_id),
    codeLabel: t('paper.code'),
    warning: t('paper.warning'),
    parts: [
      {
        title: t('paper.who'),
        facts: [
          [t('paper.baseType'), label(book.base_type)],
          ...some('paper.category', book.category && label(book.category)),
          ...some('paper.monitorSince', book.monitor_since && dateText(book.monitor_since, language)),
          ...some('paper.phone', book.phone_masked),
        ],
        tables: [{
          caption: t('paper.members'),
          head: [t('paper.name'), t('paper.relation'), t('paper.gender'), t('paper.age'), t('paper.idNumber'), t('paper.education'), t('paper.labor'), t('paper.work'), ...(book.shows_health ? [t('paper.health')] : [])],
          rows: book.members.filter((one) => one.active).map((one) => [
            one.name, one.relation, label(one.gender), one.age === null ? '' : String(one.age), one.id_number_masked,
            one.school ? label(one.school) : one.education ? label(one.education) : '', one.labor ? label(one.labor) : '', one.work ? label(one.work) : '',
            ...(book.shows_health ? [joined(one.health)] : []),
          ]),
          empty: t('paper.noMembers'),
        }],
        note: !book.shows_health && book.members_ill ? t('paper.illCount', { n: book.members_ill }) : undefined,
      },
      {
        title: t('paper.situation'),
        facts: [
          ...some('paper.income', yuan(book.net_income_fen)),
          ...some('paper.percap', yuan(book.percap_fen)),
          [t('paper.size'), String(book.size)],
          [t('paper.welfare'), joined(book.welfare) || t('paper.none')],
          ...some('paper.relocated', book.relocated ? t('paper.yes') : null),
          ...some('paper.noLabor', book.no_labor ? t('paper.yes') : null),
        ],
      },
      {
        title: t('paper.causes'),
        facts: risks.map((risk, at) => [String(at + 1), risk] as [string, string]),
        note: risks.length === 0 ? t('paper.noCauses') : book.risk_eliminated ? t('paper.risksGone') : undefined,
      },
      {
        title: t('paper.people'),
        tables: [{
          head: [t('paper.role'), t('paper.name'), t('paper.unit'), t('paper.phone'), t('paper.since')],
          rows: [...book.helpers.map((one) => row(t(one.primary ? 'paper.helper' : 'paper.coHelper'), one)), ...(book.captain ? [row(t('paper.captain'), book.captain)] : [])],
          empty: t('paper.noHelper'),
        }],
      },
      ...ledgerParts(book.entries.map((one) => ({
        ledger: one.ledger.code, name: label(one.ledger), title: one.title, kind: one.kind ? label(one.kind) : '',
        day: one.day ? dateText(one.day, language) : '', amount: yuan(one.amount_fen), state: label(one.state),
      })), {
        plan: t('paper.plan'), measures: t('paper.measures'), deeds: t('paper.deeds'), income: t('paper.incomeSurvey'),
        head: [t('paper.content'), t('paper.kind'), t('paper.day'), t('paper.amount'), t('paper.state')], none: t('paper.noEntries'),
      }),
      {
        title: t('paper.visits'),
        tables: [{
          head: [t('paper.time'), t('paper.visitor'), t('paper.state'), t('paper.found')],
          rows: book.visits.map((one) => [day(one.ended_ms), one.visitor_name, stateWord(one.state), String(one.problems)]),
          empty: t('paper.noVisits'),
        }],
      },
      {
        title: t('paper.problems'),
        tables: [{
          head: [t('paper.number'), t('paper.problem'), t('paper.state'), t('paper.unitOf'), t('paper.foundOn'), t('paper.due')],
          rows: book.problems.map((one) => [one.number ?? '', one.title, label(one.state), one.unit, day(one.found_ms), one.due === null ? '' : dateText(one.due, language)]),
          empty: t('paper.noProblems'),
        }],
      },
    ],
  }
}

export function cardOf(book: HouseholdBook, t: Say, language: Language): PrintCard {
  const helper = book.helpers.find((one) => one.primary) ?? null
  return {
    lang: language === 'zh' ? 'zh-CN' : 'en',
    title: t('paper.cardTitle'),
    place: `${book.town} ${book.village}`,
    facts: [
      [t('paper.head'), book.head_name],
      [t('paper.helper'), helper?.name ?? ''],
      [t('paper.unit'), helper?.unit ?? ''],
      [t('paper.phone'), helper?.phone ?? ''],
      [t('paper.captain'), [book.captain?.name, book.captain?.phone].filter(Boolean).join(' ')],
    ],
    code: householdCode(book.household_id),
    codeLabel: t('paper.code'),
    hotline: t('paper.hotline'),
    note: t('paper.cardNote'),
  }
}
