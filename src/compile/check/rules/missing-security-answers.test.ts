import type { AuthDefinition } from '../../blueprint/definition.ts'
import { backend, ruleTables } from '../finding-rule.contract.ts'
import { missingSecurityAnswers } from './missing-security-answers.ts'

const sound = backend()
const auth: AuthDefinition = { login: [{ method: 'password', options: {} }], place: sound.place }
const answered: AuthDefinition = {
  ...auth,
  signUp: 'open',
  sessions: 'both',
  mfa: 'optional',
  origins: [],
}

ruleTables(missingSecurityAnswers, {
  silentOn: {
    'every answer': { ...sound, auth: answered },
    'a second factor for some roles': {
      ...sound,
      auth: { ...answered, mfa: { requiredFor: ['admin'] } },
    },
    'origins as browsers send them': {
      ...sound,
      auth: { ...answered, origins: ['https://app.example.com', 'http://localhost:5173'] },
    },
  },
  reports: {
    'no auth at all': [{ ...sound, auth: undefined }, 'does not say who may log in'],
    'every question that is open': [
      { ...sound, auth: { ...auth, login: [] } },
      'how people log in',
      'who may sign up',
      'cookies, tokens or both',
      'second factor',
      'browser origins',
    ],
    'origins that match nothing or everything': [
      {
        ...sound,
        auth: { ...answered, origins: ['*', 'app.example.com', 'https://app.example.com/'] },
      },
      '* is no browser origin',
      'app.example.com is no browser origin',
      'https://app.example.com/ is no browser origin',
    ],
  },
})
