import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { campaigns } from '../../bridge/canned/tasks'
import { i18n } from '../i18n'
import CampaignRow from './CampaignRow.vue'

test('a campaign counts down in words, and tells how far it has come', () => {
  const [campaign] = campaigns()
  if (!campaign) throw new Error('no canned campaign')
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  for (const [left, word] of [[12, '还剩 12 天'], [0, '今天截止'], [-3, '已截止']] as const) {
    const wrapper = mount(CampaignRow, { props: { campaign: { ...campaign, days_left: left } }, global: { plugins: [i18n, router] } })
    expect(wrapper.text()).toContain(word)
    expect(wrapper.text()).toContain('已走访 74/120 户')
    expect(wrapper.find('[role=progressbar]').attributes('aria-valuenow')).toBe('62')
    expect(wrapper.find('a').attributes('href')).toBe('/campaigns/k1')
    wrapper.unmount()
  }
})
