// The peers' side of benchmarks/peers/run: one JSON request a line on standard input, one JSON answer a line on standard output.
// Everything a call needs is made before the clock starts, as on our side.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { DuckDBInstance } from '@duckdb/node-api'
import { calcPrice } from '@pydantic/genai-prices'
import { PricingCatalog, costFromRates } from 'llm-pricing'

const catalog = new PricingCatalog({ sources: [] })
let calls = []
let database

const prepare = call => {
  const at = Date.parse(call.at)
  const args = {
    model: call.model,
    at,
    perRequest: true,
    inputTokens: call.input,
    cachedInputTokens: 0,
    cacheReadInputTokens: call.cacheRead,
    outputTokens: call.output,
  }
  return {
    model: call.model,
    usage: { input_tokens: call.input, cache_read_tokens: call.cacheRead, output_tokens: call.output },
    options: { providerId: call.provider, timestamp: new Date(at) },
    args,
    rates: catalog.getPrice(call.model, at, { promptTokens: call.input }),
  }
}

const time = (repeats, once) => {
  let sum = 0
  const start = process.hrtime.bigint()
  for (let i = 0; i < repeats; i++) {
    for (const call of calls) sum += once(call)
  }
  const nanoseconds = Number(process.hrtime.bigint() - start)
  return { nanosecondsPerCall: nanoseconds / (repeats * calls.length), sum }
}

const genai = call => calcPrice(call.usage, call.model, call.options).total_price
const llm = call => catalog.estimate(call.args).cost
const arithmetic = call => costFromRates(call.rates, call.args)

const version = name => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version

// One row a price, as somebody would keep them; the join takes the period, the case the tier. The join does not keep the order of
// the calls, so that a cost without its call's row would be nobody's.
const pricing = `
  create or replace table costs as
  select r.rowid as call, case when r.input >= p.long_from
    then (r.input - r.cache_read) * p.long_input + r.cache_read * p.long_cache_read + r.output * p.long_output
    else (r.input - r.cache_read) * p.input + r.cache_read * p.cache_read + r.output * p.output end as pico_usd
  from calls r join prices p on r.offer = p.offer and r.at >= p.valid_from and r.at < p.valid_to`

const handlers = {
  versions: () => ({
    node: process.versions.node,
    genaiPrices: version('@pydantic/genai-prices'),
    llmPricing: version('llm-pricing'),
    duckDb: version('@duckdb/node-api'),
  }),
  answers: request => {
    calls = request.calls.map(prepare)
    return { genai: calls.map(c => calcPrice(c.usage, c.model, c.options)?.total_price ?? null), llm: calls.map(c => catalog.estimate(c.args).pricing && llm(c)) }
  },
  keep: request => ({ kept: (calls = request.calls.map(prepare)).length }),
  genai: request => time(request.repeats, genai),
  llm: request => time(request.repeats, llm),
  arithmetic: request => time(request.repeats, arithmetic),
  open: async request => {
    database = await (await DuckDBInstance.create(':memory:')).connect()
    await database.run('set threads = 1')
    const types = columns => `{${columns.map(c => `'${c}': 'bigint'`).join(', ')}}`
    const load = (table, columns) => database.run(`create table ${table} as select * from read_csv('${request[table]}', header = false, columns = ${types(columns)})`)
    await load('calls', ['offer', 'at', 'input', 'cache_read', 'output'])
    await load('prices', ['offer', 'valid_from', 'valid_to', 'input', 'cache_read', 'output', 'long_from', 'long_input', 'long_cache_read', 'long_output'])
    return {}
  },
  price: async () => {
    const start = process.hrtime.bigint()
    await database.run(pricing)
    return { milliseconds: Number(process.hrtime.bigint() - start) / 1e6 }
  },
  sums: async () => {
    const reader = await database.runAndReadAll(
      'select offer::varchar, sum(pico_usd)::varchar from costs join calls on costs.call = calls.rowid group by offer')
    return { sums: reader.getRows() }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  const answer = await (async () => handlers[request.do](request))().catch(error => ({ error: String(error) }))
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
