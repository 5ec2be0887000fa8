/**
 * Spares an error with its stack for each piece of data from the network: the decoder of Noise messages asks for the next length until its decoder of
 * lengths throws a RangeError (`@libp2p/utils` 7.4.1, `length-prefixed-decoder.js`), which is how most pieces end.
 */
import type { EncryptedInternals } from './internals.ts'

/** The one that is thrown, without the stack of anywhere. */
const TOO_SHORT = new RangeError('fewer than two bytes of a length')

/** Makes the connection's decoder reuse one error. */
export function quietDecoder ({ decoder }: EncryptedInternals): void {
  const lengthDecoder = decoder.lengthDecoder
  decoder.lengthDecoder = (data) => {
    if (data.length < 2) throw TOO_SHORT
    return lengthDecoder(data)
  }
}
