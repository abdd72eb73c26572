export type { AnswerInputValue, ItemForm, OptionForm, SectionForm, VisitForm } from '../../../bridge'
export type { ItemGroup as GroupForm } from '../../../bridge'
