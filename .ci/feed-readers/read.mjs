// The readers' side of .ci/feed. `calls FEED FILE` writes calls of many offers of the feed for token-pricing to price;
// `compare FEED FILE` prices the same calls by tokenlens and llm-pricing, which read the feed's models.dev.json, and compares the costs.
import { readFileSync, writeFileSync } from 'node:fs'
import { PricingCatalog, modelsDevSource } from 'llm-pricing'
import { estimateCost } from 'tokenlens/helpers'

const [what, feed, file] = process.argv.slice(2)
const sellers = ['anthropic', 'cerebras', 'cohere', 'google', 'groq', 'mistral', 'moonshotai', 'openai', 'openrouter', 'xai']
const text = readFileSync(`${feed}/models.dev.json`, 'utf8')
const providers = JSON.parse(text)
const input = 12000
const output = 345

// Calls that all three price by the same two rates: no long prompts, no cache, no service tier.
const offers = () => sellers.flatMap(provider => Object.values(providers[provider]?.models ?? {})
  .filter(model => model.cost?.input > 0 && model.cost?.output > 0)
  .map(model => ({ provider, model: model.id })))

const near = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))

if (what === 'calls') {
  const at = JSON.parse(readFileSync(`${feed}/latest.json`, 'utf8')).recordedThrough
  const lines = offers().map(o => JSON.stringify({ ...o, at: `${at}T00:00:00Z`, usage: { input, output } }))
  writeFileSync(file, lines.map(line => `${line}\n`).join(''))
} else {
  const ours = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line))
  const catalog = new PricingCatalog({
    sources: [modelsDevSource({ url: 'http://127.0.0.1/models.dev.json' })],
    fetch: async () => new Response(text),
    onWarn: (message, error) => { throw error ?? new Error(message) },
  })
  await catalog.ensureLoaded()
  const readers = {
    // It finds a model by its name alone where several providers have it, so it gets the provider that is asked for.
    tokenlens: o => estimateCost({
      modelId: `${o.provider}:${o.model}`,
      usage: { input_tokens: input, output_tokens: output },
      catalog: { [o.provider]: providers[o.provider] },
    }).totalUSD,
    'llm-pricing': o => {
      const answer = catalog.estimate({ model: `${o.provider}/${o.model}`, inputTokens: input, cachedInputTokens: 0, outputTokens: output })
      // What it knows better by its own tables is none of the feed's.
      return answer.pricing?.source === 'modelsdev' && answer.pricing.providerId === o.provider ? answer.cost : undefined
    },
  }
  let failed = false
  for (const [name, cost] of Object.entries(readers)) {
    let same = 0
    const others = []
    let unread = 0
    for (const [i, offer] of offers().entries()) {
      const theirs = cost(offer)
      if (theirs === undefined) unread++
      else if (near(theirs, Number(ours[i].total))) same++
      else others.push(`${offer.provider}/${offer.model}: ${theirs}, here ${ours[i].total}`)
    }
    console.log(`${name}: ${same} costs the same, ${others.length} others, ${unread} not read from the feed`)
    for (const other of others.slice(0, 20)) console.log(`  ${other}`)
    failed ||= others.length > 0 || same < 100
  }
  process.exit(failed ? 1 : 0)
}
