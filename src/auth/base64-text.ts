/** Standard base64 with padding, and nothing else: Node's own decoder skips what it does not know, so two texts could mean the same bytes. */

/** The bytes; undefined when the text is not exactly what an encoder writes. */
export function decodeBase64 (text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
