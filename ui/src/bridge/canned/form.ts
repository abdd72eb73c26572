/** One made-up visit with every kind of item. */
import type { AnswerInputValue, ItemForm, ItemGroup, ItemKind, OptionForm, PhotoCard, SectionForm, VisitForm } from '../commands'
import { NOW, visitCard } from './people'

export function option(code: string, label: string, exclusive = false): OptionForm {
  return { code, label, exclusive }
}

export function item(code: string, label: string, kind: ItemKind, more: Partial<ItemForm> = {}): ItemForm {
  return {
    code, label, kind,
    help: null, required: true, options: [], unit: null, min: null, max: null, decimals: 0, max_length: null,
    value: null, carried: false, computed: false, photos: [], photos_min: 0, photos_max: 0, waivable: false,
    ...more,
  }
}

export function photo(id: string): PhotoCard {
  return { photo_id: id, kind: { code: 'visit_scene', label: '入户现场' }, taken_ms: NOW, bytes: 240_000, imported: false, verified: false, here: true, delivery: 'here', copy: '0', blurred: 0, alike: [] }
}

const choice = (value: string): AnswerInputValue => ({ type: 'choice', value })
const was = (value: AnswerInputValue) => ({ value, carried: true })

function group(items: ItemForm[], member?: [string, string, string]): ItemGroup {
  return { member_id: member?.[0] ?? null, member_name: member?.[1] ?? null, member_note: member?.[2] ?? null, items }
}

const YES_NO = [option('yes', '是'), option('no', '否')]

function sections(): SectionForm[] {
  const basics: ItemForm[] = [
    item('visit_method', '走访方式', 'enum', { options: [option('on_site', '入户走访'), option('met_elsewhere', '村内会面（未入户）'), option('phone', '电话联系'), option('video', '视频联系')], help: '只有“入户走访”计入走访次数;电话、视频、代访一律不计' }),
    item('visit_purpose', '走访目的', 'multi_enum', { options: ['常规走访', '首轮遍访', '专项行动走访', '四个一走访', '风险线索核实', '问题整改回访', '政策宣传', '走访慰问'].map((label, at) => option(at === 0 ? 'routine' : `p${at}`, label)) }),
    item('household_presence', '家庭在家情况', 'enum', { options: ['在家', '临时外出', '举家外出', '已搬离', '集中供养/住院', '整户消亡', '拒绝接受走访'].map((label, at) => option(at === 0 ? 'present' : `s${at}`, label)) }),
    item('respondent_member', '受访人', 'member_ref', { options: [option('m1', '王秀英'), option('m2', '王大勇'), option('m3', '王小雨')] }),
    item('respondent_can_answer', '受访人能否正常回答问题', 'yes_no', { options: YES_NO }),
    item('visit_scene_photo', '入户现场照片', 'photo', { photos_min: 1, photos_max: 4, waivable: true, help: '不拍身份证、银行卡、病历;拒绝拍摄时可改拍门牌并说明原因' }),
    item('visit_summary', '走访简要情况', 'text', { max_length: 1000 }),
    item('household_signature', '农户签字认可', 'signature', { required: false }),
  ]
  const living: ItemForm[] = [
    item('grain_sufficient', '米面粮油能满足基本生活需要', 'yes_no', { options: YES_NO, ...was(choice('yes')) }),
    item('protein_available', '肉类、蛋类、奶制品或豆制品想吃随时能吃', 'enum', { options: [option('any_time', '随时能吃'), option('sometimes', '有时能吃'), option('rarely', '很少吃到')], ...was(choice('any_time')) }),
    item('seasonal_clothing', '一年四季有应季衣物', 'yes_no', { options: YES_NO, ...was(choice('yes')) }),
  ]
  const school = (): ItemForm[] => [
    item('school_status', '在校生状况', 'enum', { options: ['学龄前儿童', '学前教育', '小学', '七年级', '八年级', '九年级', '普通高中一年级'].map((label, at) => option(`g${at}`, label)), ...was(choice('g2')) }),
    item('enrolled', '目前是否在校就读', 'yes_no', { options: YES_NO }),
  ]
  const medical = (): ItemForm[] => [
    item('medins_type', '基本医疗保险参保类型', 'enum', { options: [option('resident', '城乡居民医保'), option('employee', '职工医保'), option('none', '未参保')], ...was(choice('resident')) }),
    item('medins_year', '参保年度', 'integer', { min: 2014, max: 2100, ...was({ type: 'integer', value: 2026 }) }),
    item('chronic_signed', '慢性病签约服务是否落实', 'yes_no_na', {}),
  ]
  const housing: ItemForm[] = [
    item('housing_area_m2', '住房面积', 'number', { unit: '㎡', min: 0, max: 2000, decimals: 1, ...was({ type: 'decimal', value: '96.5' }) }),
    item('appraised_on', '鉴定日期', 'date', { required: false }),
    item('percap_income_est', '年人均纯收入(测算值)', 'money', { required: false, unit: '元', computed: true, value: { type: 'money', value: 961_500 } }),
    item('factors', '影响收入的因素', 'multi_enum', { options: [option('none', '无', true), option('job_loss', '失业/务工不稳'), option('crop_fail', '种养失败/灾害'), option('illness', '患病')] }),
  ]
  const one = (code: string, title: string, groups: ItemGroup[], confirm: boolean): SectionForm => ({ code, title, groups, answered: 0, required: 0, can_confirm_unchanged: confirm, unchanged: false })
  return [
    one('visit_basics', '走访基本情况', [group(basics)], false),
    one('basic_living', '不愁吃、不愁穿', [group(living)], true),
    one('compulsory_education', '义务教育保障', [group(school(), ['m3', '王小雨', '之孙女 · 12'])], true),
    one('basic_medical', '基本医疗保障', [group(medical(), ['m1', '王秀英', '户主 · 58']), group(medical(), ['m2', '王大勇', '之子 · 34']), group(medical(), ['m3', '王小雨', '之孙女 · 12'])], true),
    one('housing', '住房安全保障', [group(housing)], true),
  ]
}

