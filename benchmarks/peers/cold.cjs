// The first cost of a process, at genai-prices: see ColdRounds. Its CommonJS build loads faster than the other one.
const { calcPrice } = require('@pydantic/genai-prices')

const usage = { input_tokens: 12_000, cache_read_tokens: 8_000, output_tokens: 900 }
const options = { providerId: 'anthropic', timestamp: new Date('2026-09-01T00:00:00Z') }
console.log(calcPrice(usage, 'claude-sonnet-4-5', options).total_price)
