import type { HelperCard, HouseholdLedger, HouseholdPage } from '../../../bridge'
import { dateOf, dateText, yuanText, type Language } from '../../../shared/format'
import { householdCode, type PrintBook, type PrintCard } from '../../../shared/print/book'
import { ledgerParts } from '../../../shared/print/ledgers'
import type { WordKey } from '../../i18n'

type Say = (key: WordKey, named?: Record<string, unknown>) => string

/** What a household's page says, laid out for paper. Masked already: the app hands out nothing else. */
export function bookOf(home: HouseholdPage, ledgers: HouseholdLedger[], t: Say, stateWord: (place: string) => string, language: Language, nowMs: number): PrintBook {
  const joined = (labels: string[]) => labels.join(language === 'zh' ? '、' : ', ')
  const yuan = (fen: number | null) => (fen === null ? '' : t('households.yuanOf', { amount: yuanText(fen) }))
  const day = (ms: number | null) => (ms === null ? '' : dateText(dateOf(ms), language))
  const risks = [...home.risks.map((one) => one.label), ...(home.risks_hidden ? [t('book.hiddenRisks', { count: home.risks_hidden })] : [])]
  const health = home.shows_health ? [t('book.health')] : []
  return {
    lang: language === 'zh' ? 'zh-CN' : 'en',
    title: t('households.bookTitle'),
    place: [home.county, home.town, home.card.village].join(' '),
    cover: [
      [t('book.head'), home.card.head_name],
      [t('households.number'), home.number],
      [t('households.address'), home.address ?? `${home.card.village} ${home.card.group}`],
      [t('book.printedOn'), dateText(dateOf(nowMs), language)],
    ],
    code: householdCode(home.card.household_id),
    codeLabel: t('book.code'),
    warning: t('book.warning'),
    parts: [
      {
        title: t('book.who'),
        facts: [
          [t('households.baseType'), home.base_type.label],
          ...(home.card.category ? [[t('households.category'), home.card.category.label] as [string, string]] : []),
          ...(home.monitor_since ? [[t('book.since'), dateText(home.monitor_since, language)] as [string, string]] : []),
          [t('households.phone'), home.phone_masked ?? t('book.none')],
        ],
        tables: [{
          caption: t('book.member'),
          head: [t('book.name'), t('book.relation'), t('book.gender'), t('book.age'), t('book.idNumber'), t('book.education'), t('book.laborSkill'), t('book.work'), ...health],
          rows: home.members.filter((one) => one.active).map((one) => [
            one.name, one.relation, one.gender.label, String(one.age), one.id_number_masked, one.school?.label ?? one.education?.label ?? '', one.labor?.label ?? '', one.work?.label ?? '',
            ...(home.shows_health ? [joined(one.health.map((health) => health.label))] : []),
          ]),
          empty: t('book.noMembers'),
        }],
        note: !home.shows_health && home.members_ill ? t('book.illCount', { count: home.members_ill }) : undefined,
      },
      {
        title: t('book.situation'),
        facts: [
          [t('households.income'), yuan(home.net_income_fen)],
          [t('households.percap'), yuan(home.percap_fen)],
          [t('book.labor'), t('book.laborOf', { count: home.labor_count })],
          [t('households.welfare'), joined(home.welfare.map((one) => one.label)) || t('book.none')],
          ...(home.relocated ? [[t('book.relocated'), t('book.yes')] as [string, string]] : []),
          ...(home.no_labor ? [[t('book.noLabor'), t('book.yes')] as [string, string]] : []),
        ],
      },
      {
        title: t('book.causesTitle'),
        facts: risks.map((risk, at) => [String(at + 1), risk] as [string, string]),
        note: risks.length === 0 ? t('book.noCauses') : home.risk_eliminated ? t('households.risksGone') : undefined,
      },
      {
        title: t('book.people'),
        tables: [{
          head: [t('book.role'), t('book.name'), t('book.unit'), t('book.phone'), t('book.since')],
          rows: [
            ...home.helpers.map((one) => [t(one.primary ? 'households.helper' : 'book.coHelper'), one.name || t('book.unknownPerson'), one.unit, one.phone ?? '', one.from && dateText(one.from, language)]),
            ...(home.captain ? [[t('book.captain'), home.captain.name || t('book.unknownPerson'), home.captain.unit, home.captain.phone ?? '', '']] : []),
          ],
          empty: t('book.noHelper'),
        }],
      },
      ...ledgerParts(ledgers.flatMap((one) => one.entries).filter((one) => !one.voided).map((one) => ({
        ledger: one.ledger.code, name: one.ledger.label, title: one.title, kind: one.kind?.label ?? '',
        day: one.day ? dateText(one.day, language) : '', amount: yuan(one.amount_fen), state: one.state.label,
      })), {
        plan: t('book.plan'), measures: t('book.measures'), deeds: t('book.deeds'), income: t('book.incomeSurvey'),
        head: [t('book.content'), t('book.kind'), t('book.day'), t('book.amount'), t('book.state')], none: t('book.noEntries'),
      }),
      {
        title: t('book.visits'),
        tables: [{
          head: [t('book.time'), t('book.visitor'), t('book.state'), t('book.found')],
          rows: home.visits.filter((one) => one.ended_ms !== null).map((one) => [day(one.ended_ms), one.visitor_name, stateWord(one.place), String(one.problems)]),
          empty: t('book.noVisits'),
        }],
      },
      {
        title: t('book.problems'),
        tables: [{
          head: [t('book.number'), t('book.problemTitle'), t('book.state'), t('book.due')],
          rows: home.problems.map((one) => [one.number ?? '', one.title, one.state.label, one.due === null ? '' : dateText(one.due, language)]),
          empty: t('book.noProblems'),
        }],
        note: home.problems_closed ? t('problem.homeClosed', { count: home.problems_closed }) : undefined,
      },
    ],
  }
}

/** The card that stays in the house. What this phone does not know is left blank, to be written by hand. */
export function cardOf(home: HouseholdPage, t: Say, language: Language): PrintCard {
  const of = (person: HelperCard | undefined | null, name: string): [string, string][] => [
    [name, person?.name ?? ''],
    [t('book.cardUnit'), person?.unit ?? ''],
    [t('book.cardPhone'), person?.phone ?? ''],
  ]
  const captain = home.captain
  return {
    lang: language === 'zh' ? 'zh-CN' : 'en',
    title: t('book.cardTitle'),
    place: `${home.town} ${home.card.village}`,
    facts: [
      [t('book.head'), home.card.head_name],
      ...of(home.helpers.find((one) => one.primary), t('book.cardHelper')),
      [t('book.cardCaptain'), [captain?.name, captain?.phone].filter(Boolean).join(' ')],
    ],
    code: householdCode(home.card.household_id),
    codeLabel: t('book.code'),
    hotline: t('book.hotline'),
    note: t('book.cardNote'),
  }
}
