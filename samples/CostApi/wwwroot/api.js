// Asks the server. What goes wrong is said in the server's words, or in ours where it says none.

export class Problem extends Error {
  constructor(message, status, type) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export function address(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') {
      query.set(name, value);
    }
  }
  return `${path}?${query}`;
}

export async function ask(url, { signal, body } = {}) {
  let response;
  try {
    response = await fetch(url, body === undefined ? { signal } : {
      signal,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Problem('The server cannot be reached. Change something to try again.', 0, 'unreachable');
  }
  if (response.ok) {
    return response;
  }
  const details = await response.json().catch(() => null);
  throw new Problem(details?.detail ?? `The server answered ${response.status}.`, response.status, details?.type ?? '');
}

export const isAbort = error => error.name === 'AbortError';

// One thing at a time: asking anew ends what was asked before.
export class Latest {
  #controller = null;

  start() {
    this.#controller?.abort();
    this.#controller = new AbortController();
    return this.#controller.signal;
  }
}

export function debounced(action, milliseconds) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}
