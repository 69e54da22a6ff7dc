import { date, int, text, timestamp } from '../../blueprint/blueprint.ts'
import { ruleTables, withField } from '../finding-rule.contract.ts'
import { badDefault } from './bad-default.ts'

ruleTables(badDefault, {
  silentOn: {
    'defaults that fit': withField('count', int().min(0).default(0)),
    'a time': withField('at', timestamp().default(new Date(0))),
  },
  reports: {
    'text for a number': [
      withField('count', { type: { kind: 'int' }, default: 'none' }),
      "'none' is no whole number",
    ],
    'a number below the smallest': [
      withField('count', int().min(1).default(0)),
      '0 is less than 1',
    ],
    'text that is too long': [
      withField('code', text().max(3).default('long')),
      'more than 3 characters',
    ],
    'text that does not match': [
      withField('code', text().pattern('^[0-9]+$').default('x')),
      'does not match',
    ],
    'a word that is not among them': [
      withField('kind', {
        type: { kind: 'oneOf', values: ['public', 'private'] },
        default: 'publik',
      }),
      'did you mean public?',
    ],
    'a day that is no day': [withField('day', date().default('tomorrow')), 'is no date'],
  },
})
