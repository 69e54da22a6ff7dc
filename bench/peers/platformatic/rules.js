/** The rule of the blueprint: an author's own articles, published ones, and all of them for editors. */
import { randomUUID } from 'node:crypto'

export default async function rules(app) {
  // The tables leave making ids to the server.
  app.platformatic.addEntityHooks('article', {
    save: (original, args) => original({ ...args, input: { id: randomUUID(), ...args.input } }),
  })
  app.platformatic.addRulesForRoles([
    {
      role: 'anonymous',
      entity: 'article',
      find: ({ user, where }) => (isEditor(user) ? where : { ...where, or: visible(user) }),
      save: true,
      defaults: { authorId: ({ user }) => requireUser(user).sub },
    },
    { role: 'anonymous', entity: 'author', find: ({ user, where }) => requireUser(user) && where },
    { role: 'anonymous', entity: 'comment', find: ({ user, where }) => requireUser(user) && where },
  ])
}

function visible(user) {
  return [{ status: { eq: 'published' } }, { authorId: { eq: user.sub } }]
}

function isEditor(user) {
  return requireUser(user).roles.includes('editor')
}

function requireUser(user) {
  if (user?.sub === undefined) throw Object.assign(new Error('No token'), { statusCode: 401 })
  return user
}
