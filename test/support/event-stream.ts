/** A reader of server-sent events, as a browser's EventSource is one. */

/** One event. */
export interface ServerSentEvent { readonly type: string, readonly data: unknown }

/** Reads the events of a URL, whose data is JSON, until the iteration is left. @throws when the answer is no event stream */
export async function * eventsOf (url: string): AsyncGenerator<ServerSentEvent> {
  const controller = new AbortController()
  const response = await fetch(url, { signal: controller.signal })
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true || response.body === null) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  let rest = ''
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const blocks = `${rest}${chunk}`.split('\n\n')
      rest = blocks.pop() ?? ''
      yield * blocks.flatMap(parsed)
    }
  } finally {
    controller.abort()
  }
}

/** Comments are no events. */
function parsed (block: string): ServerSentEvent[] {
  const [, type, data] = /^event: (\S+)\ndata: (.*)$/.exec(block) ?? []
  return type === undefined || data === undefined ? [] : [{ type, data: JSON.parse(data) as unknown }]
}

/** The first event that fits. */
export async function eventOf (url: string, fits: (event: ServerSentEvent) => boolean): Promise<ServerSentEvent> {
  for await (const event of eventsOf(url)) if (fits(event)) return event
  throw new Error(`${url}: the stream ended before the event came`)
}
