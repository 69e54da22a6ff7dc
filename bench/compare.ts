import { fileURLToPath } from 'node:url'
import type { Client } from 'pg'
import { filledDatabase, removeCreated } from './data/fill.ts'
import { type BenchServer, connect, openBenchServer } from './database.ts'
import { type Child, type Cores, chooseCores, start } from './measure/child.ts'
import { freePort } from './measure/free-port.ts'
import { untilAnswers } from './measure/ready.ts'
import { measureRound, type Round } from './measure/round.ts'
import type { Options } from './options.ts'
import { firstDifference, type Prepared, prepare } from './prepare.ts'
import { POOL_SIZE, type Program } from './programs.ts'
import { machineFacts, type ProgramResult, type Results, type WorkloadResult } from './results.ts'
import { mintTokens, type Tokens } from './tokens.ts'
import { questionsOf, type Workload } from './workloads.ts'

/** A program that runs and waits for requests. */
interface Running {
  readonly program: Program
  readonly port: number
  readonly child: Child
}

/** What every step of a run needs. */
interface Run {
  readonly options: Options
  readonly cores: Cores
  readonly server: BenchServer
  readonly databaseUrl: string
  readonly client: Client
  readonly tokens: Tokens
  readonly generator: Child
  readonly began: Date
  readonly say: (line: string) => void
}

/** No server of the benchmark needs longer, even on a cold disk. */
const START_MS = 60_000

/** Measures the programs against each other: same rows, same rules, same questions, turn by turn. */
export async function compare(
  programs: readonly Program[],
  options: Options,
  say: (line: string) => void,
): Promise<Results> {
  const cores = chooseCores()
  const server = await openBenchServer(cores.others)
  const started: (() => Promise<void>)[] = [() => server.close()]
  try {
    say('filling the database')
    const databaseUrl = await filledDatabase(server)
    const client = await connect(databaseUrl)
    started.unshift(() => client.end())
    const generator = openGenerator(cores)
    started.unshift(() => generator.stop())
    const tokens = await mintTokens(client)
    const began = new Date()
    const run = { options, cores, server, databaseUrl, client, tokens, generator, began, say }
    const running = await startAll(programs, run, started)
    const workloads: WorkloadResult[] = []
    for (const workload of options.workloads) {
      workloads.push(await measureWorkload(workload, running, run))
    }
    await removeCreated(client, began)
    return {
      date: began.toISOString(),
      machine: machineFacts(
        server.version,
        cores.server !== undefined && server.kind === 'embedded',
      ),
      settings: { ...settingsOf(options), poolSize: POOL_SIZE },
      programs: running.map(({ program: { name, title } }) => ({ name, title })),
      workloads,
    }
  } finally {
    for (const stop of started) await stop()
  }
}

function settingsOf(options: Options): Omit<Results['settings'], 'poolSize'> {
  const { rounds, seconds, warmUpSeconds, connections } = options
  return { rounds, seconds, warmUpSeconds, connections }
}

function openGenerator(cores: Cores): Child {
  const path = fileURLToPath(new URL('./load.ts', import.meta.url))
  return start({ program: process.execPath, args: [path] }, cores.others, true)
}

/** One that does not start is said so and left out: the others are still worth measuring. */
async function startAll(
  programs: readonly Program[],
  run: Run,
  started: (() => Promise<void>)[],
): Promise<readonly Running[]> {
  const running: Running[] = []
  for (const program of programs) {
    const port = await freePort()
    const { databaseUrl, tokens } = run
    const nodeFlags = profileFlags(run.options.profile)
    const command = program.command({ port, databaseUrl, tokens, nodeFlags })
    const child = start(command, run.cores.server)
    started.unshift(() => child.stop())
    try {
      const ms = await untilAnswers(child, `http://127.0.0.1:${port}/v1/articles/none`, START_MS)
      run.say(`${program.name} answers after ${Math.round(ms)} ms`)
      running.push({ program, port, child })
    } catch (error) {
      run.say(`${program.name} is left out. ${error instanceof Error ? error.message : error}`)
    }
  }
  return running
}

function profileFlags(folder: string | undefined): readonly string[] {
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`]
}

interface Contestant extends Running {
  readonly prepared: Prepared | undefined
  readonly why: string | undefined
  readonly rounds: Round[]
}

async function measureWorkload(
  workload: Workload,
  running: readonly Running[],
  run: Run,
): Promise<WorkloadResult> {
  const contestants = await prepareAll(workload, running, run)
  for (let turn = 0; turn < run.options.rounds; turn += 1) {
    for (const contestant of contestants) {
      if (contestant.prepared === undefined) continue
      const round = await measure(contestant, contestant.prepared, run)
      contestant.rounds.push(round)
      if (workload === 'W4') await removeCreated(run.client, run.began)
      run.say(
        `${workload} ${turn + 1}/${run.options.rounds} ${contestant.program.name}: ${line(round)}`,
      )
    }
  }
  return { workload, programs: contestants.map(resultOf) }
}

/** Answers to the same questions must say the same, or there is nothing to compare. */
async function prepareAll(
  workload: Workload,
  running: readonly Running[],
  run: Run,
): Promise<readonly Contestant[]> {
  const asked = await questionsOf(workload, run.client, run.tokens)
  const contestants: Contestant[] = []
  for (const one of running) {
    const { prepared, why } = await tryPrepare(one, asked)
    const [unit] = contestants
    const difference =
      prepared && unit?.prepared
        ? firstDifference(unit.prepared.sample, prepared.sample, workload === 'W4')
        : undefined
    const fault = why ?? (difference === undefined ? undefined : `answers differ: ${difference}`)
    if (fault !== undefined) run.say(`${workload} ${one.program.name} is left out: ${fault}`)
    contestants.push({
      ...one,
      prepared: fault === undefined ? prepared : undefined,
      why: fault,
      rounds: [],
    })
  }
  if (workload === 'W4') await removeCreated(run.client, run.began)
  return contestants
}

async function tryPrepare(
  { port, program }: Running,
  asked: Parameters<typeof prepare>[2],
): Promise<{ readonly prepared?: Prepared; readonly why?: string }> {
  try {
    const prepared = await prepare(port, program.dialect, asked)
    return prepared === undefined ? { why: 'it cannot be asked that' } : { prepared }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

function measure({ port, child }: Running, { requests }: Prepared, run: Run): Promise<Round> {
  const { connections, warmUpSeconds, seconds } = run.options
  const order = {
    port,
    requests,
    connections,
    warmUpMs: warmUpSeconds * 1000,
    measureMs: seconds * 1000,
  }
  return measureRound(run.generator, order, { server: child.pid, postgres: run.server.postmaster })
}

function resultOf({ program: { name }, rounds, why }: Contestant): ProgramResult {
  return why === undefined ? { name, rounds } : { name, rounds, why }
}

function line(round: Round): string {
  const cpu = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(0))
  return `${round.requestsPerSecond.toFixed(0)}/s, p50 ${round.p50Ms.toFixed(2)} ms, p99 ${round.p99Ms.toFixed(2)} ms, CPU ${cpu(round.serverCpu)} + ${cpu(round.postgresCpu)} µs, generator ${cpu(round.generatorCpu)} µs, ${round.failed} failed`
}
