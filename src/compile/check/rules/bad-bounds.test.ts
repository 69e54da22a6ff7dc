import { arrayOf, decimal, int, money, oneOf, text } from '../../blueprint/blueprint.ts'
import { ruleTables, withField } from '../finding-rule.contract.ts'
import { badBounds } from './bad-bounds.ts'

ruleTables(badBounds, {
  silentOn: {
    'a number with bounds': withField('count', int().min(0).max(5)),
    'a price': withField('price', money('EUR').min(0)),
    'a pattern of classes and groups': withField('code', text().pattern('^([a-z]+-)*[0-9]{2,4}$')),
  },
  reports: {
    'a smallest value above the largest': [
      withField('count', int().min(6).max(5)),
      'the smallest, 6',
    ],
    'a oneOf without words': [withField('kind', oneOf()), 'no words'],
    'a word twice': [withField('kind', oneOf('a', 'a')), 'a word twice'],
    'more digits after the point than in all': [
      withField('rate', decimal({ precision: 2, scale: 4 })),
      'scale 4',
    ],
    'a currency that is none': [withField('price', money('euro')), 'ISO 4217'],
    'a pattern that cannot be read': [
      withField('code', text().pattern('[a-')),
      'Invalid regular expression',
    ],
    'a pattern with look-ahead': [
      withField('code', text().pattern('^(?=a)')),
      'PostgreSQL reads differently',
    ],
    'an array of no size': [withField('tags', arrayOf(text()).max(0)), '0 is no size'],
  },
})
