import sharing from '../../examples/sharing/blueprint.ts'
import type { Setting } from './world.ts'

const id = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** Text that stands in a private field and must never be seen by others. */
export const CANARY = 'canary-3f9c'

const names = {
  ada: id(1),
  ben: id(2),
  cyd: id(3),
  mod: id(4),
  root: id(5),
  open: id(101),
  friends: id(102),
  secret: id(103),
  bens: id(104),
  unicode: id(105),
  likes: id(201),
  comment: id(301),
  hiddenComment: id(302),
  adasComment: id(303),
  follows: id(401),
  listed: id(501),
  unlisted: id(502),
  item: id(601),
  hiddenItem: id(602),
  nobody: id(999),
}

const at = (n: number): string => `'2026-01-01T00:00:0${n}.000001Z'`

/** Ben follows Ada; Cyd follows nobody. */
const seed = `
insert into users (id, handle, display_name, bio, email, role, created_at, updated_at) values
 ('${names.ada}', 'ada', 'Ada', 'writes', '${CANARY}-ada@example.com', 'member', ${at(1)}, ${at(1)}),
 ('${names.ben}', 'ben', 'Ben', null, '${CANARY}-ben@example.com', 'member', ${at(2)}, ${at(2)}),
 ('${names.cyd}', 'cyd', 'Cyd', null, '${CANARY}-cyd@example.com', 'member', ${at(3)}, ${at(3)}),
 ('${names.mod}', 'mod', 'Mod', null, '${CANARY}-mod@example.com', 'moderator', ${at(4)}, ${at(4)}),
 ('${names.root}', 'root', 'Root', null, '${CANARY}-root@example.com', 'admin', ${at(5)}, ${at(5)});
insert into follows (id, follower_id, followee_id, created_at, updated_at) values ('${names.follows}', '${names.ben}', '${names.ada}', ${at(1)}, ${at(1)});
insert into shares (id, owner_id, url, title, note, visibility, published_at, created_at, updated_at) values
 ('${names.open}', '${names.ada}', 'https://example.com/open', 'Open doors', 'a note', 'public', ${at(1)}, ${at(1)}, ${at(1)}),
 ('${names.friends}', '${names.ada}', 'https://example.com/friends', 'Friends only', null, 'followers', null, ${at(2)}, ${at(2)}),
 ('${names.secret}', '${names.ada}', 'https://example.com/secret', 'Secret plan', null, 'private', null, ${at(3)}, ${at(3)}),
 ('${names.bens}', '${names.ben}', 'https://example.com/bens', 'Open windows', null, 'public', ${at(4)}, ${at(4)}, ${at(4)}),
 ('${names.unicode}', '${names.cyd}', 'https://example.com/%C3%BC', 'Žluťoučký 🐎 "quoted" \\ back', null, 'public', ${at(5)}, ${at(5)}, ${at(5)});
insert into likes (id, share_id, user_id, created_at, updated_at) values ('${names.likes}', '${names.open}', '${names.ben}', ${at(1)}, ${at(1)});
insert into comments (id, share_id, author_id, body, created_at, updated_at) values
 ('${names.comment}', '${names.open}', '${names.ben}', 'Nice', ${at(1)}, ${at(1)}),
 ('${names.hiddenComment}', '${names.secret}', '${names.ada}', 'Mine alone', ${at(2)}, ${at(2)}),
 ('${names.adasComment}', '${names.open}', '${names.ada}', 'Thanks', ${at(3)}, ${at(3)});
insert into collections (id, owner_id, name, listed, created_at, updated_at) values
 ('${names.listed}', '${names.ada}', 'For all', 'yes', ${at(1)}, ${at(1)}), ('${names.unlisted}', '${names.ada}', 'For me', 'no', ${at(2)}, ${at(2)});
insert into collection_items (id, collection_id, share_id, position, created_at, updated_at) values
 ('${names.item}', '${names.listed}', '${names.open}', 'a', ${at(1)}, ${at(1)}), ('${names.hiddenItem}', '${names.listed}', '${names.secret}', 'b', ${at(2)}, ${at(2)});
`

/** The sharing example with five people and five shares. */
export const sharingSetting: Setting = {
  blueprint: sharing,
  seed,
  names,
  actors: { ada: [], ben: [], cyd: [], mod: ['moderator'], root: ['admin'] },
}
