import type { Decision } from '../../design.ts'
import type { Load } from './load.ts'

/** What one well-kept PostgreSQL primary writes durably, in statements a second: an order of magnitude. */
const ONE_PRIMARY_WRITES_PER_SECOND = 5000
/** Point reads a second that one server answered in our benchmark of the statement path (design: security 8.4). */
const ONE_SERVER_READS_PER_SECOND = 20_000
/** Above this many rows, vacuum and index builds of one table last hours. */
const PARTITION_ROWS = 1_000_000_000

/** Which database, which keys, how many servers, which tables in parts. */
export function storageDecisions(load: Load): readonly Decision[] {
  return [database(load), keys(load), replicas(load), partitioning(load)]
}

function database(load: Load): Decision {
  const fits = load.writesPerSecond <= ONE_PRIMARY_WRITES_PER_SECOND
  return {
    id: 'database',
    question: 'Which database holds the data?',
    options: [
      {
        name: 'PostgreSQL, one primary',
        tradeOffs: [
          'references, uniqueness and row rules hold in one transaction',
          'writes are bound to one machine',
        ],
      },
      {
        name: 'distributed SQL',
        tradeOffs: ['writes scale out', 'each write waits for a quorum; two orders of work to run'],
      },
      {
        name: 'document or key-value store',
        tradeOffs: [
          'simple to spread',
          'rules over references and lists in many orders become application code',
        ],
      },
    ],
    chosen: 'PostgreSQL, one primary',
    because: fits
      ? `${load.writesPerSecond} writes a second are within what one primary sustains (about ${ONE_PRIMARY_WRITES_PER_SECOND}), and the rules need joins.`
      : `The rules need joins and transactions; ${load.writesPerSecond} writes a second exceed one primary (about ${ONE_PRIMARY_WRITES_PER_SECOND}), so the largest tables must be moved apart before launch.`,
    confidence: fits ? 0.95 : 0.6,
    inputs: load.inputs,
    flipsWhen: `sustained writes exceed ${ONE_PRIMARY_WRITES_PER_SECOND} a second, or data must live in several regions at once`,
  }
}

function keys(load: Load): Decision {
  return {
    id: 'key-type',
    question: 'What identifies a row?',
    options: [
      {
        name: 'UUIDv7',
        tradeOffs: [
          'made by any instance; new rows lie together in the index',
          'tells when the row was made; 16 bytes',
        ],
      },
      { name: 'UUIDv4', tradeOffs: ['tells nothing', 'inserts touch random pages of every index'] },
      {
        name: 'bigint sequence',
        tradeOffs: ['8 bytes', 'guessable, tells how many rows there are, made by one place only'],
      },
    ],
    chosen: 'UUIDv7',
    because:
      'Ids are public, made by every instance, and lists page by them: they must be unguessable enough and in order of birth.',
    confidence: 0.9,
    inputs: load.inputs,
    flipsWhen: 'the time of birth of a row is itself a secret',
  }
}

function replicas(load: Load): Decision {
  const needed = load.readsPerSecond > ONE_SERVER_READS_PER_SECOND
  return {
    id: 'read-replicas',
    question: 'Do reads need servers of their own?',
    options: [
      {
        name: 'no replica',
        tradeOffs: ['every read sees every write', 'reads and writes share one machine'],
      },
      {
        name: 'read replicas',
        tradeOffs: ['reads scale out', 'a read may miss what was just written'],
      },
    ],
    chosen: needed ? 'read replicas' : 'no replica',
    because: `${load.readsPerSecond} reads a second are ${needed ? 'more than' : 'within'} the ${ONE_SERVER_READS_PER_SECOND} that one server answers when every question has its index.`,
    confidence: 0.8,
    inputs: load.inputs,
    flipsWhen: needed
      ? `reads fall below ${ONE_SERVER_READS_PER_SECOND} a second`
      : `reads exceed ${ONE_SERVER_READS_PER_SECOND} a second, or measured CPU of the primary stays above 60 %`,
  }
}

function partitioning(load: Load): Decision {
  const needed = load.largest.scale.rows >= PARTITION_ROWS
  return {
    id: 'partitioning',
    question: 'Is a table split into partitions?',
    options: [
      {
        name: 'whole tables',
        tradeOffs: [
          'unique keys and lists need nothing more',
          'vacuum and index builds grow with the table',
        ],
      },
      {
        name: 'partitions by time',
        tradeOffs: [
          'old rows go by dropping a part',
          'unique keys must hold the time; lists without it visit every part',
        ],
      },
    ],
    chosen: 'whole tables',
    because: needed
      ? `${load.largest.plural} with ${load.largest.scale.rows} rows would gain, but its keys and lists do not contain the time: it stays whole until old rows are to be dropped.`
      : `The largest table, ${load.largest.plural}, holds ${load.largest.scale.rows} rows; below ${PARTITION_ROWS} its upkeep fits into a night.`,
    confidence: needed ? 0.5 : 0.85,
    inputs: load.inputs,
    flipsWhen: `a table passes ${PARTITION_ROWS} rows, or rows are to be dropped by age`,
  }
}
