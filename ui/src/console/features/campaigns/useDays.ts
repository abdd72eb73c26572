import type { CampaignRow } from '../../api'
import { useWords } from '../../words'

/** How long it still goes on, or until it begins; nothing of one that is over. */
export function useDays() {
  const { t } = useWords()
  return (row: CampaignRow): string => {
    if (row.days_left === null) return ''
    if (row.state === 'upcoming') return t('campaign.startsIn', { n: row.days_left })
    return row.days_left === 0 ? t('campaign.endsToday') : t('campaign.endsIn', { n: row.days_left })
  }
}
