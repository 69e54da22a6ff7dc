import sharing from '../../examples/sharing/blueprint.ts'
import type { Blueprint } from '../../src/compile/blueprint/definition.ts'
import blank from '../../templates/blank/blueprint.ts'
import catalogue from './catalogue/blueprint.ts'

/** Blueprints whose artefacts are kept beside this file, for a reviewer to read. */
export const CASES: readonly { readonly name: string; readonly blueprint: Blueprint }[] = [
  { name: 'sharing', blueprint: sharing },
  { name: 'blank', blueprint: blank },
  { name: 'catalogue', blueprint: catalogue },
]
