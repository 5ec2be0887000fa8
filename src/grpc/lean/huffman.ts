/**
 * Huffman decoding of header strings (RFC 7541, section 5.2 and appendix B). Headers are sent without it: it saves
 * bytes, and costs time.
 */
import { ConnectionError, H2Code } from './frames.ts'

/**
 * Length of each symbol's code in bits, in base 36. The code is canonical: the lengths determine it (checked against
 * the table by a test).
 */
const CODE_LENGTHS =
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca' +
  'd67777777777777777777777878djde6f56565666577666567655677777fbeds' +
  'kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn' +
  'qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq'
/** The longest padding: less than a byte, all ones (section 5.2). */
const MAX_PADDING_BITS = 7

/**
 * Two children of each node; a negative child is `~symbol`. The end-of-string symbol has no node: reaching it is an
 * error.
 */
let tree: Int16Array | undefined

/** Decodes one string to Latin-1 text. @throws {ConnectionError} COMPRESSION_ERROR for what no encoder produces */
export function decodeHuffman (bytes: Uint8Array): string {
  const nodes = tree ??= buildTree()
  const out = Buffer.allocUnsafe(Math.ceil(bytes.length * 8 / 5))
  let [length, node, bits, isAllOnes] = [0, 0, 0, true]
  for (const byte of bytes) {
    for (let shift = 7; shift >= 0; shift -= 1) {
      const bit = (byte >> shift) & 1
      const child = nodes[node * 2 + bit] as number
      if (child === 0) throw new ConnectionError(H2Code.CompressionError, 'end-of-string symbol in a Huffman-coded header')
      if (child < 0) {
        out[length++] = ~child;
        [node, bits, isAllOnes] = [0, 0, true]
      } else {
        node = child
        bits += 1
        isAllOnes &&= bit === 1
      }
    }
  }
  if (bits > MAX_PADDING_BITS || !isAllOnes) throw new ConnectionError(H2Code.CompressionError, 'wrong padding of a Huffman-coded header')
  return out.toString('latin1', 0, length)
}

/** Codes in order of (length, symbol), each the one before plus one (RFC 7541 appendix B follows this rule). */
export function huffmanCodes (): ReadonlyArray<{ readonly symbol: number, readonly bits: number, readonly code: number }> {
  const lengths = [...CODE_LENGTHS].map((digit, symbol) => ({ symbol, bits: Number.parseInt(digit, 36) }))
  lengths.sort((a, b) => a.bits - b.bits || a.symbol - b.symbol)
  let [next, last] = [0, 0]
  return lengths.map(({ symbol, bits }) => {
    const code = next * 2 ** (bits - last);
    [next, last] = [code + 1, bits]
    return { symbol, bits, code }
  })
}

function buildTree (): Int16Array {
  const nodes = new Int16Array(1024)
  let count = 1
  for (const { symbol, bits, code } of huffmanCodes()) {
    let node = 0
    for (let shift = bits - 1; shift > 0; shift -= 1) {
      const at = node * 2 + ((code >>> shift) & 1)
      if (nodes[at] === 0) nodes[at] = count++
      node = nodes[at] as number
    }
    nodes[node * 2 + (code & 1)] = ~symbol
  }
  return nodes
}