/** Counts and gaps, roughly as the engine would find them. */
export function refreshed(form: VisitForm): VisitForm {
  const gaps: VisitForm['gaps'] = []
  const counted = form.sections.map((section): SectionForm => {
    let required = 0
    let answered = 0
    for (const part of section.groups) {
      for (const one of part.items) {
        if (!one.required) continue
        required += 1
        const there = one.kind === 'photo' ? one.photos.length > 0 || form.photo_waiver !== null : one.value !== null && !one.carried
        if (there) answered += 1
        else gaps.push({ code: one.kind === 'photo' ? 'photo_missing' : 'answer_missing', section: section.code, item: one.code, member_id: part.member_id, label: one.label })
      }
    }
    return { ...section, required, answered }
  })
  if (form.location.lat === null && form.location.missing_reason === null) gaps.push({ code: 'location_missing', section: null, item: null, member_id: null, label: null })
  return {
    ...form,
    sections: counted,
    gaps,
    answered: counted.reduce((sum, one) => sum + one.answered, 0),
    required: counted.reduce((sum, one) => sum + one.required, 0),
  }
}

export function visitForm(id: string): VisitForm {
  const card = visitCard(id, 'draft', 0)
  return refreshed({
    visit_id: id,
    household_id: card.household_id,
    head_name: card.head_name,
    place_name: card.place_name,
    profile: 'routine',
    template_version: '2026.11.0',
    revision: 1,
    place: 'draft',
    editable: true,
    reopenable: false,
    started_ms: NOW,
    ended_ms: null,
    sections: sections(),
    answered: 0,
    required: 0,
    gaps: [],
    location: { lat: null, lon: null, accuracy_m: null, quality: 'none', manual: false, mock: false, missing_reason: null, distance_m: null },
    photo_waiver: null,
    gallery_allowed: false,
    problems: [],
    conclusions: [],
    comments: [],
  })
}
